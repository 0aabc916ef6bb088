with

cases as (

    select * from {{ ref('method_cases') }}

)

select
    area,
    round({{ weighted_arithmetic_mean('score', 'weight') }}, 9) as arithmetic,
    round({{ weighted_geometric_mean('score', 'weight') }}, 9) as geometric,
    round({{ weighted_geometric_mean('score', 'weight', least_score='1') }}, 9) as geometric_from_1,
    round(max({{ goalpost_score('score', '0', '10', scale='1') }}), 9) as goalpost,
    round(max({{ goalpost_score('score', '0', '10', direction='down_good', scale='1') }}), 9) as goalpost_reversed,
    round(max({{ standard_score('score', '50', '20', direction='down_good') }}), 9) as standard
from cases
group by area
