"""The dashboard: Dash pages that read a published snapshot and nothing else.

`queries/` holds the only SQL, `figures/` pure functions from rows to figures, `components/` pieces that pages
share, `pages/` one folder a page, `i18n/` every word a user sees. Nothing here imports `orchestration` or
opens the warehouse.
"""
