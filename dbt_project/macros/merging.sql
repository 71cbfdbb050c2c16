{# What several claims of one fact say, put into one value. #}

{# The items of all claims' lists without repeats; one claim's list keeps the order of its text. #}
{% macro merged_list(column) -%}
    case
        when count({{ column }}) = 0 then null
        when count({{ column }}) = 1 then any_value({{ column }})
        else list_sort(list_distinct(flatten(list({{ column }}))))
    end
{%- endmacro %}

{#
    Whether a claim is the surest one that its source makes of a fact. A publisher that reports a fact again repeats
    itself, so all documents of one publisher are one source.
#}
{% macro is_surest_of_source(fact_id) -%}
    row_number() over (
        partition by {{ fact_id }}, coalesce(documents.publisher, claims.document_id)
        order by claims.confidence desc, claims.claim_id
    ) = 1
{%- endmacro %}

{#
    How sure a fact of several claims is: it is wrong where every source is. Claims are only joined where they agree on
    what the fact is about, and sources that go wrong apart from each other seldom do so in the same way.
#}
{% macro joint_confidence() -%}
    least(0.99, round(1 - exp(sum(ln(1 - least(confidence, 0.99))) filter (where is_surest_of_source)), 3))
{%- endmacro %}

{# The value of the first claim, in a given order, that states it (or of which something else is true). #}
{% macro first_stated(column, order, where=none) -%}
    first({{ column }} order by {{ order }}) filter (where {{ where or column ~ ' is not null' }})
{%- endmacro %}
