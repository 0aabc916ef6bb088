with

source as (

    select * from {{ source('raw', 'series_breaks') }}

),

renamed as (

    select
        break_number,
        indicator_id,
        feed,
        level_id,
        breaks_on,
        reason_zh,
        reason_en
    from source

)

select * from renamed
