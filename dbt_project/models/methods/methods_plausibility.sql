with

cases as (

    select * from {{ ref('method_cases') }}

),

bases as (

    {{ smallest_base('cases', 'claim', 'percentage', 'decimals') }}

)

select
    cases.claim,
    bases.smallest_base,
    {{ is_possible_percentage('cases.percentage', 'cases.decimals', 'cases.base') }} as is_possible
from cases
inner join bases on cases.claim = bases.claim
