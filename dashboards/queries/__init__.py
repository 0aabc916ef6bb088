"""The questions pages ask of a snapshot: the only SQL in `dashboards`.

One function a question, parameters bound, rows as dicts. No wording, no figure, no choice of defaults: those
are the pages'.
"""
