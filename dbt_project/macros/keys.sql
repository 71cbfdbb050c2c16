{# A 32-digit hexadecimal key made of the parts' content alone, so that it does not depend on order or time. #}
{% macro content_key(parts) -%}
    md5(concat_ws(chr(31), {% for part in parts %}coalesce(cast({{ part }} as varchar), ''){{ ", " if not loop.last }}{% endfor %}))
{%- endmacro %}
