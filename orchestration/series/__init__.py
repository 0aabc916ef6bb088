"""Statistics of counts and of series that SQL cannot do, on arrays, by scipy and statsmodels.

Nothing here knows of tables or of the city; dbt's Python models hand the arrays over. What SQL can do is a macro in
`dbt_project/macros/statistics`.
"""
