{# Every value of the column is written in one form, given as a regular expression and in words; empty is allowed. #}
{% test has_form(model, column_name, pattern, meaning) %}

    select
        {{ column_name }},
        concat('{{ model.identifier }}.{{ column_name }} is "', {{ column_name }}, '", not {{ meaning }}') as problem
    from {{ model }}
    where not regexp_full_match({{ column_name }}, '{{ pattern }}')

{% endtest %}
