-- Each category counts in itself, in its parent, in the groups it belongs to, and in the whole.
with

categories as (

    select * from {{ ref('stg_categories') }}

),

category_groups as (

    select * from {{ ref('stg_category_groups') }}

),

members as (

    select
        category_kind,
        category_id,
        category_id as member_of_category_id,
        category_level = 1 as is_in_group_detail
    from categories

    union all

    select
        category_kind,
        category_id,
        parent_category_id as member_of_category_id,
        true as is_in_group_detail
    from categories
    where parent_category_id is not null

    union all

    select
        category_kind,
        category_id,
        group_id as member_of_category_id,
        true as is_in_group_detail
    from category_groups

    union all

    select
        category_kind,
        category_id,
        'all' as member_of_category_id,
        true as is_in_group_detail
    from categories

)

select * from members
