with

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

final as (

    select * from ledger_files
    order by landed_at, file_id

)

select * from final
