"""Anlan 安澜: a warehouse and dashboard for a city's public-safety indicators.

Here belongs what every part needs: where the zones are (`home`), errors (`errors`), the form of a published
snapshot (`snapshot`), and the command line on top (`cli`). What one part alone needs does not: that lives in
`orchestration`, `dbt_project` or `dashboards`.
"""

__version__ = "0.1.0"
