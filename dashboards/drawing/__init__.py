"""Figures as SVG, drawn on the server: `plot.drawn` takes a figure of `dashboards/figures` and gives its markup.

Positions are parts of the plot and sizes are of its type, so one drawing fits a telephone, a desk, a wall and paper,
and a browser has nothing to work out. What a figure shows belongs in `figures`; here is only how that is drawn, for the
part of Plotly's form that they use. Traces, fills and shapes of other kinds raise `KeyError`.
"""
