"""Anlan 安澜: a warehouse and dashboard for a city's public-safety indicators.

Here belongs what every part needs: where the zones are (`home`), errors (`errors`), the form of a published
snapshot (`snapshot`), and the command line on top (`cli`). What one part alone needs does not: that lives in
`orchestration`, `dbt_project` or `dashboards`.
"""

import os

__version__ = "0.1.0"

# Pieces of a large file follow each other within seconds: memory that one has freed is kept for the next, in as few
# pools as there are readers. Read once, when polars is first imported; who sets it keeps their own.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:10000,narenas:2")
