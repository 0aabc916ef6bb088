with

terms as (

    select * from {{ ref('stg_terms') }}

),

final as (

    select
        written,
        name_zh,
        name_en
    from terms
    order by written

)

select * from final
