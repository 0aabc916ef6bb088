with

source as (

    select * from {{ source('raw', 'safety_index_components') }}

),

renamed as (

    select
        pillar_id,
        pillar_name_zh,
        pillar_name_en,
        pillar_weight,
        component_id,
        name_zh,
        name_en,
        component_weight,
        feed,
        indicator_id,
        direction,
        months,
        lowest,
        highest,
        sort_order
    from source

)

select * from renamed
