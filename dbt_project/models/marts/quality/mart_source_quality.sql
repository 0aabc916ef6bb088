with

sources as (

    select * from {{ ref('stg_sources') }}

),

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

quarantine as (

    select * from {{ ref('stg_ledger_quarantine') }}

),

refused as (

    select
        file_id,
        sum(case when reason_code = 'unknown_area' then rows end) as unknown_area_rows,
        sum(case
            when reason_code in ('unknown_category', 'unknown_measure', 'unknown_option', 'unknown_indicator') then rows
        end) as unmapped_rows,
        sum(case
            when reason_code in ('negative_duration', 'closed_before_reported') then rows
        end) as negative_duration_rows
    from quarantine
    group by file_id

),

-- Rows of files that were replaced or refused whole are in no figure.
by_source as (

    select
        ledger_files.source_id,
        count(*) as files_loaded,
        sum(ledger_files.rows_read) as rows_read,
        sum(ledger_files.rows_quarantined) as rows_quarantined,
        sum(ledger_files.rows_duplicate) as rows_duplicate,
        sum(refused.unknown_area_rows) as unknown_area_rows,
        sum(refused.unmapped_rows) as unmapped_rows,
        sum(refused.negative_duration_rows) as negative_duration_rows,
        {{ quantile_of(
            days_between('ledger_files.last_event_date', 'cast(ledger_files.landed_at as date)') ~ ' - 1', 0.5
        ) }} as median_days_late,
        max(ledger_files.last_event_date) as as_of
    from ledger_files
    left join refused on ledger_files.file_id = refused.file_id
    where ledger_files.status = 'loaded'
    group by ledger_files.source_id

),

counted as (

    select
        sources.source_id,
        sources.feed,
        by_source.as_of,
        by_source.median_days_late,
        coalesce(by_source.files_loaded, 0) as files_loaded,
        cast(coalesce(by_source.rows_read, 0) as bigint) as rows_read,
        cast(coalesce(by_source.rows_quarantined, 0) as bigint) as rows_quarantined,
        cast(coalesce(by_source.rows_duplicate, 0) as bigint) as rows_duplicate,
        cast(coalesce(by_source.unknown_area_rows, 0) as bigint) as unknown_area_rows,
        cast(coalesce(by_source.unmapped_rows, 0) as bigint) as unmapped_rows,
        cast(coalesce(by_source.negative_duration_rows, 0) as bigint) as negative_duration_rows
    from sources
    left join by_source on sources.source_id = by_source.source_id

),

final as (

    select
        source_id,
        feed,
        files_loaded,
        rows_read,
        rows_quarantined,
        {{ share('rows_quarantined', 'rows_read') }} as quarantined_share,
        rows_duplicate,
        {{ share('rows_duplicate', 'rows_read') }} as duplicate_share,
        unknown_area_rows,
        {{ share('unknown_area_rows', 'rows_read') }} as unknown_area_share,
        unmapped_rows,
        {{ share('unmapped_rows', 'rows_read') }} as unmapped_share,
        negative_duration_rows,
        {{ share('negative_duration_rows', 'rows_read') }} as negative_duration_share,
        median_days_late,
        {{ method_version() }} as method_version,
        as_of
    from counted
    order by feed, source_id

)

select * from final
