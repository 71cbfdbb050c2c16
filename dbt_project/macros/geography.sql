{# Great-circle distance in kilometres between two points in decimal degrees (WGS 84, mean earth radius). #}
{% macro kilometres_between(latitude_a, longitude_a, latitude_b, longitude_b) -%}
    12742.0 * asin(sqrt(least(1.0,
        pow(sin(radians({{ latitude_b }} - {{ latitude_a }}) / 2), 2)
        + cos(radians({{ latitude_a }})) * cos(radians({{ latitude_b }}))
        * pow(sin(radians({{ longitude_b }} - {{ longitude_a }}) / 2), 2)
    )))
{%- endmacro %}
