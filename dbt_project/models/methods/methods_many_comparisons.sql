with

cases as (

    select * from {{ ref('method_cases') }}

),

adjusted as (

    {{ benjamini_hochberg('cases', ['family'], 'p_value') }}

),

dispersions as (

    {{ winsorised_dispersion('cases', ['family'], 'z_score') }}

)

select
    adjusted.case_id,
    round(adjusted.p_adjusted, 9) as p_adjusted,
    round(dispersions.dispersion, 9) as dispersion
from adjusted
left join dispersions on adjusted.family = dispersions.family
