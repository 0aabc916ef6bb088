with

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

final as (

    select
        file_id,
        source_id,
        feed,
        file_name,
        sha256,
        landed_at,
        status,
        rows_read,
        rows_accepted,
        rows_quarantined,
        rows_duplicate,
        first_event_date,
        last_event_date
    from ledger_files
    order by landed_at, file_id

)

select * from final
