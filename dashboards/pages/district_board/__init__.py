"""District board 排名: where each area stands on one indicator, how sure that place is, and whether it changed."""
