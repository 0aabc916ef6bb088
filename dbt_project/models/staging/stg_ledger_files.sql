with

source as (

    select * from {{ source('raw', 'ledger_files') }}

),

renamed as (

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
    from source

)

select * from renamed
