{{ config(materialized='view') }}

-- Categories that count in the same first level and groups, and the first of them, which stands for all: tables by day
-- keep what groups need without every second-level category.
with

category_members as (

    select * from {{ ref('int_category_members') }}
    where is_in_group_detail

),

memberships as (

    select
        category_kind,
        category_id,
        {{ joined_words('member_of_category_id') }} as membership
    from category_members
    group by category_kind, category_id

),

final as (

    select
        category_kind,
        category_id,
        min(category_id) over (partition by category_kind, membership) as coarse_category_id
    from memberships

)

select * from final
