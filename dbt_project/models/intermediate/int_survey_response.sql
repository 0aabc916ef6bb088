{{ config(materialized='view') }}

-- Interviews and contacts of an area in a wave, all modes together; a mode that counts no contacts leaves them unknown.
-- An area that has none of its own is the sum of its residential parts, if each has some.
with

contacts as (

    select * from {{ ref('stg_survey_contacts') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

own as (

    select
        wave_id,
        period_type,
        period_id,
        period_end,
        area_id,
        cast(sum(completed) as double) as completed,
        case when count(*) = count(contacted) then cast(sum(contacted) as double) end as contacted
    from contacts
    group by wave_id, period_type, period_id, period_end, area_id

),

wholes as (

    select distinct
        parents.area_id,
        parents.hierarchy,
        own.wave_id,
        own.period_type,
        own.period_id,
        own.period_end
    from own
    inner join areas on own.area_id = areas.area_id
    inner join areas as parents
        on
            areas.parent_area_id = parents.area_id
            and areas.hierarchy = parents.hierarchy
    left join own as parents_own
        on
            parents.area_id = parents_own.area_id
            and own.wave_id = parents_own.wave_id
    where parents_own.area_id is null

),

summed as (

    select
        wholes.wave_id,
        wholes.period_type,
        wholes.period_id,
        wholes.period_end,
        wholes.area_id,
        sum(own.completed) as completed,
        sum(own.contacted) as contacted
    from wholes
    inner join areas
        on
            wholes.area_id = areas.parent_area_id
            and wholes.hierarchy = areas.hierarchy
            and wholes.period_end between areas.bounds_from and areas.bounds_to
    left join own
        on
            areas.area_id = own.area_id
            and wholes.wave_id = own.wave_id
    where areas.is_residential and not areas.is_unknown
    group by wholes.wave_id, wholes.period_type, wholes.period_id, wholes.period_end, wholes.area_id
    having count(*) = count(own.contacted)

),

final as (

    select * from own
    union all
    select * from summed

)

select * from final
