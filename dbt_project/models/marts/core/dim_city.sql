with

city as (

    select * from {{ ref('stg_city') }}

),

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

-- Population projections reach into the future: they date nothing.
last_events as (

    select max(last_event_date) as as_of
    from ledger_files
    where
        status = 'loaded'
        and feed in (
            'police_alarms', 'grid_events', 'survey_scores', 'survey_answers', 'survey_contacts', 'survey_concerns'
        )

),

final as (

    select
        city.*,
        last_events.as_of
    from city
    cross join last_events

)

select * from final
