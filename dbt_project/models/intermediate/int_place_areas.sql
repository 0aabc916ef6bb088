{#- Levels of a hierarchy above its lowest: six levels in all. -#}
{%- set steps = 5 -%}

-- The areas a place lies in, with every area above them in the same hierarchy. The hierarchy keeps the city from being
-- counted twice: side hierarchies hang under it too, but are not part of the main one.
with

place_areas as (

    select * from {{ ref('stg_place_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

step_0 as (

    select distinct
        place_areas.place_key,
        areas.area_id,
        areas.parent_area_id,
        areas.hierarchy
    from place_areas
    inner join areas on place_areas.area_id = areas.area_id

),
{% for step in range(1, steps + 1) %}
step_{{ step }} as (

    select
        below.place_key,
        areas.area_id,
        areas.parent_area_id,
        areas.hierarchy
    from step_{{ step - 1 }} as below
    inner join areas
        on
            below.parent_area_id = areas.area_id
            and below.hierarchy = areas.hierarchy

),
{% endfor %}
all_steps as (
    {% for step in range(0, steps + 1) %}
    select
        place_key,
        area_id
    from step_{{ step }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

final as (

    select
        all_steps.place_key,
        areas.area_id,
        areas.category_detail
    from all_steps
    inner join areas on all_steps.area_id = areas.area_id

)

select * from final
