{# A table of oddities has no rows. Meant for warnings: the table itself says what is odd. #}
{% test is_empty(model) %}

    select problem
    from {{ model }}

{% endtest %}
