with

source as (

    select * from {{ source('raw', 'police_alarms_touched') }}

),

renamed as (

    select
        event_month,
        -- Null where only the month is known.
        case when time_precision != 'month' then cast(occurred_at as date) end as alarm_date,
        case when time_precision = 'minute' then cast(extract(hour from occurred_at) as integer) end as alarm_hour,
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
        closed_at,
        place_type,
        is_handled_on_scene
    from source

)

select * from renamed
