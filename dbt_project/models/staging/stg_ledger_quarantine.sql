with

source as (

    select * from {{ source('raw', 'ledger_quarantine') }}

),

renamed as (

    select
        file_id,
        reason_code,
        rows
    from source

)

select * from renamed
