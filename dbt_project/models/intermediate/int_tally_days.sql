{{ config(materialized='view') }}
{%- set feeds = [
    'survey_scores', 'survey_answers', 'survey_contacts', 'survey_concerns', 'reported_indicators', 'response_bands',
    'disputes', 'patrols',
] %}

-- First and last days of the periods that counts from elsewhere are of.
with

{% for feed in feeds %}
{{ feed }} as (

    select * from {{ ref('stg_' ~ feed) }}

),
{% endfor %}
final as (
    {% for feed in feeds %}
    select period_start as day from {{ feed }}
    union
    select period_end as day from {{ feed }}
    {% if not loop.last %}union{% endif %}
    {%- endfor %}
)

select * from final
