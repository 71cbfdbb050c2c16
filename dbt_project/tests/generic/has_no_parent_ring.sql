{# Going up from parent to parent ends somewhere. #}
{% test has_no_parent_ring(model, column_name, parent) %}

    with recursive walks as (

        select
            {{ column_name }} as start_id,
            {{ parent }} as ancestor_id,
            1 as steps
        from {{ model }}
        where {{ parent }} is not null

        union all

        select
            walks.start_id,
            parents.{{ parent }} as ancestor_id,
            walks.steps + 1 as steps
        from walks
        inner join {{ model }} as parents
            on walks.ancestor_id = parents.{{ column_name }}
        where parents.{{ parent }} is not null and walks.ancestor_id != walks.start_id and walks.steps < 100

    )

    select
        start_id,
        steps,
        concat('{{ model.identifier }} ', start_id, ' comes back to itself after ', steps, ' step(s) up its parents') as problem
    from walks
    where ancestor_id = start_id

{% endtest %}
