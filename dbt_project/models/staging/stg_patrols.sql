with

source as (

    select * from {{ source('raw', 'patrols') }}

),

renamed as (

    select
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        visits,
        units,
        hazards_found,
        hazards_reported,
        hazards_due,
        hazards_fixed
    from source

)

select * from renamed
