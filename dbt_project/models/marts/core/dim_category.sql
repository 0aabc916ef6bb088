with

categories as (

    select * from {{ ref('stg_categories') }}

),

category_group_names as (

    select * from {{ ref('stg_category_group_names') }}

),

combined as (

    select
        category_kind,
        'all' as category_id,
        cast(null as string) as parent_category_id,
        0 as category_level,
        false as is_group,
        case category_kind when 'alarm' then '全部警情' else '全部事件' end as name_zh,
        case category_kind when 'alarm' then 'All calls' else 'All events' end as name_en,
        cast(null as string) as standard_code,
        0 as sort_order
    from categories
    -- Concerns add up to no whole: a person names several.
    where category_kind in ('alarm', 'event')
    group by category_kind

    union all

    select
        category_kind,
        category_id,
        parent_category_id,
        category_level,
        false as is_group,
        name_zh,
        name_en,
        standard_code,
        sort_order
    from categories

    union all

    select
        category_kind,
        group_id as category_id,
        cast(null as string) as parent_category_id,
        cast(null as integer) as category_level,
        true as is_group,
        name_zh,
        name_en,
        cast(null as string) as standard_code,
        sort_order
    from category_group_names

),

final as (

    select * from combined
    order by category_kind, is_group, sort_order, category_id

)

select * from final
