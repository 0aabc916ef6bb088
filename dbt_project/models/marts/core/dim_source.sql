with

sources as (

    select * from {{ ref('stg_sources') }}

),

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

-- Rows of files that were replaced or refused are not in the data, so they are not in these sums.
by_source as (

    select
        source_id,
        count(case when status = 'loaded' then 1 end) as files_loaded,
        count(case when status = 'failed' then 1 end) as files_failed,
        sum(case when status = 'loaded' then rows_read end) as rows_read,
        sum(case when status = 'loaded' then rows_accepted end) as rows_accepted,
        sum(case when status = 'loaded' then rows_quarantined end) as rows_quarantined,
        sum(case when status = 'loaded' then rows_duplicate end) as rows_duplicate,
        min(case when status = 'loaded' then first_event_date end) as first_event_date,
        max(case when status = 'loaded' then last_event_date end) as last_event_date,
        max(landed_at) as last_landed_at
    from ledger_files
    group by source_id

),

final as (

    select
        sources.*,
        coalesce(by_source.files_loaded, 0) as files_loaded,
        coalesce(by_source.files_failed, 0) as files_failed,
        cast(coalesce(by_source.rows_read, 0) as bigint) as rows_read,
        cast(coalesce(by_source.rows_accepted, 0) as bigint) as rows_accepted,
        cast(coalesce(by_source.rows_quarantined, 0) as bigint) as rows_quarantined,
        cast(coalesce(by_source.rows_duplicate, 0) as bigint) as rows_duplicate,
        by_source.first_event_date,
        by_source.last_event_date,
        by_source.last_landed_at
    from sources
    left join by_source on sources.source_id = by_source.source_id
    order by sources.feed, sources.source_id

)

select * from final
