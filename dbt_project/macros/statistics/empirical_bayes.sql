{#- Empirical Bayes rates: what is left of an area's difference from the mean when chance is taken out. For order and
    colour, never in the place of the count. -#}

{% macro empirical_bayes(relation, partition_by, events, exposure, family='poisson') -%}
    {%- if family not in ['poisson', 'binomial'] -%}
        {{ exceptions.raise_compiler_error("empirical_bayes knows the families poisson and binomial, not '" ~ family ~ "'") }}
    {%- endif -%}
    {%- set over = 'over (' ~ partition_of(partition_by) ~ ')' -%}
    {%- set used = 'case when raw_rate is not null then ' ~ double(exposure) ~ ' end' -%}
    {%- set noise = {'poisson': 'eb_mean', 'binomial': 'eb_mean * (1 - eb_mean)'}[family] -%}
    {%- set possible = {
        'poisson': events ~ ' >= 0', 'binomial': events ~ ' between 0 and ' ~ exposure,
    }[family] -%}
    {#- Of a share that varies, part of m(1 − m) is the variance between areas (Martuzzi and Elliott 1996). -#}
    {%- set own_noise = {'poisson': noise, 'binomial': '(' ~ noise ~ ' - eb_spread)'}[family] -%}
    select
        weighted.*,
        case when raw_rate is not null then eb_mean + eb_weight * (raw_rate - eb_mean) end as eb_rate
    from (
        select
            moments.*,
            case
                when raw_rate is null then cast(null as double)
                when eb_variance > 0
                    then eb_variance / nullif(eb_variance + {{ own_noise }} / nullif({{ double(exposure) }}, 0), 0)
                else 0.0
            end as eb_weight
        from (
            select
                spreads.*,
                case
                    when eb_spread is not null
                        then greatest(0.0, eb_spread - {{ noise }} / nullif(avg({{ used }}) {{ over }}, 0))
                end as eb_variance
            from (
                select
                    means.*,
                    sum({{ used }} * pow(raw_rate - eb_mean, 2)) {{ over }}
                    / nullif(sum({{ used }}) {{ over }}, 0) as eb_spread
                from (
                    select
                        rates.*,
                        sum(case when raw_rate is not null then {{ double(events) }} end) {{ over }}
                        / nullif(sum({{ used }}) {{ over }}, 0) as eb_mean
                    from (
                        select
                            areas.*,
                            {{ rate(
                                'case when ' ~ possible ~ ' then ' ~ events ~ ' end', exposure, 1
                            ) }} as raw_rate
                        from {{ relation }} as areas
                    ) as rates
                ) as means
            ) as spreads
        ) as moments
    ) as weighted
{%- endmacro %}
