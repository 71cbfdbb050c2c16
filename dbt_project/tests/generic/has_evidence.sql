{# Every fact rests on a passage. #}
{% test has_evidence(model, column_name) %}

    select
        facts.{{ column_name }},
        concat('{{ model.identifier }} ', facts.{{ column_name }}, ' rests on no passage of any document') as problem
    from {{ model }} as facts
    left join {{ ref('evidence') }} as evidence
        on
            facts.{{ column_name }} = evidence.fact_id
            and evidence.fact_table = '{{ model.identifier }}'
    where evidence.fact_id is null

{% endtest %}
