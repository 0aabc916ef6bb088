{%- set treated = ['t0', 't1'] -%}
{%- set control = ['c0', 'c1'] -%}
{%- set buffer = ['d0', 'd1'] -%}
{%- set counts = {
    'treated': treated, 'control': control, 'displacement': buffer, 'displacement_control': ['dc0', 'dc1'],
} -%}
{%- set two_years_before = {
    'treated': ['2', '1'], 'control': ['2', '1'], 'displacement': ['2', '1'], 'displacement_control': ['2', '1'],
} %}

with

cases as (

    select * from {{ ref('method_cases') }}

),

measured as (

    select
        *,
        {{ weighted_displacement_difference(counts) }} as wdd,
        {{ weighted_displacement_variance(counts) }} as wdd_variance,
        {{ weighted_displacement_quotient(treated, buffer, control) }} as wdq
    from cases

)

select
    case_id,
    wdd,
    wdd_variance,
    round(wdd / sqrt(wdd_variance), 2) as wdd_z,
    {{ weighted_displacement_difference(counts, two_years_before) }} as wdd_a_year,
    {{ weighted_displacement_variance(counts, two_years_before) }} as wdd_a_year_variance,
    round({{ ratio_of_rate_ratios(treated, control) }}, 9) as rrr,
    round({{ ratio_of_rate_ratios_lower(treated, control, z_value('95')) }}, 9) as rrr_lower,
    round({{ ratio_of_rate_ratios_upper(treated, control, z_value('95')) }}, 9) as rrr_upper,
    round({{ success_measure(treated, control) }}, 9) as success,
    -- Adding 0 makes a zero of a negative zero.
    round(wdq, 9) + 0 as wdq,
    {{ displacement_reading('wdq') }} as reading,
    {{ gross_effect(treated) }} as gross,
    round({{ net_effect(treated, control) }}, 9) as net,
    round({{ total_net_effect(treated, buffer, control) }}, 9) as total_net
from measured
