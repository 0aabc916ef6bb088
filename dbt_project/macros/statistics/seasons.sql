{#- Classical seasonal decomposition of monthly series. -#}

{% macro classical_decomposition(relation, partition_by, position, month_of_year, value, form='additive') -%}
    {%- if form not in ['additive', 'log'] -%}
        {{ exceptions.raise_compiler_error("classical_decomposition knows additive and log, not '" ~ form ~ "'") }}
    {%- endif -%}
    {%- set y = double(value) if form == 'additive' else 'case when ' ~ value ~ ' >= 0 then ln(' ~ double(value) ~ ' + 0.5) end' -%}
    {%- set window = partition_of(partition_by) ~ ' order by ' ~ position ~ ' range between ' -%}
    {%- set thirteen = 'over (' ~ window ~ '6 preceding and 6 following)' -%}
    {%- set eleven = 'over (' ~ window ~ '5 preceding and 5 following)' -%}
    {%- set whole = 'over (' ~ partition_of(partition_by) ~ ')' -%}
    {%- set by_month = 'over (' ~ partition_of(partition_by + [month_of_year]) ~ ')' -%}
    select
        decomposed.*,
        {%- if form == 'additive' %}
        fitted_trend as trend,
        fitted_season as seasonal,
        level - fitted_season as seasonally_adjusted,
        level - fitted_trend - fitted_season as remainder
        {%- else %}
        exp(fitted_trend) - 0.5 as trend,
        exp(fitted_season) as seasonal,
        exp(level - fitted_season) - 0.5 as seasonally_adjusted,
        exp(level - fitted_trend - fitted_season) as remainder
        {%- endif %}
    from (
        select
            month_means.*,
            -- Centred on 0 over the twelve months, each counted once however many rows it has.
            case
                when count(case when is_first_of_month then month_mean end) {{ whole }} = 12
                    then month_mean - sum(case when is_first_of_month then month_mean end) {{ whole }} / 12
            end as fitted_season
        from (
            select
                trends.*,
                avg(level - fitted_trend) {{ by_month }} as month_mean,
                row_number() over ({{ partition_of(partition_by + [month_of_year]) }} order by {{ position }}) = 1
                    as is_first_of_month
            from (
                select
                    levels.*,
                    case
                        when count(level) {{ whole }} >= 36 and count(level) {{ thirteen }} = 13
                            then (sum(level) {{ thirteen }} + sum(level) {{ eleven }}) / 24
                    end as fitted_trend
                from (
                    select
                        series.*,
                        {{ y }} as level
                    from {{ relation }} as series
                ) as levels
            ) as trends
        ) as month_means
    ) as decomposed
{%- endmacro %}
