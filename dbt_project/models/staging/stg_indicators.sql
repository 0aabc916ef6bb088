with

source as (

    select * from {{ source('raw', 'indicators') }}

),

renamed as (

    select
        indicator_id,
        feed,
        records_zh,
        records_en,
        lowest_level,
        shortest_period,
        name_zh,
        name_en,
        formula_zh,
        formula_en,
        numerator_zh,
        numerator_en,
        denominator_zh,
        denominator_en,
        unit_zh,
        unit_en,
        value_kind,
        scale,
        direction,
        decimals,
        minimum_base,
        method_version,
        includes_zh,
        includes_en,
        excludes_zh,
        excludes_en,
        category_kind,
        -- An indicator of events without a category is of all of them; one that times of calls fill is of no category.
        case
            when feed in ('police_alarms', 'grid_events') and category_kind is not null
                then coalesce(category_id, 'all')
        end as category_id,
        sort_order
    from source

)

select * from renamed
