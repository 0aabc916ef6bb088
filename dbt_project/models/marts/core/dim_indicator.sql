with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

collected as (

    select distinct indicator_id from {{ ref('fct_indicator_values') }}

),

final as (

    select
        indicators.*,
        collected.indicator_id is not null as is_collected
    from indicators
    left join collected on indicators.indicator_id = collected.indicator_id
    order by indicators.sort_order, indicators.indicator_id

)

select * from final
