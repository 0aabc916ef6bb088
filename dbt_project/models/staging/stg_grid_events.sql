with

source as (

    select * from {{ source('raw', 'grid_events_touched') }}

),

renamed as (

    select
        event_month,
        place_key,
        category_id,
        reported_at,
        closed_at,
        due_at,
        cancelled_at
    from source

)

select * from renamed
