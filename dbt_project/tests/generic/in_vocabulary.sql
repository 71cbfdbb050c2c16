{# Every value of the column, or every item where it is a list, is a word of a vocabulary seed; empty is allowed. #}
{% test in_vocabulary(model, column_name, vocabulary, field, is_list=false) %}

    with stated as (

        select distinct {{ "unnest(" ~ column_name ~ ")" if is_list else column_name }} as word
        from {{ model }}

    )

    select
        stated.word,
        concat(
            '{{ model.identifier }}.{{ column_name }} has the value "', stated.word,
            '", which {{ vocabulary.identifier }}.csv does not list'
        ) as problem
    from stated
    left join {{ vocabulary }} as vocabulary
        on stated.word = vocabulary.{{ field }}
    where stated.word is not null and vocabulary.{{ field }} is null

{% endtest %}
