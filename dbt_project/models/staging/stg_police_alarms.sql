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
        coalesce(is_valid, true) as is_valid
    from source

)

select * from renamed
