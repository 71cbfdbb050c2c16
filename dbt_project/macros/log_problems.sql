{#
    After a run: what the failed tests found, in words. Every test of this project returns a column `problem`; the
    first rows of it are printed under the test's name. Tests that only warn print their count and the table to look in.
#}
{% macro log_problems(results, shown=3) %}
    {% if execute %}
        {% for result in results if result.node.resource_type == "test" and result.status | string in ["fail", "warn"] %}
            {% set label = "problem" if result.status | string == "fail" else "odd" %}
            {% do log(label ~ " in " ~ result.node.name ~ ": " ~ result.failures ~ " found", info=true) %}
            {% set sql %}
                select cast(problem as varchar) as problem
                from ({{ result.node.compiled_code }}) as failures
                limit {{ shown if label == "problem" else 1 }}
            {% endset %}
            {% for row in run_query(sql).rows %}
                {% do log("  " ~ row[0], info=true) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
{% endmacro %}
