{#- Small numbers. Two rules that have nothing to do with each other: what may not be shown lest it point at somebody
    (disclosure), and what should not be shown because it rests on too little (stability). -#}

{% macro is_disclosive(events, least_shown) -%}
    {#- None is no secret. -#}
    coalesce({{ events }} > 0 and {{ events }} < {{ least_shown }}, false)
{%- endmacro %}

{% macro suppression(relation, partition_by, key, events, least_shown, is_sensitive='true') -%}
    {#- Exactly one hidden part could be had by subtraction from the total: the next smallest part is hidden, too, zeros
        last; of equal ones the first by key. Where there is none, the total must go. -#}
    {%- set siblings = partition_of(partition_by) -%}
    {%- set candidate = 'not is_hidden_itself and ' ~ events ~ ' is not null' -%}
    select
        counted.*,
        case
            when is_hidden_itself then 'disclosure'
            when is_alone and {{ candidate }} and candidate_number = 1 then 'complementary'
        end as suppressed_by,
        case when not is_hidden_itself and not (is_alone and {{ candidate }} and candidate_number = 1) then {{ events }} end
            as shown_events,
        is_alone and candidates = 0 as total_discloses
    from (
        select
            flagged.*,
            count(case when is_hidden_itself then 1 end) over ({{ siblings }}) = 1 as is_alone,
            count(case when {{ candidate }} then 1 end) over ({{ siblings }}) as candidates,
            row_number() over (
                {{ siblings }}
                order by
                    case when {{ candidate }} then 0 else 1 end,
                    case when {{ events }} = 0 then 1 else 0 end,
                    {{ events }},
                    {{ key }}
            ) as candidate_number
        from (
            select
                parts.*,
                {{ is_disclosive(events, least_shown) }} and {{ is_sensitive }} as is_hidden_itself
            from {{ relation }} as parts
        ) as flagged
    ) as counted
{%- endmacro %}

{% macro relative_standard_error(events) -%}
    case when {{ events }} > 0 then 1 / sqrt(greatest({{ double(events) }}, 1e-300)) end
{%- endmacro %}

{% macro rate_stability(events, denominator) -%}
    {#- 20 events have a relative standard error of 22 %, 16 have 25 %: the first rule includes the second. -#}
    case
        when {{ events }} is null or {{ denominator }} is null then cast(null as string)
        when {{ events }} < 5 or {{ denominator }} < 30 then 'hide'
        when {{ events }} < 20 then 'unstable'
        else 'stable'
    end
{%- endmacro %}

{% macro share_stability(share, standard_error) -%}
    {#- Rule of the National Survey on Drug Use and Health, with the rarer side for p. At 0 % and 100 % ln p has no error
        to speak of. -#}
    {%- set p = 'least(' ~ double(share) ~ ', 1 - ' ~ double(share) ~ ')' -%}
    case
        when {{ share }} is null or {{ standard_error }} is null then cast(null as string)
        when {{ share }} <= 0 or {{ share }} >= 1 then 'hide'
        when {{ double(standard_error) }} / ({{ p }} * -ln({{ p }})) > 0.175 then 'hide'
        else 'stable'
    end
{%- endmacro %}
