{%- set key = ['indicator_id', 'area_id', 'period_type', 'period_id'] -%}

-- What was once published otherwise: the value first published, the one before, the present one, and since when.
with

published as (

    select * from {{ ref('stg_published_values') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

-- Values are kept where the published one differs from the one before.
numbered as (

    select
        *,
        row_number() over (partition by {{ key | join(', ') }} order by published_at) as position,
        count(*) over (partition by {{ key | join(', ') }}) as times_published
    from published

),

first_and_last as (

    select
        {{ key | join(', ') }},
        max(times_published) as times_published,
        max(case when position = 1 then value end) as first_value,
        max(case when position = 1 then build_id end) as first_build_id,
        max(case when position = 1 then published_at end) as first_published_at,
        {%- for column in ['value', 'numerator', 'denominator', 'method_version', 'published_at'] %}
        max(case when position = times_published - 1 then {{ column }} end) as before_last_{{ column }},
        max(case when position = times_published then {{ column }} end) as last_{{ column }},
        {%- endfor %}
        max(case when position = times_published then as_of end) as last_as_of
    from numbered
    group by {{ key | join(', ') }}

),

current_values as (

    select indicator_values.*
    from indicator_values
    inner join areas on indicator_values.area_id = areas.area_id
    where areas.level_number <= 2 and indicator_values.period_type != 'YTD'

),

compared as (

    select
        {%- for column in key %}
        first_and_last.{{ column }},
        {%- endfor %}
        current_values.period_start,
        first_and_last.times_published,
        first_and_last.first_value,
        first_and_last.first_build_id,
        first_and_last.first_published_at,
        {%- for column in ['value', 'numerator', 'denominator', 'method_version', 'published_at'] %}
        first_and_last.before_last_{{ column }},
        first_and_last.last_{{ column }},
        {%- endfor %}
        current_values.value,
        current_values.numerator,
        current_values.denominator,
        current_values.method_version,
        coalesce(current_values.as_of, first_and_last.last_as_of) as as_of,
        case
            when current_values.indicator_id is null then 'not_collected'
            when not current_values.is_complete then 'incomplete'
            when current_values.is_suppressed then current_values.suppression_reason
            when current_values.value is null then current_values.interval_status
            else 'ok'
        end as revision_status
    from first_and_last
    left join current_values on {{ same_columns('first_and_last', 'current_values', key) }}

),

judged as (

    select
        *,
        revision_status = 'ok' and (
            {{ differs('value', 'last_value') }}
            or {{ differs('numerator', 'last_numerator') }}
            or {{ differs('denominator', 'last_denominator') }}
        ) as is_new
    from compared

),

-- What is withheld by now is not told as it was either.
final as (

    select
        {{ key | join(', ') }},
        period_start,
        case when revision_status in ('ok', 'incomplete', 'not_collected') then first_value end as first_value,
        first_build_id,
        cast(first_published_at as date) as first_published_on,
        cast(times_published - case when is_new or revision_status != 'ok' then 0 else 1 end as bigint) as revisions,
        {%- for column in ['value', 'numerator', 'denominator'] %}
        case
            when revision_status = 'ok' and not is_new then before_last_{{ column }}
            when revision_status in ('ok', 'incomplete', 'not_collected') then last_{{ column }}
        end as previous_{{ column }},
        {%- endfor %}
        case when revision_status = 'ok' then value end as value,
        case when revision_status = 'ok' then numerator end as numerator,
        case when revision_status = 'ok' then denominator end as denominator,
        case
            when revision_status = 'ok' then value - case when is_new then last_value else before_last_value end
        end as difference,
        case when revision_status = 'ok' then value - first_value end as difference_from_first,
        case
            when is_new or revision_status != 'ok' then current_date
            else cast(last_published_at as date)
        end as revised_since,
        case
            when is_new then method_version != last_method_version
            when revision_status = 'ok' then last_method_version != before_last_method_version
        end as is_method_changed,
        revision_status,
        {{ method_version() }} as method_version,
        as_of
    from judged
    where is_new or times_published > 1 or revision_status != 'ok'
    order by indicator_id, area_id, period_type, period_id

)

select * from final
