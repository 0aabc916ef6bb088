with

cases as (

    select * from {{ ref('method_cases') }}

),

moving as (

    {{ streaks('cases', ['series'], 'year', 'amount') }}

)

select
    series,
    year,
    move,
    run_length,
    case when move = -1 then {{ chance_of_streak('run_length') }} end as chance,
    {{ run_signal('0', '0', 'run_length', 'move') }} as run_signal,
    round({{ compound_growth('first_amount', 'amount', 'year - 2015') }}, 9) as growth
from moving
