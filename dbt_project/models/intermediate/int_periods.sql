{{ config(materialized='view') }}

-- The periods that indicators are counted by. Those of the calendar alone have their own models.
with

periods as (

    select * from {{ ref('int_calendar_periods') }}

),

final as (

    select * from periods
    where period_type not in ('D', 'T', 'CNY40', 'JF')

)

select * from final
