{#- Levels of a hierarchy above its lowest: six levels in all. -#}
{%- set steps = 5 -%}

-- Area × itself and every area above it in the same hierarchy.
with

areas as (

    select * from {{ ref('int_areas') }}

),

step_0 as (

    select
        area_id as descendant_area_id,
        area_id as ancestor_area_id,
        parent_area_id,
        hierarchy,
        0 as depth
    from areas

),
{% for step in range(1, steps + 1) %}
step_{{ step }} as (

    select
        below.descendant_area_id,
        areas.area_id as ancestor_area_id,
        areas.parent_area_id,
        areas.hierarchy,
        {{ step }} as depth
    from step_{{ step - 1 }} as below
    inner join areas
        on
            below.parent_area_id = areas.area_id
            and below.hierarchy = areas.hierarchy

),
{% endfor %}
final as (
    {% for step in range(0, steps + 1) %}
    select
        descendant_area_id,
        ancestor_area_id,
        depth,
        hierarchy
    from step_{{ step }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
