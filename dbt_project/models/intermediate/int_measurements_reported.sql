{{ config(materialized='view') }}

-- What agencies count themselves, as reported. Only of indicators that no rows fill, so that a figure told never stands
-- in the place of one that was counted; and none that is only bounded ("80余"), which is no value.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

reported as (

    select * from {{ ref('stg_reported_indicators') }}

),

measurements as (

    select
        reported.indicator_id,
        reported.area_id,
        reported.period_type,
        reported.period_id,
        reported.document,
        reported.denominator,
        case
            when indicators.value_kind = 'count' then coalesce(reported.numerator, reported.value)
            else reported.numerator
        end as numerator,
        case when indicators.value_kind = 'share' then reported.value end as published_share
    from reported
    inner join indicators on reported.indicator_id = indicators.indicator_id
    where
        indicators.feed = 'reported_indicators'
        and coalesce(reported.bound, 'eq') = 'eq'

),

-- Where two documents tell of one figure, the one that tells what it was counted from.
told_best as (

    select *
    from measurements
    where numerator is not null or published_share is not null
    qualify row_number() over (
        partition by indicator_id, area_id, period_type, period_id
        order by denominator nulls last, numerator nulls last, document
    ) = 1

),

final as (

    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        numerator,
        denominator,
        published_share,
        true as is_complete
    from told_best

)

select * from final
