{# Reading `claim_values` into columns; to be used where `claim_values` is grouped by claim. #}

{# The value of a field that holds one thing, as text. #}
{% macro claim_field(field) -%}
    arg_min(claim_values.value, coalesce(claim_values.position, 0)) filter (where claim_values.field = '{{ field }}')
{%- endmacro %}

{# A whole number: counts, days, hours. #}
{% macro claim_count(field) -%}
    cast(try_cast({{ claim_field(field) }} as double) as bigint)
{%- endmacro %}

{# An amount that may have decimals: money, coordinates. #}
{% macro claim_amount(field) -%}
    try_cast({{ claim_field(field) }} as double)
{%- endmacro %}

{# The items of a field that holds a list, in the order of the text; NULL where there is none. #}
{% macro claim_list(field) -%}
    list(claim_values.value order by claim_values.position, claim_values.value)
        filter (where claim_values.field = '{{ field }}')
{%- endmacro %}
