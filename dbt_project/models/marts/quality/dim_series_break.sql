with

series_breaks as (

    select * from {{ ref('stg_series_breaks') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

-- A break of a feed is one of each indicator that the feed fills.
final as (

    select
        series_breaks.break_number,
        indicators.indicator_id,
        series_breaks.level_id,
        series_breaks.breaks_on,
        series_breaks.reason_zh,
        series_breaks.reason_en
    from series_breaks
    inner join indicators
        on
            series_breaks.indicator_id = indicators.indicator_id
            or series_breaks.feed = indicators.feed
    order by indicators.indicator_id, series_breaks.breaks_on, series_breaks.break_number

)

select * from final
