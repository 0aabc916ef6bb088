"""Pure functions from rows to figures: plain dicts in Plotly's form, no server, no query, no clock.

Plain dicts because building `go.Figure` costs several times what the query behind it does. Only scatter
and bar traces are used: `dashboards/drawing` draws no others.
"""
