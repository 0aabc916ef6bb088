"""Index, claims, data quality 指数·说法·数据质量: how far figures may be trusted, ours and published ones."""
