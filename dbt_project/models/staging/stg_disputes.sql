with

source as (

    select * from {{ source('raw', 'disputes') }}

),

renamed as (

    select
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        kind,
        accepted,
        resolved,
        resolved_on_time,
        settled_locally,
        reopened,
        open_at_end
    from source

)

select * from renamed
