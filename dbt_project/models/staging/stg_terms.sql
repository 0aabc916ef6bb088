with

source as (

    select * from {{ source('raw', 'terms') }}

),

renamed as (

    select
        written,
        name_zh,
        name_en
    from source

)

select * from renamed
