{{ config(materialized='view') }}

-- Visits and hazards of an area in a period.
with

patrols as (

    select * from {{ ref('stg_patrols') }}

),

with_years as (

    {{ tally_periods(
        'patrols',
        ['area_id'],
        ['visits', 'hazards_found', 'hazards_reported', 'hazards_due', 'hazards_fixed'],
        distinct_counts=['units'],
    ) }}

)

select * from with_years
