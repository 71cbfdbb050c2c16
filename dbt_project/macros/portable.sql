{#
    What is not plain SQL and differs between engines, one name each, through dbt's dispatch: another engine adds
    its own `<adapter>__…` beside these. Lists count from 1.
#}

{# ---------------------------------------------------------------------------------------------- lists #}

{# How many items a list has. #}
{% macro list_size(items) -%}
    {{ return(adapter.dispatch("list_size", "attest")(items)) }}
{%- endmacro %}
{% macro duckdb__list_size(items) -%} len({{ items }}) {%- endmacro %}

{# Whether a list has an item. #}
{% macro list_holds(items, item) -%}
    {{ return(adapter.dispatch("list_holds", "attest")(items, item)) }}
{%- endmacro %}
{% macro duckdb__list_holds(items, item) -%} list_contains({{ items }}, {{ item }}) {%- endmacro %}

{# Whether a list has all items of another one. #}
{% macro list_holds_all(items, others) -%}
    {{ return(adapter.dispatch("list_holds_all", "attest")(items, others)) }}
{%- endmacro %}
{% macro duckdb__list_holds_all(items, others) -%} list_has_all({{ items }}, {{ others }}) {%- endmacro %}

{# Whether two lists have an item in common. #}
{% macro lists_overlap(items, others) -%}
    {{ return(adapter.dispatch("lists_overlap", "attest")(items, others)) }}
{%- endmacro %}
{% macro duckdb__lists_overlap(items, others) -%} list_has_any({{ items }}, {{ others }}) {%- endmacro %}

{# One row for each item of a list; to be selected. #}
{% macro list_rows(items) -%}
    {{ return(adapter.dispatch("list_rows", "attest")(items)) }}
{%- endmacro %}
{% macro duckdb__list_rows(items) -%} unnest({{ items }}) {%- endmacro %}

{# The values of a group as a list in an order. #}
{% macro collected(value, order) -%}
    {{ return(adapter.dispatch("collected", "attest")(value, order)) }}
{%- endmacro %}
{% macro duckdb__collected(value, order) -%} list({{ value }} order by {{ order }}) {%- endmacro %}

{# The value that a group has most often; of equals the first in the alphabet. #}
{% macro most_frequent(value) -%}
    {{ return(adapter.dispatch("most_frequent", "attest")(value)) }}
{%- endmacro %}
{% macro duckdb__most_frequent(value) -%} mode({{ value }} order by {{ value }}) {%- endmacro %}

{# Items from a place to another one, both included; an empty list where the first lies behind the second. #}
{% macro list_part(items, first, last) -%}
    {{ return(adapter.dispatch("list_part", "attest")(items, first, last)) }}
{%- endmacro %}
{% macro duckdb__list_part(items, first, last) -%} {{ items }}[{{ first }}:{{ last }}] {%- endmacro %}

{# One item of a list; -1 is the last, and there is none before the first. #}
{% macro list_item(items, place) -%}
    {{ return(adapter.dispatch("list_item", "attest")(items, place)) }}
{%- endmacro %}
{% macro duckdb__list_item(items, place) -%} {{ items }}[{{ place }}] {%- endmacro %}

{# Two lists as one. #}
{% macro list_joined(items, others) -%}
    {{ return(adapter.dispatch("list_joined", "attest")(items, others)) }}
{%- endmacro %}
{% macro duckdb__list_joined(items, others) -%} list_concat({{ items }}, {{ others }}) {%- endmacro %}

{# A list without one of its values; an empty list for none. #}
{% macro list_without(items, item) -%}
    {{ return(adapter.dispatch("list_without", "attest")(items, item)) }}
{%- endmacro %}
{% macro duckdb__list_without(items, item) -%}
    [kept for kept in coalesce({{ items }}, []) if kept != {{ item }}]
{%- endmacro %}

{# Whether two lists of words share one of more than three letters. #}
{% macro share_a_word(words, others) -%}
    {{ return(adapter.dispatch("share_a_word", "attest")(words, others)) }}
{%- endmacro %}
{% macro duckdb__share_a_word(words, others) -%}
    len([word for word in {{ words }} if length(word) > 3 and word in {{ others }}]) > 0
{%- endmacro %}

{# ----------------------------------------------------------------------------------------------- text #}

{# The parts of a text between separators. #}
{% macro split_text(text, separator) -%}
    {{ return(adapter.dispatch("split_text", "attest")(text, separator)) }}
{%- endmacro %}
{% macro duckdb__split_text(text, separator) -%} string_split({{ text }}, '{{ separator }}') {%- endmacro %}

{# A list of texts as one text. #}
{% macro joined_text(items, separator) -%}
    {{ return(adapter.dispatch("joined_text", "attest")(items, separator)) }}
{%- endmacro %}
{% macro duckdb__joined_text(items, separator) -%} array_to_string({{ items }}, '{{ separator }}') {%- endmacro %}

{# Whether a pattern is found in a text. #}
{% macro text_has(text, pattern) -%}
    {{ return(adapter.dispatch("text_has", "attest")(text, pattern)) }}
{%- endmacro %}
{% macro duckdb__text_has(text, pattern) -%} regexp_matches({{ text }}, '{{ pattern }}') {%- endmacro %}

{# Whether a pattern is the whole of a text. #}
{% macro text_is(text, pattern) -%}
    {{ return(adapter.dispatch("text_is", "attest")(text, pattern)) }}
{%- endmacro %}
{% macro duckdb__text_is(text, pattern) -%} regexp_full_match({{ text }}, '{{ pattern }}') {%- endmacro %}

{# A whole number with its thousands set apart: 30,000. #}
{% macro grouped_digits(number) -%}
    {{ return(adapter.dispatch("grouped_digits", "attest")(number)) }}
{%- endmacro %}
{% macro duckdb__grouped_digits(number) -%} format('{:,.0f}', {{ number }}) {%- endmacro %}
