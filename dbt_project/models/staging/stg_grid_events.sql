with

source as (

    select * from {{ source('raw', 'grid_events_touched') }}

),

renamed as (

    select
        event_month,
        place_key,
        category_id,
        responsible_unit,
        reported_at,
        accepted_at,
        filed_at,
        dispatched_at,
        handled_at,
        verified_at,
        closed_at,
        due_at,
        cancelled_at,
        is_rework,
        is_extended
    from source

)

select * from renamed
