{% macro event_flows_by_month() -%}
    {#- What is counted of grid events in the month of which moment. All add up over places, categories and months. -#}
    {{ return({
        'event_month': {'reported': 'events'},
        'accepted_month': {'accepted': 'events', 'accepted_filed': 'case when filed_month is not null then events end'},
        'filed_month': {
            'filed': 'events',
            'filed_closed_to_date': 'case when closed_month is not null then events end',
            'filed_extended': 'case when is_extended then events end',
            'filed_extension_known': 'case when is_extended is not null then events end',
        },
        'due_month': {
            'due': 'events',
            'due_closed': 'case when closed_month <= due_month then events end',
            'due_closed_in_year': 'case when extract(year from closed_month) <= extract(year from due_month) then events end',
            'due_closed_to_date': 'case when closed_month is not null then events end',
            'due_on_time': 'on_time',
        },
        'closed_month': {
            'closed': 'events',
            'closed_rework': 'case when is_rework then events end',
            'closed_rework_known': 'case when is_rework is not null then events end',
            'closed_loop': 'case when is_loop then events end',
            'closed_loop_known': 'case when is_loop is not null then events end',
        },
        'cancelled_month': {'cancelled': 'events'},
    }) }}
{%- endmacro %}

{% macro event_flows() -%}
    {#- Columns of grid-event flows. -#}
    {%- set names = [] -%}
    {%- for flows in event_flows_by_month().values() -%}
        {%- do names.extend(flows.keys()) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro event_rates() -%}
    {#- Shares made of the flows: numerator, denominator. -#}
    {{ return({
        'closure_rate': ['due_closed', 'due'],
        'on_time_rate': ['due_on_time', 'due'],
        'filing_rate': ['accepted_filed', 'accepted'],
        'cohort_closure_rate': ['filed_closed_to_date', 'filed'],
        'extension_rate': ['filed_extended', 'filed_extension_known'],
        'rework_rate': ['closed_rework', 'closed_rework_known'],
        'loop_rate': ['closed_loop', 'closed_loop_known'],
    }) }}
{%- endmacro %}

{% macro event_age_bands() -%}
    {#- Columns of the bands that `age_band` names. -#}
    {{ return({
        '0-3': 'open_0_3', '4-7': 'open_4_7', '8-15': 'open_8_15', '16-30': 'open_16_30', 'over_30': 'open_over_30',
    }) }}
{%- endmacro %}

{% macro event_close_bounds() -%}
    {#- Bounds of the bands of times from report to closure, in seconds: hours of the first day, days of the first week,
        weeks, months; over a year has no upper end. -#}
    {%- set bounds = [] -%}
    {%- for hours in [
        0, 1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 60, 72, 96, 120, 144, 168, 192, 216, 240, 288, 336, 408, 504, 600, 720, 1080,
        1440, 2160, 4320, 8760,
    ] -%}
        {%- do bounds.append(hours * 3600) -%}
    {%- endfor -%}
    {{ return(bounds) }}
{%- endmacro %}
