"""District board 排名: where each area stands, how sure that place is, whether it changed."""
