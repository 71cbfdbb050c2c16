{#
    Partial dates. A document says "2020-07-16", "2020-07", "2020", or "--11-12" where nothing gives the year. The
    warehouse holds the first day of what was said and how precise that is.
#}

{# First day of a partial ISO date; NULL without a year or where there is no such day. #}
{% macro partial_date(text) -%}
    case
        when regexp_full_match({{ text }}, '\d{4}-\d{2}-\d{2}') then try_cast({{ text }} as date)
        when regexp_full_match({{ text }}, '\d{4}-\d{2}') then try_cast({{ text }} || '-01' as date)
        when regexp_full_match({{ text }}, '\d{4}') then try_cast({{ text }} || '-01-01' as date)
    end
{%- endmacro %}

{# Precision of a partial ISO date: day, month, year; unknown where there is text but no date in it; NULL for NULL. #}
{% macro partial_date_precision(text) -%}
    case
        when {{ text }} is null then null
        when {{ partial_date(text) }} is null then 'unknown'
        when length({{ text }}) = 10 then 'day'
        when length({{ text }}) = 7 then 'month'
        else 'year'
    end
{%- endmacro %}

{# 3 for a day, 2 for a month, 1 for a year, 0 for none: the greater, the more precise. #}
{% macro precision_rank(precision) -%}
    case {{ precision }} when 'day' then 3 when 'month' then 2 when 'year' then 1 else 0 end
{%- endmacro %}

{# A date cut down to a precision: the first day of its month or year. #}
{% macro cut_date(date, precision) -%}
    case {{ precision }}
        when 'day' then {{ date }}
        when 'month' then cast(date_trunc('month', {{ date }}) as date)
        when 'year' then cast(date_trunc('year', {{ date }}) as date)
    end
{%- endmacro %}

{# The coarser of two precisions. #}
{% macro coarser_precision(left_precision, right_precision) -%}
    case
        when {{ precision_rank(left_precision) }} <= {{ precision_rank(right_precision) }} then {{ left_precision }}
        else {{ right_precision }}
    end
{%- endmacro %}

{# -1, 0 or 1: whether the first date is before, the same as or after the second as far as both can tell; else NULL. #}
{% macro compare_dates(left_date, left_precision, right_date, right_precision) -%}
    {%- set coarser -%} ({{ coarser_precision(left_precision, right_precision) }}) {%- endset -%}
    case
        when {{ left_date }} is null or {{ right_date }} is null then null
        else cast(sign(
            date_diff('day', {{ cut_date(right_date, coarser) }}, {{ cut_date(left_date, coarser) }})
        ) as integer)
    end
{%- endmacro %}
