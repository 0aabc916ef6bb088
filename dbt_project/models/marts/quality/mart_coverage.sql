-- What is there and what is missing: of the periods between the first and the last that the city has of an indicator,
-- those that an area has.
with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where not is_unknown

),

periods as (

    select * from {{ ref('int_periods') }}

),

valued as (

    select
        indicator_values.*,
        areas.level_id
    from indicator_values
    inner join areas on indicator_values.area_id = areas.area_id
    -- What was told late of an area that had ended is no period of it.
    where
        areas.bounds_from <= indicator_values.period_end
        and areas.bounds_to >= indicator_values.period_start

),

-- A level has an indicator from the first to the last period that any of its areas has it.
spans as (

    select
        indicator_id,
        level_id,
        period_type,
        min(period_start) as first_start,
        max(period_start) as last_start
    from valued
    group by indicator_id, level_id, period_type

),

-- Most indicators share their span with others: what areas could have in it is counted once.
different_spans as (

    select distinct
        level_id,
        period_type,
        first_start,
        last_start
    from spans

),

-- All areas of the level that were there, whether they ever have a value or not.
possible_in_span as (

    select
        different_spans.level_id,
        different_spans.period_type,
        different_spans.first_start,
        different_spans.last_start,
        areas.area_id,
        count(*) as periods_possible,
        bool_or(periods.period_start = different_spans.last_start) as is_on_last_roster
    from different_spans
    inner join areas on different_spans.level_id = areas.level_id
    inner join periods
        on
            different_spans.period_type = periods.period_type
            and periods.period_start between different_spans.first_start and different_spans.last_start
            and areas.bounds_from <= periods.period_end
            and areas.bounds_to >= periods.period_start
    group by
        different_spans.level_id, different_spans.period_type, different_spans.first_start,
        different_spans.last_start, areas.area_id

),

possible as (

    select
        spans.indicator_id,
        spans.level_id,
        spans.period_type,
        possible_in_span.area_id,
        possible_in_span.periods_possible,
        possible_in_span.is_on_last_roster
    from spans
    inner join possible_in_span
        on
            spans.level_id = possible_in_span.level_id
            and spans.period_type = possible_in_span.period_type
            and spans.first_start = possible_in_span.first_start
            and spans.last_start = possible_in_span.last_start

),

collected as (

    select
        indicator_id,
        level_id,
        period_type,
        area_id,
        min(period_start) as first_period_start,
        min_by(period_id, period_start) as first_period_id,
        max(period_end) as last_period_end,
        max_by(period_id, period_start) as last_period_id,
        count(*) as periods_collected,
        count(case when is_complete then 1 end) as periods_complete,
        count(value) as periods_shown,
        max(as_of) as as_of
    from valued
    group by indicator_id, level_id, period_type, area_id

),

last_values as (

    select
        valued.indicator_id,
        valued.level_id,
        valued.period_type,
        valued.area_id
    from valued
    inner join spans
        on
            valued.indicator_id = spans.indicator_id
            and valued.level_id = spans.level_id
            and valued.period_type = spans.period_type
            and valued.period_start = spans.last_start
    where valued.value is not null

),

rosters as (

    select
        possible.indicator_id,
        possible.level_id,
        possible.period_type,
        count(*) as roster_size,
        count(last_values.area_id) as roster_with_value
    from possible
    left join last_values
        on
            possible.indicator_id = last_values.indicator_id
            and possible.period_type = last_values.period_type
            and possible.area_id = last_values.area_id
    where possible.is_on_last_roster
    group by possible.indicator_id, possible.level_id, possible.period_type

),

final as (

    select
        possible.indicator_id,
        possible.area_id,
        possible.level_id,
        possible.period_type,
        collected.first_period_id,
        collected.first_period_start,
        collected.last_period_id,
        collected.last_period_end,
        possible.periods_possible,
        coalesce(collected.periods_collected, 0) as periods_collected,
        coalesce(collected.periods_complete, 0) as periods_complete,
        coalesce(collected.periods_shown, 0) as periods_shown,
        {{ share('coalesce(collected.periods_collected, 0)', 'possible.periods_possible') }} as collected_share,
        rosters.roster_size,
        rosters.roster_with_value,
        {{ share('rosters.roster_with_value', 'rosters.roster_size') }} as roster_share,
        {{ method_version() }} as method_version,
        collected.as_of
    from possible
    inner join rosters
        on
            possible.indicator_id = rosters.indicator_id
            and possible.level_id = rosters.level_id
            and possible.period_type = rosters.period_type
    left join collected
        on
            possible.indicator_id = collected.indicator_id
            and possible.period_type = collected.period_type
            and possible.area_id = collected.area_id
    order by possible.indicator_id, possible.period_type, possible.level_id, possible.area_id

)

select * from final
