{# Name in the marts of a claim's field; NULL for the roles of actors, which `bridge_event_actor` holds. #}
{% macro mart_field(field, fact_table) -%}
    case
        when {{ field }} = 'person' then 'actor_id'
        when {{ field }} = 'place' then 'location_id'
        when {{ field }} = 'parent' then 'parent_event_id'
        when {{ field }} = 'event' then 'event_id'
        when {{ field }} = 'detention' then 'detention_id'
        when {{ field }} = 'revises' then 'revises_sentence_id'
        when {{ field }} = 'detaining_actor' then 'detaining_actor_id'
        when {{ field }} = 'court' then 'court_actor_id'
        when {{ field }} = 'attributed_actor' then 'attributed_actor_id'
        when {{ field }} = 'charge' then 'charges'
        when {{ field }} = 'demand' then 'demands'
        when {{ field }} = 'method' then 'methods'
        when {{ field }} = 'outcome' and {{ fact_table }} = 'fct_events' then 'outcomes'
        when {{ field }} = 'sentence_kind' then 'sentence_kinds'
        when {{ field }} = 'latitude' then 'stated_latitude'
        when {{ field }} = 'longitude' then 'stated_longitude'
        else {{ field }}
    end
{%- endmacro %}

{# The roles that an actor can have in an event: fields of an event claim, values of `role`. #}
{% macro event_roles() -%}
    ('participant', 'organizer', 'leader', 'target', 'intervener', 'responder')
{%- endmacro %}
