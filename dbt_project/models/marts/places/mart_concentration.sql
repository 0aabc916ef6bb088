with

yearly as (

    select * from {{ ref('int_area_alarms_yearly') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

finest_areas as (

    select * from {{ ref('int_finest_areas') }}

),

tree as (

    select * from {{ ref('int_area_tree') }}
    where depth > 0

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

-- Only areas that had these bounds the whole year: half a year of one beside a year of another is no distribution.
parts as (

    select
        tree.ancestor_area_id as area_id,
        yearly.category_id,
        yearly.year_start,
        yearly.alarm_count,
        finest_areas.level_id
    from yearly
    inner join finest_areas on yearly.area_id = finest_areas.area_id
    inner join tree on yearly.area_id = tree.descendant_area_id
    where
        finest_areas.bounds_from <= yearly.year_start
        and finest_areas.bounds_to >= {{ add_days(add_months('yearly.year_start', 12), -1) }}

),

measured as (

    {{ concentration('parts', ['area_id', 'category_id', 'year_start', 'level_id'], 'alarm_count') }}

),

judged as (

    select
        measured.*,
        yearly.is_complete,
        yearly.alarm_count - cast(measured.events as bigint) as calls_elsewhere,
        case
            when
                areas.bounds_from > yearly.year_start
                or areas.bounds_to < {{ add_days(add_months('yearly.year_start', 12), -1) }}
                then 'area_redrawn'
            when not yearly.is_complete then 'incomplete'
            when measured.events = 0 then 'no_denominator'
            when measured.events < greatest(measured.areas, thresholds.minimum_count) then 'count_too_small'
            else 'ok'
        end as concentration_status
    from measured
    inner join yearly
        on
            measured.area_id = yearly.area_id
            and measured.category_id = yearly.category_id
            and measured.year_start = yearly.year_start
    inner join areas on measured.area_id = areas.area_id
    left join sensitive_categories on measured.category_id = sensitive_categories.category_id
    cross join thresholds
    where areas.level_number <= 2 or sensitive_categories.category_id is null

),

{% set known = "judged.concentration_status in ('ok', 'count_too_small')" -%}
final as (

    select
        judged.area_id,
        judged.category_id,
        {{ year_period_id('judged.year_start') }} as period_id,
        judged.year_start as period_start,
        judged.level_id,
        judged.is_complete,
        judged.areas,
        cast(judged.events as bigint) as alarm_count,
        judged.calls_elsewhere,
        case when {{ known }} then judged.gini end as gini,
        case when {{ known }} then judged.gini_generalised end as gini_generalised,
        case when {{ known }} then {{ gini_by_chance('judged.events', 'judged.areas') }} end as gini_by_chance,
        case when {{ known }} then judged.share_of_areas_with_50_percent end as share_of_areas_with_50_percent,
        case when {{ known }} then judged.share_of_areas_with_25_percent end as share_of_areas_with_25_percent,
        judged.concentration_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from judged
    left join feed_dates on feed_dates.feed = 'police_alarms'
    order by judged.area_id, judged.category_id, judged.year_start

)

select * from final
