{#- Early warning: is the latest period out of line with those before? `position` numbers the periods of a series without
    gaps; a period that is missing leaves the limits that need it null. -#}

{% macro ears(relation, partition_by, position, value, z, z_c3) -%}
    {%- set baselines = {
        'c1': 'range between 7 preceding and 1 preceding', 'c2': 'range between 9 preceding and 3 preceding',
    } -%}
    {%- set window = partition_of(partition_by) ~ ' order by ' ~ position -%}
    {%- set three_periods = 'over (' ~ window ~ ' range between 2 preceding and current row)' -%}
    {%- set excess = 'greatest(0.0, c2_statistic - 1)' -%}
    select
        alarms.*,
        case when c2_statistic is not null then {{ value }} > c2_limit end as c2_alarm,
        case when c2_statistic is not null then c3_statistic > {{ z_c3 }} end as c3_alarm
    from (
        select
            statistics.*,
            {{ value }} > c1_limit as c1_alarm,
            case
                when count(c2_statistic) {{ three_periods }} = 3
                    then sum({{ excess }}) {{ three_periods }}
            end as c3_statistic
        from (
            select
                baselines.*,
                c1_mean + {{ z }} * c1_sd as c1_limit,
                c2_mean + {{ z }} * c2_sd as c2_limit,
                ({{ value }} - c2_mean) / nullif(c2_sd, 0) as c2_statistic
            from (
                select
                    series.*
                    {%- for name, frame in baselines.items() %},
                    {%- set over = 'over (' ~ window ~ ' ' ~ frame ~ ')' %}
                    case
                        when count({{ value }}) {{ over }} = 7 then avg({{ double(value) }}) {{ over }}
                    end as {{ name }}_mean,
                    case
                        when count({{ value }}) {{ over }} = 7
                            then {{ floored_sd(
                                'stddev_samp(' ~ double(value) ~ ') ' ~ over, 'avg(' ~ double(value) ~ ') ' ~ over
                            ) }}
                    end as {{ name }}_sd
                    {%- endfor %}
                from {{ relation }} as series
            ) as baselines
        ) as statistics
    ) as alarms
{%- endmacro %}

{% macro floored_sd(sd, mean) -%}
    {#- A baseline that never varied would sound at anything. -#}
    case when {{ sd }} > 0 then {{ sd }} when {{ sd }} = 0 then greatest(sqrt(greatest({{ mean }}, 0)), 0.5) end
{%- endmacro %}

{% macro historical_limits(relation, partition_by, position, value, season_length, z, years=5, spread=1) -%}
    {%- set lags = [] -%}
    {%- for year in range(1, years + 1) -%}
        {%- for shift in range(-spread, spread + 1) -%}
            {%- do lags.append(year * season_length + shift) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set past = double('past.' ~ value) -%}
    {%- set complete = 'count(past.' ~ value ~ ') = ' ~ lags | length -%}
    {%- set reach = double(z) ~ ' * stddev_samp(' ~ past ~ ') * sqrt(1 + 1.0 / ' ~ lags | length ~ ')' -%}
    {%- set keys = columns_of('series', partition_by + [position]) -%}
    select
        {{ keys }}
        count(past.{{ value }}) as history_values,
        case when {{ complete }} then avg({{ past }}) end as history_mean,
        case when {{ complete }} then avg({{ past }}) - {{ reach }} end as history_lower,
        case when {{ complete }} then avg({{ past }}) + {{ reach }} end as history_upper
    from {{ relation }} as series
    left join {{ relation }} as past
        on
            {{ same_columns('series', 'past', partition_by) }}
            and series.{{ position }} - past.{{ position }} in ({{ lags | join(', ') }})
    group by {{ keys.strip().rstrip(',') }}
{%- endmacro %}

{% macro cusum(relation, partition_by, position, z_score, reference='0.5') -%}
    {#- S = max(0, S before + z − k) without recursion: the running sum less the lowest it has been, 0 included. -#}
    {%- set window = partition_of(partition_by) ~ ' order by ' ~ position ~ ' rows unbounded preceding' -%}
    select
        sums.*,
        running_sum - least(0.0, min(running_sum) over ({{ window }})) as cusum
    from (
        select
            scores.*,
            sum(coalesce({{ double(z_score) }} - {{ reference }}, 0)) over ({{ window }}) as running_sum
        from {{ relation }} as scores
    ) as sums
{%- endmacro %}
