{#- Passes up the tree: six levels in all. -#}
{%- set passes = 5 -%}

-- Residents of an area in a month: its own figure of the year, else of the latest year before, else of the first after;
-- an area without figures of its own has the sum of its residential parts if each has one.
with

areas as (

    select * from {{ ref('int_areas') }}

),

months as (

    select
        period_start as month,
        period_end as month_end,
        cast(extract(year from period_start) as integer) as calendar_year
    from {{ ref('int_periods') }}
    where period_type = 'M'

),

population as (

    select * from {{ ref('stg_population') }}

),

calendar_years as (

    select distinct calendar_year from months

),

candidates as (

    select
        population.area_id,
        calendar_years.calendar_year,
        population.persons,
        population.year as population_year,
        population.is_projection,
        row_number() over (
            partition by population.area_id, calendar_years.calendar_year
            order by
                case when population.year <= calendar_years.calendar_year then 0 else 1 end,
                abs(population.year - calendar_years.calendar_year)
        ) as preference
    from population
    cross join calendar_years

),

own as (

    select
        candidates.area_id,
        months.month,
        candidates.persons,
        candidates.population_year,
        candidates.is_projection
    from candidates
    inner join months on candidates.calendar_year = months.calendar_year
    where candidates.preference = 1

),

parts as (

    select
        parents.area_id as parent_area_id,
        areas.area_id,
        months.month
    from areas
    inner join areas as parents
        on
            areas.parent_area_id = parents.area_id
            and areas.hierarchy = parents.hierarchy
    inner join months on months.month_end between areas.bounds_from and areas.bounds_to
    left join population as parents_own on parents.area_id = parents_own.area_id
    where
        areas.is_residential
        and not areas.is_unknown
        and parents_own.area_id is null

),

pass_0 as (

    select * from own

),
{% for pass in range(1, passes + 1) %}
pass_{{ pass }} as (

    select * from own

    union all

    select
        parts.parent_area_id as area_id,
        parts.month,
        sum(known.persons) as persons,
        min(known.population_year) as population_year,
        bool_or(known.is_projection) as is_projection
    from parts
    left join pass_{{ pass - 1 }} as known
        on
            parts.area_id = known.area_id
            and parts.month = known.month
    group by parts.parent_area_id, parts.month
    having count(*) = count(known.persons)

),
{% endfor %}
final as (

    select * from pass_{{ passes }}

)

select * from final
