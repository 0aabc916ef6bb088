with

ledger_files as (

    select * from {{ ref('stg_ledger_files') }}

),

-- Population projections reach into the future: they date nothing.
final as (

    select
        -- Scores and the answers that they are made of are one survey.
        case feed when 'survey_answers' then 'survey_scores' else feed end as feed,
        max(last_event_date) as as_of
    from ledger_files
    where
        status = 'loaded'
        and feed in (
            'police_alarms', 'grid_events', 'survey_scores', 'survey_answers', 'survey_contacts', 'survey_concerns',
            'rectifications', 'reported_indicators', 'response_bands', 'disputes', 'patrols'
        )
    group by case feed when 'survey_answers' then 'survey_scores' else feed end

)

select * from final
