with

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

-- Population projections reach into the future: they date nothing.
final as (

    select
        feed,
        max(last_event_date) as as_of
    from ledger_files
    where
        status = 'loaded'
        and feed in ('police_alarms', 'grid_events', 'survey_scores', 'reported_indicators')
    group by feed

)

select * from final
