{# Every row has a value in the column (or columns), and no two rows have the same. #}
{% test is_key(model, column_name, with=[]) %}

    {%- set columns = [column_name] + with %}

    select
        {{ columns | join(", ") }},
        count(*) as row_count,
        concat(
            '{{ model.identifier }}: ', count(*), ' row(s) with {{ columns | join(", ") }} ',
            {% for column in columns -%}
                coalesce(cast({{ column }} as varchar), 'NULL'){{ ", ', ', " if not loop.last }}
            {%- endfor %}, '; a key stands once and is never empty'
        ) as problem
    from {{ model }}
    group by {{ columns | join(", ") }}
    having count(*) > 1 or {% for column in columns %}{{ column }} is null{{ " or " if not loop.last }}{% endfor %}

{% endtest %}
