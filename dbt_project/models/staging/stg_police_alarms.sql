with

source as (

    select * from {{ source('raw', 'police_alarms_touched') }}

),

renamed as (

    select
        event_month,
        place_key,
        category_id,
        alarm_count,
        coalesce(is_valid, true) as is_valid,
        -- A day or a month is no moment to measure a time from.
        case when time_precision = 'minute' then occurred_at end as called_at,
        accepted_at,
        departed_at,
        arrived_at,
        feedback_at,
        closed_at
    from source

)

select * from renamed
