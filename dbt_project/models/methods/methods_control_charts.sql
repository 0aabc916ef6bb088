with

cases as (

    select * from {{ ref('method_cases') }}

),

c_chart as (

    {{ control_chart('cases', 'c', ['series'], 'month', 'events') }}

),

u_chart as (

    {{ control_chart('cases', 'u', ['series'], 'month', 'events', size='base') }}

),

p_chart as (

    {{ control_chart('cases', 'p', ['series'], 'month', 'events', size='base') }}

),

xmr_chart as (

    {{ control_chart('cases', 'xmr', ['series'], 'month', 'events') }}

)

select
    c_chart.series,
    c_chart.month,
    round(c_chart.centre, 5) as centre,
    round(c_chart.lower_limit, 6) as c_lower,
    round(c_chart.upper_limit, 6) as c_upper,
    round(u_chart.lower_limit, 6) as u_lower,
    round(u_chart.upper_limit, 6) as u_upper,
    round(p_chart.lower_limit, 6) as p_lower,
    round(p_chart.upper_limit, 6) as p_upper,
    round(xmr_chart.lower_limit, 6) as xmr_lower,
    round(xmr_chart.upper_limit, 6) as xmr_upper,
    c_chart.is_out
from c_chart
inner join u_chart on c_chart.series = u_chart.series and c_chart.month = u_chart.month
inner join p_chart on c_chart.series = p_chart.series and c_chart.month = p_chart.month
inner join xmr_chart on c_chart.series = xmr_chart.series and c_chart.month = xmr_chart.month
where c_chart.is_shown
