with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

reported as (

    select * from {{ ref('stg_reported_indicators') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

rankings as (

    select * from {{ ref('mart_rankings') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

-- A figure of the same report is not its own check.
computed as (

    select indicator_values.*
    from indicator_values
    inner join indicators on indicator_values.indicator_id = indicators.indicator_id
    where indicators.feed != 'reported_indicators'

),

told as (

    select
        reported.*,
        -- More than one where a document gives a figure twice.
        row_number() over (
            partition by
                reported.indicator_id, reported.area_id, reported.period_type, reported.period_id,
                reported.scope, reported.document
            order by reported.value, reported.numerator, reported.rank
        ) as figure_number,
        indicators.value_kind,
        indicators.decimals,
        coalesce(
            reported.value,
            case indicators.value_kind
                when 'count' then reported.numerator
                else reported.numerator / nullif(reported.denominator, 0) * indicators.scale
            end
        ) as reported_value
    from reported
    inner join indicators on reported.indicator_id = indicators.indicator_id

),

beside as (

    select
        told.*,
        computed.value as computed_value,
        computed.numerator as computed_numerator,
        computed.denominator as computed_denominator,
        city_rankings.rank as computed_rank,
        city_rankings.areas_ranked as computed_roster_size,
        case
            when computed.area_id is null then 'not_collected'
            when not computed.is_complete then 'incomplete'
            when computed.value is null then computed.interval_status
            else 'ok'
        end as comparison_status,
        -- What half a unit of the last printed place may hide. A share is printed as a percentage.
        0.5 * pow(10, -(told.decimals + case told.value_kind when 'share' then 2 else 0 end)) + 1e-9 as half_a_place
    from told
    left join computed
        on
            told.indicator_id = computed.indicator_id
            and told.area_id = computed.area_id
            and told.period_type = computed.period_type
            and told.period_id = computed.period_id
    -- The city's own roster is scope `city`; nothing is known here of those of the province.
    left join rankings as city_rankings
        on
            told.scope = city_rankings.scope_id
            and told.scope = 'city'
            and told.indicator_id = city_rankings.indicator_id
            and told.area_id = city_rankings.area_id
            and told.period_type = city_rankings.period_type
            and told.period_id = city_rankings.period_id

),

final as (

    select
        beside.indicator_id,
        beside.area_id,
        beside.period_type,
        beside.period_id,
        beside.period_start,
        beside.period_end,
        coalesce(beside.document, '') as document,
        coalesce(beside.scope, '') as scope,
        beside.figure_number,
        beside.reported_value,
        coalesce(beside.bound, 'eq') as bound,
        beside.numerator,
        beside.denominator,
        beside.rank,
        beside.roster_size,
        beside.computed_value,
        beside.computed_numerator,
        beside.computed_denominator,
        beside.computed_rank,
        beside.computed_roster_size,
        case when beside.comparison_status = 'ok' then beside.reported_value - beside.computed_value end as difference,
        case
            when beside.comparison_status != 'ok' or beside.reported_value is null then cast(null as boolean)
            when beside.bound = 'ge' then beside.computed_value >= beside.reported_value - beside.half_a_place
            when beside.bound = 'le' then beside.computed_value <= beside.reported_value + beside.half_a_place
            -- "About" a figure is within five in a hundred of it.
            when beside.bound = 'approx'
                then abs(beside.computed_value - beside.reported_value) <= 0.05 * abs(beside.reported_value)
            else abs(beside.computed_value - beside.reported_value) <= beside.half_a_place
        end as agrees,
        beside.comparison_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from beside
    left join feed_dates on feed_dates.feed = 'reported_indicators'
    order by
        beside.indicator_id, beside.period_type, beside.period_start, beside.area_id, beside.scope, beside.document,
        beside.figure_number

)

select * from final
