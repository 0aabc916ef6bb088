"""Hot spots 高发与集中: which communities stay high, on how few calls fall, which stand out, when and where."""
