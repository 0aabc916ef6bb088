with

source as (

    select * from {{ source('raw', 'sources') }}

),

renamed as (

    select
        source_id,
        feed,
        title_zh,
        title_en,
        publisher,
        licence,
        url
    from source

)

select * from renamed
