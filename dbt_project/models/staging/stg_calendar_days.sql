with

source as (

    select * from {{ source('raw', 'calendar_days') }}

),

renamed as (

    select
        calendar_date,
        is_working_day,
        is_holiday,
        name_zh,
        name_en,
        lunar_month,
        is_lunar_leap_month
    from source

)

select * from renamed
