with

source as (

    select * from {{ source('raw', 'rectifications') }}

),

renamed as (

    select
        item,
        area_id,
        concern_id,
        opened_on,
        due_on,
        done_on,
        responsible_unit
    from source

)

select * from renamed
