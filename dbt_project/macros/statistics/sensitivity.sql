{#- How much a composite ranking hangs on its weights and on single components. -#}

{% macro weight_sets(relation, partition_by, component, weight, sets=200, spread=0.25) -%}
    {#- Weights × U(1 − spread, 1 + spread), where U is Richtmyer's sequence: multiples of the square roots of primes less
        their whole part fill the range evenly and come out alike on every engine. Set 0 are the weights themselves. -#}
    {%- set primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97] -%}
    {%- set multiple -%}
        numbers.number * case components.component_number
            {%- for prime in primes %}
            when {{ loop.index }} then sqrt({{ double(prime) }})
            {%- endfor %}
        end
    {%- endset -%}
    {%- set drawn = double(weight) ~ ' * (' ~ (1 - spread) ~ ' + ' ~ (2 * spread) ~ ' * (' ~ multiple ~ ' - floor(' ~ multiple ~ ')))' -%}
    select
        {{ columns_of('drawn_weights', partition_by) }}
        drawn_weights.weight_set,
        drawn_weights.{{ component }},
        drawn_weights.drawn_weight
        / nullif(sum(drawn_weights.drawn_weight) over (
            {{ partition_of(partition_by + ['weight_set']) }}
        ), 0) as weight
    from (
        select
            {{ columns_of('components', partition_by) }}
            numbers.number as weight_set,
            components.{{ component }},
            {{ drawn }} as drawn_weight
        from (
            select
                nominal.*,
                row_number() over ({{ partition_of(partition_by) }} order by {{ component }}) as component_number
            from {{ relation }} as nominal
        ) as components
        cross join ({{ whole_numbers(sets) }}) as numbers

        union all

        select
            {{ columns_of('nominal', partition_by) }}
            0 as weight_set,
            nominal.{{ component }},
            {{ double(weight) }} as drawn_weight
        from {{ relation }} as nominal
    ) as drawn_weights
{%- endmacro %}

{% macro rank_under_weights(scores, weight_sets, partition_by, area, component, score) -%}
    {#- Higher scores are better; an area that lacks a component has no index and no rank. -#}
    select
        indices.*,
        case
            when index_value is not null
                then rank() over (
                    {{ partition_of(partition_by + ['weight_set']) }} order by index_value desc nulls last
                )
        end as rank
    from (
        select
            {{ columns_of('scored', partition_by) }}
            scored.{{ area }},
            weighted.weight_set,
            {{ weighted_arithmetic_mean('scored.' ~ score, 'weighted.weight') }} as index_value
        from {{ scores }} as scored
        inner join {{ weight_sets }} as weighted on scored.{{ component }} = weighted.{{ component }}
        group by {{ columns_of('scored', partition_by) }} scored.{{ area }}, weighted.weight_set
    ) as indices
{%- endmacro %}

{% macro rank_sensitivity(ranks, partition_by, area, top_k) -%}
    {%- set keys = columns_of('drawn_ranks', partition_by + [area]) -%}
    select
        {{ keys }}
        {%- for name, fraction in {'rank_p5': 0.05, 'rank_median': 0.5, 'rank_p95': 0.95}.items() %}
        {{ quantile_of('drawn_ranks.rank', fraction) }} as {{ name }},
        {%- endfor %}
        min(drawn_ranks.rank) as rank_best,
        max(drawn_ranks.rank) as rank_worst,
        avg(case when drawn_ranks.rank <= {{ top_k }} then 1.0 else 0.0 end) as share_of_sets_in_top
    from {{ ranks }} as drawn_ranks
    where drawn_ranks.weight_set > 0 and drawn_ranks.rank is not null
    group by {{ keys.strip().rstrip(',') }}
{%- endmacro %}

{% macro leave_one_out(scores, partition_by, area, component, score, weight) -%}
    {%- set keys = columns_of('left_out', partition_by) -%}
    select
        {{ keys }}
        left_out.{{ component }},
        avg(abs(cast(left_out.rank_without as double) - left_out.rank_with)) as mean_absolute_rank_shift
    from (
        select
            indices.*,
            rank() over ({{ partition_of(partition_by + [component]) }} order by index_with desc) as rank_with,
            rank() over ({{ partition_of(partition_by + [component]) }} order by index_without desc) as rank_without
        from (
            select
                {{ columns_of('dropped', partition_by) }}
                dropped.{{ area }},
                dropped.{{ component }},
                {{ weighted_arithmetic_mean('kept.' ~ score, 'kept.' ~ weight) }} as index_with,
                {{ weighted_arithmetic_mean(
                    'kept.' ~ score,
                    'case when kept.' ~ component ~ ' = dropped.' ~ component ~ ' then 0 else kept.' ~ weight ~ ' end'
                ) }} as index_without
            from {{ scores }} as dropped
            inner join {{ scores }} as kept on {{ same_columns('dropped', 'kept', partition_by + [area]) }}
            group by {{ columns_of('dropped', partition_by) }} dropped.{{ area }}, dropped.{{ component }}
        ) as indices
        where index_with is not null and index_without is not null
    ) as left_out
    group by {{ keys }} left_out.{{ component }}
{%- endmacro %}
