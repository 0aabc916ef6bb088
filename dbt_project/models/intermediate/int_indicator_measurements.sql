{{ config(materialized='view') }}
{%- set feeds = [
    'alarms', 'grid_events', 'backlog', 'grassroots', 'response', 'surveys', 'survey_contacts', 'reported',
] %}

-- What each feed gives for the indicators it fills, one below the other.
with

{% for feed in feeds %}
of_{{ feed }} as (

    select * from {{ ref('int_measurements_' ~ feed) }}

),
{% endfor %}
unioned as (
    {% for feed in feeds %}
    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        numerator,
        denominator,
        published_share,
        is_complete
    from of_{{ feed }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from unioned
