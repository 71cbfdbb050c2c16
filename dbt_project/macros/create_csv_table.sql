{#
    Seeds hold words and codes: a column is text unless its configuration says otherwise. dbt would guess from the
    rows instead, and read the country code "NO" or the article "607" as something else.
#}
{% macro duckdb__create_csv_table(model, agate_table) %}
    {%- set types = model["config"].get("column_types", {}) -%}
    {% set sql %}
        create table {{ this.render() }} (
            {%- for column in agate_table.column_names %}
            {{ adapter.quote(column) }} {{ types.get(column, "varchar") }}{{ "," if not loop.last }}
            {%- endfor %}
        )
    {% endset %}
    {% call statement("_") %}{{ sql }}{% endcall %}
    {{ return(sql) }}
{% endmacro %}
