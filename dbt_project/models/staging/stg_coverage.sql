with

source as (

    select * from {{ source('raw', 'coverage') }}

),

renamed as (

    select
        feed,
        month,
        is_complete
    from source

)

select * from renamed
