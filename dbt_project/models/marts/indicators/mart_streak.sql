{%- set series = ['indicator_id', 'area_id', 'period_type'] -%}

with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where period_type in ('M', 'Y') and is_complete and value is not null and interval_status != 'negative_count'

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where is_current and not is_unknown

),

population as (

    select * from {{ ref('int_area_population') }}

),

points as (

    select
        indicator_values.indicator_id,
        indicator_values.area_id,
        indicator_values.period_type,
        indicator_values.period_id,
        indicator_values.period_start,
        -- Neighbours differ by one.
        cast(
            case indicator_values.period_type
                when 'Y' then extract(year from indicator_values.period_start)
                else
                    extract(year from indicator_values.period_start) * 12
                    + extract(month from indicator_values.period_start)
            end as integer
        ) as position,
        indicators.value_kind,
        indicator_values.value,
        -- What is published as the same has not moved.
        round(
            indicator_values.value,
            indicators.decimals + case indicators.value_kind when 'share' then 2 else 0 end
        ) as published_value,
        indicator_values.numerator,
        indicator_values.denominator,
        {{ days_between('indicator_values.period_start', 'indicator_values.period_end') }} as days,
        coalesce(indicator_values.denominator, population.persons) as residents,
        indicator_values.as_of
    from indicator_values
    inner join indicators on indicator_values.indicator_id = indicators.indicator_id
    inner join areas
        on
            indicator_values.area_id = areas.area_id
            and indicator_values.period_start >= areas.bounds_from
    left join population
        on
            indicator_values.area_id = population.area_id
            and population.month = {{ month_start('indicator_values.period_end') }}

),

{% set in_order = 'over (partition by ' ~ series | join(', ') ~ ' order by position)' -%}
with_previous as (

    select
        *,
        lag(numerator) {{ in_order }} as previous_numerator,
        lag(denominator) {{ in_order }} as previous_denominator,
        lag(days) {{ in_order }} as previous_days,
        lag(residents) {{ in_order }} as previous_residents
    from points

),

scored as (

    select
        {%- for column in series %}
        {{ column }},
        {%- endfor %}
        position,
        published_value,
        case
            when value_kind = 'share'
                then {{ two_shares_z('numerator', 'denominator', 'previous_numerator', 'previous_denominator') }}
            when residents > 0 and previous_residents > 0
                then {{ two_counts_z(
                    'numerator', 'days * residents', 'previous_numerator', 'previous_days * previous_residents'
                ) }}
            else {{ two_counts_z('numerator', 'days', 'previous_numerator', 'previous_days') }}
        end as step_z
    from with_previous

),

moved as (

    {{ streaks('scored', series, 'position', 'published_value') }}

),

-- One-sided at 95 %: each step of a confident streak is one that chance hardly makes.
confident_moves as (

    select
        {%- for column in series %}
        {{ column }},
        {%- endfor %}
        position,
        move,
        run_length as streak_length,
        run_start as streak_start,
        case
            when move is null then cast(null as integer)
            when step_z > {{ z_value('90') }} then 1
            when step_z < -{{ z_value('90') }} then -1
            when step_z is not null then 0
        end as confident_move
    from moved

),

confident as (

    {{ runs('confident_moves', series, 'position', 'confident_move') }}

),

latest as (

    select * from confident
    qualify row_number() over (partition by {{ series | join(', ') }} order by position desc) = 1

),

with_start as (

    select
        points.*,
        latest.move,
        latest.streak_length,
        latest.confident_move,
        latest.run_length as confident_length,
        starts.period_id as start_period_id,
        starts.value as start_value,
        starts.numerator as start_numerator,
        starts.denominator as start_denominator,
        starts.days as start_days,
        starts.residents as start_residents,
        case when points.period_type = 'Y' then 1.0 else 1.0 / 12 end * latest.streak_length as streak_years
    from latest
    inner join points
        on
            latest.indicator_id = points.indicator_id
            and latest.area_id = points.area_id
            and latest.period_type = points.period_type
            and latest.position = points.position
    left join points as starts
        on
            latest.indicator_id = starts.indicator_id
            and latest.area_id = starts.area_id
            and latest.period_type = starts.period_type
            and latest.streak_start - 1 = starts.position
            and latest.move != 0

),

tested as (

    select
        *,
        case
            when value_kind = 'share'
                then {{ two_shares_z('numerator', 'denominator', 'start_numerator', 'start_denominator') }}
            when residents > 0 and start_residents > 0
                then {{ two_counts_z(
                    'numerator', 'days * residents', 'start_numerator', 'start_days * start_residents'
                ) }}
            else {{ two_counts_z('numerator', 'days', 'start_numerator', 'start_days') }}
        end as streak_z
    from with_start

),

final as (

    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        period_start,
        value,
        case move when 1 then 'up' when -1 then 'down' when 0 then 'level' end as direction,
        case when move = 0 then 0 else streak_length end as streak_length,
        start_period_id,
        start_value,
        case
            when value_kind = 'share' then value - start_value
            else {{ relative_change('value', 'start_value') }}
        end as total_change,
        case when value_kind != 'share' then {{ compound_growth('start_value', 'value', 'streak_years') }} end
            as compound_rate,
        case when move != 0 then {{ chance_of_streak('streak_length') }} end as chance,
        streak_z,
        {{ verdict('streak_z', z_value('95')) }} as streak_verdict,
        case
            when confident_move is null then cast(null as bigint)
            when confident_move = 0 then 0
            else confident_length
        end as confident_length,
        case when move is null then 'not_collected' else 'ok' end as streak_status,
        {{ method_version() }} as method_version,
        as_of
    from tested
    order by indicator_id, area_id, period_type

)

select * from final
