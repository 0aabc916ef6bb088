{{ config(materialized='view') }}

-- A category is sensitive if all that counts in it is: the listed ones, their group, a first level of nothing else.
with

categories as (

    select * from {{ ref('stg_categories') }}

),

members as (

    select * from {{ ref('int_category_members') }}

),

listed as (

    select
        category_kind,
        category_id
    from {{ ref('stg_category_groups') }}
    where group_id = 'sensitive'

),

parents as (

    select distinct
        category_kind,
        parent_category_id as category_id
    from categories
    where parent_category_id is not null

),

final as (

    select
        members.category_kind,
        members.member_of_category_id as category_id
    from members
    left join parents
        on
            members.category_kind = parents.category_kind
            and members.category_id = parents.category_id
    left join listed
        on
            members.category_kind = listed.category_kind
            and members.category_id = listed.category_id
    where parents.category_id is null
    group by members.category_kind, members.member_of_category_id
    having count(*) = count(listed.category_id)

)

select * from final
