{# The lower bound is not above the upper one, and neither is below zero; an open end is empty. #}
{% test is_range(model, column_name, high) %}

    select
        {{ column_name }} as low,
        {{ high }} as high,
        concat(
            '{{ model.identifier }} has a row from ', coalesce(cast({{ column_name }} as varchar), 'open'), ' ({{ column_name }}) to ',
            coalesce(cast({{ high }} as varchar), 'open'), ' ({{ high }})'
        ) as problem
    from {{ model }}
    where {{ column_name }} > {{ high }} or {{ column_name }} < 0 or {{ high }} < 0

{% endtest %}
