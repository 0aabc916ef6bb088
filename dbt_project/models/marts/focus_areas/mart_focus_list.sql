{#- Months without being hot after which an area may leave the list: of a place that is hot every other month, six in a
    row are quiet once in 64 times. -#}
{%- set quiet_months = 6 -%}

-- Which areas may leave the list and which may enter it, by the last complete month.
with

hotspots as (

    select * from {{ ref('mart_hotspot') }}
    where is_complete

),

focus_areas as (

    select * from {{ ref('stg_focus_areas') }}
    where role = 'treated'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

last_month as (

    select max(month) as month from hotspots

),

-- An area that was on the list more than once: as it was last.
numbered_listings as (

    select
        focus_areas.area_id,
        focus_areas.programme,
        focus_areas.starts_on,
        focus_areas.ends_on,
        focus_areas.ends_on is null or focus_areas.ends_on >= last_day(last_month.month) as is_on_list,
        focus_areas.starts_on <= {{ add_months('last_month.month', 1 - quiet_months) }} as is_long_on_list,
        row_number() over (
            partition by focus_areas.area_id order by focus_areas.starts_on desc, focus_areas.programme asc
        ) as place
    from focus_areas
    cross join last_month
    where focus_areas.starts_on <= last_day(last_month.month)

),

listings as (

    select * from numbered_listings
    where place = 1

),

recent as (

    select
        hotspots.area_id,
        hotspots.category_id,
        count(hotspots.in_hot) as recent_months_judged,
        count(case when hotspots.in_hot then 1 end) as recent_months_in_hot
    from hotspots
    cross join last_month
    where hotspots.month > {{ add_months('last_month.month', -quiet_months) }}
    group by hotspots.area_id, hotspots.category_id

),

last_hot as (

    select
        area_id,
        category_id,
        max(month) as last_hot_month
    from hotspots
    where in_hot
    group by area_id, category_id

),

newest as (

    select hotspots.*
    from hotspots
    inner join last_month on hotspots.month = last_month.month

),

categories as (

    select distinct category_id from newest

),

-- Areas of the list whatever they are like, others where they stand out. A city without a list has no row.
considered as (

    select
        listings.area_id,
        categories.category_id
    from listings
    cross join categories

    union

    select
        area_id,
        category_id
    from newest
    where
        class in ('chronic', 'emerging')
        and exists (select 1 from focus_areas)

),

judged as (

    select
        considered.area_id,
        considered.category_id,
        last_month.month,
        listings.programme,
        listings.starts_on,
        listings.ends_on,
        coalesce(listings.is_on_list, false) as is_on_list,
        coalesce(listings.is_long_on_list, false) as is_long_on_list,
        newest.class,
        newest.months_in_hot,
        newest.months_judged,
        recent.recent_months_in_hot,
        recent.recent_months_judged,
        last_hot.last_hot_month,
        newest.calls_12_months,
        case
            when newest.area_id is null then 'not_comparable'
            when newest.hot_status != 'ok' then newest.hot_status
            when recent.recent_months_judged < {{ quiet_months }} then 'not_collected'
            else 'ok'
        end as proposal_status
    from considered
    cross join last_month
    left join listings on considered.area_id = listings.area_id
    left join newest
        on
            considered.area_id = newest.area_id
            and considered.category_id = newest.category_id
    left join recent
        on
            considered.area_id = recent.area_id
            and considered.category_id = recent.category_id
    left join last_hot
        on
            considered.area_id = last_hot.area_id
            and considered.category_id = last_hot.category_id

),

final as (

    select
        judged.area_id,
        judged.category_id,
        judged.month,
        {{ month_period_id('judged.month') }} as period_id,
        judged.programme,
        judged.starts_on,
        judged.ends_on,
        judged.is_on_list,
        judged.class,
        judged.months_in_hot,
        judged.months_judged,
        judged.recent_months_in_hot,
        judged.recent_months_judged,
        judged.last_hot_month,
        judged.calls_12_months,
        case
            when judged.proposal_status != 'ok' then cast(null as string)
            when judged.is_on_list and judged.is_long_on_list and judged.recent_months_in_hot = 0 then 'may_leave'
            when judged.is_on_list then 'stays'
            when judged.class = 'chronic' then 'may_enter'
            when judged.programme is not null and judged.recent_months_in_hot = 0 then 'held'
            else 'watch'
        end as proposal,
        judged.proposal_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from judged
    left join feed_dates on 1 = 1
    order by judged.category_id, judged.area_id

)

select * from final
