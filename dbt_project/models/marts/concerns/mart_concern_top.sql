{%- set wave = ['wave_id', 'period_type', 'period_id', 'period_start', 'period_end'] -%}

-- What people worry about, in order. A person names several concerns, so that shares add up to more than one.
with

survey_concerns as (

    select * from {{ ref('stg_survey_concerns') }}

),

rectifications as (

    select * from {{ ref('stg_rectifications') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

population as (

    select * from {{ ref('int_area_population') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'survey_concerns'

),

own as (

    select
        {{ wave | join(', ') }},
        area_id,
        concern_id,
        'answers' as estimation,
        answers,
        coalesce({{ share('mentions_weight', 'answers_weight') }}, {{ share('mentions', 'answers') }}) as rate,
        cast(answers as double) as effective_answers,
        case when answers = 0 then 'no_denominator' else 'ok' end as obstacle
    from survey_concerns

),

-- An area that was not asked itself has the rates of its residential parts, weighted by residents, if each is known.
asked as (

    select distinct
        wave_id,
        area_id
    from own

),

wholes as (

    select distinct
        parents.area_id,
        parents.hierarchy,
        {{ columns_of('own', wave) }}
        own.concern_id
    from own
    inner join areas on own.area_id = areas.area_id
    inner join areas as parents
        on
            areas.parent_area_id = parents.area_id
            and areas.hierarchy = parents.hierarchy
    left join asked
        on
            parents.area_id = asked.area_id
            and own.wave_id = asked.wave_id
    where asked.area_id is null

),

parts as (

    select
        {{ columns_of('wholes', wave) }}
        wholes.area_id,
        wholes.concern_id,
        population.persons,
        own.answers,
        own.rate,
        {{ share_variance('own.rate * own.answers', 'own.answers') }} as variance
    from wholes
    inner join areas
        on
            wholes.area_id = areas.parent_area_id
            and wholes.hierarchy = areas.hierarchy
            and wholes.period_end between areas.bounds_from and areas.bounds_to
    left join population
        on
            areas.area_id = population.area_id
            and {{ month_start('wholes.period_end') }} = population.month
    left join own
        on
            areas.area_id = own.area_id
            and wholes.wave_id = own.wave_id
            and wholes.concern_id = own.concern_id
    where areas.is_residential and not areas.is_unknown

),

whole_rates as (

    select
        {{ wave | join(', ') }},
        area_id,
        concern_id,
        sum(answers) as answers,
        {{ population_weighted_mean('rate', 'persons') }} as rate,
        {{ population_weighted_variance('variance', 'persons') }} as variance,
        case
            when count(answers) < count(*) then 'not_collected'
            when count(persons) < count(*) then 'no_population'
            when count(rate) < count(*) then 'no_denominator'
            else 'ok'
        end as obstacle
    from parts
    group by {{ wave | join(', ') }}, area_id, concern_id

),

combined as (

    select * from own

    union all

    select
        {{ wave | join(', ') }},
        area_id,
        concern_id,
        'population_weighted' as estimation,
        answers,
        rate,
        coalesce({{ effective_sample('rate', 'variance') }}, cast(answers as double)) as effective_answers,
        obstacle
    from whole_rates

),

judged as (

    select
        combined.*,
        round(combined.rate, 3) as published_rate,
        case
            when combined.obstacle != 'ok' then combined.obstacle
            when least(combined.answers, combined.effective_answers) < thresholds.minimum_sample then 'sample_too_small'
            else 'ok'
        end as interval_status,
        thresholds.z_95
    from combined
    cross join thresholds

),

-- Equal as published is a tie; at the third place all of them are in the first three.
placed as (

    select
        *,
        case
            when interval_status = 'ok'
                then rank() over (partition by wave_id, area_id, interval_status order by published_rate desc)
        end as place,
        interval_status = 'ok'
        and count(*) over (partition by wave_id, area_id, interval_status, published_rate) > 1 as is_tied
    from judged

),

wave_dates as (

    select
        area_id,
        wave_id,
        lead(period_start) over (
            partition by
                area_id, period_type, left(wave_id, greatest(length(wave_id) - length(period_id), 0))
            order by period_start
        ) as next_start
    from (
        select distinct
            {{ wave | join(', ') }},
            area_id
        from placed
    ) as waves

),

listed as (

    select
        rectifications.concern_id,
        rectifications.opened_on,
        rectifications.done_on,
        rectifications.area_id,
        areas.parent_area_id
    from rectifications
    inner join areas on rectifications.area_id = areas.area_id

),

-- Items of the area, of the one around it and of its parts that were on the list between this wave and the next.
items as (

    select
        placed.area_id,
        placed.wave_id,
        placed.concern_id,
        count(*) as items
    from placed
    inner join areas on placed.area_id = areas.area_id
    inner join wave_dates
        on
            placed.area_id = wave_dates.area_id
            and placed.wave_id = wave_dates.wave_id
    inner join listed
        on
            placed.concern_id = listed.concern_id
            and (
                placed.area_id = listed.area_id
                or placed.area_id = listed.parent_area_id
                or areas.parent_area_id = listed.area_id
            )
            and (wave_dates.next_start is null or wave_dates.next_start > listed.opened_on)
            and (listed.done_on is null or placed.period_start <= listed.done_on)
    group by placed.area_id, placed.wave_id, placed.concern_id

),

final as (

    select
        placed.area_id,
        placed.wave_id,
        placed.period_type,
        placed.period_id,
        placed.period_start,
        placed.period_end,
        placed.concern_id,
        placed.place,
        placed.is_tied,
        coalesce(placed.place <= 3, false) as is_top_three,
        placed.estimation,
        case when placed.interval_status = 'ok' then placed.rate end as rate,
        case when placed.interval_status = 'ok' then placed.rate * placed.effective_answers end as numerator,
        case
            when placed.interval_status = 'ok' then placed.effective_answers
            else cast(placed.answers as double)
        end as denominator,
        case
            when placed.interval_status = 'ok'
                then {{ wilson_lower(
                    'placed.rate * placed.effective_answers', 'placed.effective_answers', 'placed.z_95'
                ) }}
        end as lower,
        case
            when placed.interval_status = 'ok'
                then {{ wilson_upper(
                    'placed.rate * placed.effective_answers', 'placed.effective_answers', 'placed.z_95'
                ) }}
        end as upper,
        placed.interval_status,
        items.items is not null as is_on_list,
        coalesce(items.items, 0) as items_on_list,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from placed
    left join items
        on
            placed.area_id = items.area_id
            and placed.wave_id = items.wave_id
            and placed.concern_id = items.concern_id
    left join feed_dates on 1 = 1
    order by placed.wave_id, placed.area_id, placed.place nulls last, placed.concern_id

)

select * from final
