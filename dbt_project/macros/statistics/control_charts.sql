{#- Shewhart charts: centre, three-sigma limits, and runs that chance would hardly make. -#}

{% macro control_chart(relation, kind, partition_by, position, value, size=none) -%}
    {%- set over = 'over (' ~ partition_of(partition_by) ~ ')' -%}
    {%- set in_order = 'over (' ~ partition_of(partition_by) ~ ' order by ' ~ position ~ ')' -%}
    {%- set x = double(value) -%}
    {%- set n = double(size if size else 1) -%}
    {%- set charts = {
        'c': {'plotted': x, 'centre': 'avg(' ~ x ~ ') ' ~ over, 'sigma': 'sqrt(greatest(centre, 0))', 'least': '0.0'},
        'u': {'sigma': 'sqrt(greatest(centre, 0) / nullif(' ~ n ~ ', 0))', 'least': '0.0'},
        'p': {'sigma': 'sqrt(greatest(centre * (1 - centre), 0) / nullif(' ~ n ~ ', 0))', 'least': '0.0', 'most': '1.0'},
        'xmr': {'plotted': x, 'centre': 'avg(' ~ x ~ ') ' ~ over, 'sigma': '2.66 / 3 * average_move'},
    } -%}
    {%- if kind not in charts -%}
        {{ exceptions.raise_compiler_error('control_chart knows ' ~ charts | join(', ') ~ ", not '" ~ kind ~ "'") }}
    {%- endif -%}
    {%- if kind in ['u', 'p'] and not size -%}
        {{ exceptions.raise_compiler_error('control_chart needs the column `size` for a ' ~ kind ~ '-chart') }}
    {%- endif -%}
    {%- set chart = charts[kind] -%}
    {%- set ratio = {
        'plotted': x ~ ' / nullif(' ~ n ~ ', 0)',
        'centre': 'sum(case when ' ~ size ~ ' > 0 then ' ~ x ~ ' end) ' ~ over
            ~ ' / nullif(sum(case when ' ~ value ~ ' is not null then ' ~ n ~ ' end) ' ~ over ~ ', 0)',
    } -%}
    {%- set lower = 'centre - 3 * sigma' -%}
    {%- set upper = 'centre + 3 * sigma' -%}
    select
        limited.*,
        case when plotted is not null and sigma is not null then plotted < lower_limit or plotted > upper_limit end
            as is_out
    from (
        select
            deviations.*,
            case
                when sigma is not null then {{ 'greatest(' ~ chart['least'] ~ ', ' ~ lower ~ ')' if chart.get('least') else lower }}
            end as lower_limit,
            case
                when sigma is not null then {{ 'least(' ~ chart['most'] ~ ', ' ~ upper ~ ')' if chart.get('most') else upper }}
            end as upper_limit
        from (
            select
                averages.*,
                {{ chart.sigma }} as sigma
            from (
                select
                    moves.*,
                    {{ chart.get('centre', ratio.centre) }} as centre,
                    avg(move) {{ over }} as average_move
                from (
                    select
                        series.*,
                        {{ chart.get('plotted', ratio.plotted) }} as plotted,
                        abs({{ x }} - lag({{ x }}) {{ in_order }}) as move
                    from {{ relation }} as series
                ) as moves
            ) as averages
        ) as deviations
    ) as limited
{%- endmacro %}

{% macro runs(relation, partition_by, position, state) -%}
    {#- Gaps and islands: position less the count of the same state so far stays the same within a run. A missing period
        ends it. -#}
    select
        islands.*,
        case
            when {{ state }} is not null
                then count(*) over (
                    {{ partition_of(partition_by + [state, 'island']) }} order by {{ position }}
                )
        end as run_length,
        case
            when {{ state }} is not null
                then min({{ position }}) over ({{ partition_of(partition_by + [state, 'island']) }})
        end as run_start
    from (
        select
            states.*,
            {{ position }}
            - row_number() over ({{ partition_of(partition_by + [state]) }} order by {{ position }}) as island
        from {{ relation }} as states
    ) as islands
{%- endmacro %}

{% macro run_signal(side_run_length, side, move_run_length, move) -%}
    {#- A row of six points has five moves. -#}
    case
        when {{ side_run_length }} >= 8 and {{ side }} != 0 then 'eight_on_one_side'
        when {{ move_run_length }} >= 5 and {{ move }} > 0 then 'six_rising'
        when {{ move_run_length }} >= 5 and {{ move }} < 0 then 'six_falling'
    end
{%- endmacro %}
