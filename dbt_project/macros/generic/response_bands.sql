{% macro response_bounds() -%}
    {#- Bounds of the bands of response times, in seconds. Times that standards are written in (1, 3, 5, 15, 30 minutes, an
        hour) are bounds, so that their shares are counted and not interpolated; over a day is no response time. -#}
    {{ return([
        0, 30, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 540, 600, 660, 720, 780, 840, 900, 1050, 1200, 1500, 1800,
        2700, 3600, 5400, 7200, 10800, 14400, 28800, 86400,
    ]) }}
{%- endmacro %}

{% macro response_limits() -%}
    {#- Seconds within which shares are published. -#}
    {{ return([60, 180, 300, 1800]) }}
{%- endmacro %}

{% macro response_stages() -%}
    {#- Stage and the time that ends it; all begin with the call. -#}
    {{ return({
        'accept': 'accepted_at', 'depart': 'departed_at', 'arrive': 'arrived_at', 'feedback': 'feedback_at',
        'close': 'closed_at',
    }) }}
{%- endmacro %}
