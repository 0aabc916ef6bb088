"""Focus areas 重点区域: whether the work in them had an effect beyond chance, and which may leave or enter the list."""
