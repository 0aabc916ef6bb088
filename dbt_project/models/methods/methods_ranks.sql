with

cases as (

    select * from {{ ref('method_cases') }}

),

ranked as (

    {{ rank_intervals('cases', ['indicator'], 'area', 'score', 'published', 'variance') }}

)

select
    indicator,
    area,
    rank,
    rank_lower,
    rank_upper,
    simultaneous_lower,
    simultaneous_upper,
    pairs_surely_won,
    {{ top_k_claim('rank_lower', 'rank_upper', 3) }} as top_3
from ranked
