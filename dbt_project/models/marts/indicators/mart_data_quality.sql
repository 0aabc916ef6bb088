with

quarantine as (

    select * from {{ ref('stg_ledger_quarantine') }}

),

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

final as (

    select
        ledger_files.source_id,
        ledger_files.feed,
        quarantine.reason_code,
        cast(sum(quarantine.rows) as bigint) as rows,
        count(distinct quarantine.file_id) as files
    from quarantine
    inner join ledger_files on quarantine.file_id = ledger_files.file_id
    where ledger_files.status = 'loaded'
    group by ledger_files.source_id, ledger_files.feed, quarantine.reason_code
    order by ledger_files.source_id, quarantine.reason_code

)

select * from final
