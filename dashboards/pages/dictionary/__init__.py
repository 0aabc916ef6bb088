"""Data dictionary 数据字典: what each indicator counts, what each published column means, what each word says."""
