{#- Ranks as sets: who is surely better, who surely worse. Higher values are better; callers turn the sign of an indicator
    where less is good. -#}

{% macro surely_apart(value, variance, other_value, other_variance, z_squared) -%}
    pow({{ other_value }} - {{ value }}, 2) > {{ z_squared }} * ({{ variance }} + {{ other_variance }})
{%- endmacro %}

{% macro rank_intervals(relation, partition_by, key, value, published, variance) -%}
    {#- Areas that tie as published are never told apart, so that a rank lies in its own set. -#}
    {%- set keys = columns_of('pairs', partition_by + [key]) -%}
    with

    ranked as (

        select
            areas.*,
            rank() over ({{ partition_of(partition_by) }} order by {{ published }} desc) as rank,
            count(*) over ({{ partition_of(partition_by) }}) as areas_ranked,
            count({{ variance }}) over ({{ partition_of(partition_by) }}) as variances_known
        from {{ relation }} as areas
        where {{ value }} is not null and {{ published }} is not null

    ),

    critical as (

        select
            ranked.*,
            pow({{ bonferroni_z('greatest(areas_ranked - 1, 1)') }}, 2) as z_squared_marginal,
            pow({{ bonferroni_z('greatest(cast(areas_ranked as double) * (areas_ranked - 1) / 2, 1)') }}, 2)
                as z_squared_simultaneous
        from ranked

    ),

    pairs as (

        select
            {{ columns_of('one', partition_by + [key]) }}
            one.rank,
            one.areas_ranked,
            one.areas_ranked = one.variances_known as is_known,
            other.{{ published }} > one.{{ published }} as is_behind,
            other.{{ published }} < one.{{ published }} as is_ahead,
            {{ surely_apart(
                'one.' ~ value, 'one.' ~ variance, 'other.' ~ value, 'other.' ~ variance, 'one.z_squared_marginal'
            ) }} as is_apart,
            {{ surely_apart(
                'one.' ~ value, 'one.' ~ variance, 'other.' ~ value, 'other.' ~ variance, 'one.z_squared_simultaneous'
            ) }} as is_apart_in_all
        from critical as one
        inner join ranked as other on {{ same_columns('one', 'other', partition_by) }}

    )

    select
        {{ keys }}
        rank,
        areas_ranked,
        case when is_known then 1 + count(case when is_behind and is_apart then 1 end) end as rank_lower,
        case when is_known then areas_ranked - count(case when is_ahead and is_apart then 1 end) end as rank_upper,
        case when is_known then 1 + count(case when is_behind and is_apart_in_all then 1 end) end as simultaneous_lower,
        case when is_known then areas_ranked - count(case when is_ahead and is_apart_in_all then 1 end) end
            as simultaneous_upper,
        case
            when is_known
                then cast(count(case when is_ahead and is_apart then 1 end) as double) / nullif(areas_ranked - 1, 0)
        end as pairs_surely_won
    from pairs
    group by {{ keys }} rank, areas_ranked, is_known
{%- endmacro %}

{% macro top_k_claim(rank_lower, rank_upper, k) -%}
    case
        when {{ rank_upper }} <= {{ k }} then 'confident'
        when {{ rank_lower }} <= {{ k }} then 'not_excluded'
        when {{ rank_lower }} > {{ k }} then 'excluded'
    end
{%- endmacro %}

{% macro copeland(relation, partition_by, key, component, score, weight) -%}
    {%- set scope = columns_of('one', partition_by) -%}
    {%- set gain = 'sum(case when one.' ~ score ~ ' > other.' ~ score ~ ' then one.' ~ weight
        ~ ' when one.' ~ score ~ ' < other.' ~ score ~ ' then -one.' ~ weight ~ ' else 0 end)' -%}
    select
        {{ columns_of('pairs', partition_by + [key]) }}
        avg(case when pairs.gain > 0 then 1.0 when pairs.gain = 0 then 0.5 when pairs.gain < 0 then 0.0 end)
            as share_of_pairs_won
    from (
        select
            {{ scope }}
            one.{{ key }},
            other.{{ key }} as rival,
            {{ gain }} as gain
        from {{ relation }} as one
        inner join {{ relation }} as other
            on {{ same_columns('one', 'other', partition_by + [component]) }} and one.{{ key }} != other.{{ key }}
        group by {{ scope }} one.{{ key }}, other.{{ key }}
    ) as pairs
    group by {{ columns_of('pairs', partition_by) }} pairs.{{ key }}
{%- endmacro %}
