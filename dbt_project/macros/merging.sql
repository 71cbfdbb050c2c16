{# What several claims of one fact say, put into one value. #}

{# The items of all claims' lists without repeats; one claim's list keeps the order of its text. #}
{% macro merged_list(column) -%}
    case
        when count({{ column }}) = 0 then null
        when count({{ column }}) = 1 then any_value({{ column }})
        else list_sort(list_distinct(flatten(list({{ column }}))))
    end
{%- endmacro %}

{# The value of the first claim, in a given order, that states it (or of which something else is true). #}
{% macro first_stated(column, order, where=none) -%}
    first({{ column }} order by {{ order }}) filter (where {{ where or column ~ ' is not null' }})
{%- endmacro %}
