{# Every value of the column is a row of another table; empty is allowed. #}
{% test refers_to(model, column_name, to, field=none) %}

    select
        child.{{ column_name }},
        concat(
            '{{ model.identifier }}.{{ column_name }} names ', child.{{ column_name }},
            ', which is no row of {{ to.identifier }}'
        ) as problem
    from {{ model }} as child
    left join {{ to }} as parent
        on child.{{ column_name }} = parent.{{ field or column_name }}
    where child.{{ column_name }} is not null and parent.{{ field or column_name }} is null

{% endtest %}
