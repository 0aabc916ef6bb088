-- Years of sensitive categories below the district whose count may not be shown: 1 to 4, the next smallest sibling
-- where one alone could be had from the parent's count, and all that lies in a hidden area. Months of them are never
-- shown: with the year and the other months one could be had by subtraction.
with

yearly as (

    select * from {{ ref('int_area_alarms_yearly') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

tree as (

    select * from {{ ref('int_area_tree') }}

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

parts as (

    select
        yearly.area_id,
        yearly.category_id,
        yearly.year_start,
        yearly.alarm_count,
        areas.hierarchy,
        areas.level_id,
        areas.parent_area_id
    from yearly
    inner join areas on yearly.area_id = areas.area_id
    inner join sensitive_categories on yearly.category_id = sensitive_categories.category_id
    where areas.level_number > 2

),

judged as (

    {{ suppression(
        'parts', ['hierarchy', 'level_id', 'parent_area_id', 'category_id', 'year_start'], 'area_id', 'alarm_count',
        least_shown=5
    ) }}

),

hidden as (

    select
        area_id,
        category_id,
        year_start,
        suppressed_by
    from judged
    where suppressed_by is not null

),

-- What adds up to a hidden count is hidden.
within_hidden as (

    select
        tree.descendant_area_id as area_id,
        hidden.category_id,
        hidden.year_start,
        min(case when tree.depth = 0 then hidden.suppressed_by end) as own_reason
    from hidden
    inner join tree on hidden.area_id = tree.ancestor_area_id
    group by tree.descendant_area_id, hidden.category_id, hidden.year_start

),

final as (

    select
        area_id,
        category_id,
        year_start,
        coalesce(own_reason, 'complementary') as suppressed_by
    from within_hidden

)

select * from final
