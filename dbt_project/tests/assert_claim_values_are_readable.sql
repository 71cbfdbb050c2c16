-- Every field of a claim is one that `docs/claims.md` lists for its type, in the form given there.

with claims as (

    select * from {{ ref('stg_attest__claims') }}

),

claim_values as (

    select * from {{ ref('stg_attest__claim_values') }}

),

-- A claim that contradicted itself was withheld; others may still refer to it.
rejects as (

    select * from {{ ref('stg_attest__rejects') }}
    where claim_id is not null

),

mentions as (

    select distinct entity_id from {{ ref('stg_attest__mentions') }}

),

known_fields as (

    select
        field_types.claim_type,
        field_types.field,
        field_types.form
    from (
        values
        {% set forms = {
            "event": {
                "text": ["event_kind", "name", "site", "demand", "method", "outcome"],
                "date": ["start_date", "end_date"],
                "number": ["participants_low", "participants_high", "latitude", "longitude"],
                "entity": ["place", "participant", "organizer", "leader", "target", "intervener", "responder"],
                "claim": ["parent"],
            },
            "detention": {
                "text": [
                    "group_description", "site", "status", "bail_currency", "custody_place", "charge", "mistreatment"
                ],
                "date": ["detained_on", "released_on"],
                "number": ["person_count_low", "person_count_high", "bail_amount"],
                "flag": ["is_minor"],
                "entity": ["person", "place", "detaining_actor"],
                "claim": ["event"],
            },
            "sentence": {
                "text": [
                    "group_description", "court_name", "outcome", "sentence_kind", "fine_currency", "charge",
                    "legal_provision"
                ],
                "date": ["decided_on"],
                "number": [
                    "person_count_low", "person_count_high", "prison_days", "lashes", "fine_amount",
                    "community_service_hours"
                ],
                "entity": ["person", "court"],
                "claim": ["event", "detention", "revises"],
            },
            "figure": {
                "text": ["measure", "unit", "attributed_to"],
                "number": ["value_low", "value_high"],
                "entity": ["attributed_actor"],
                "claim": ["event"],
            },
        } %}
        {% set rows = [] %}
        {% for claim_type, by_form in forms.items() %}
            {% for form, fields in by_form.items() %}
                {% for field in fields %}
                    {% do rows.append("('" ~ claim_type ~ "', '" ~ field ~ "', '" ~ form ~ "')") %}
                {% endfor %}
            {% endfor %}
        {% endfor %}
        {{ rows | join(",\n        ") }}
    ) as field_types (claim_type, field, form)

),

checked as (

    select
        claims.claim_type,
        claims.claim_id,
        claim_values.field,
        claim_values.value,
        known_fields.form,
        case
            when known_fields.form is null then 'is no field of such a claim'
            when claim_values.value is null or trim(claim_values.value) = '' then 'is empty; leave the row out'
            when
                known_fields.form = 'date'
                and {{ partial_date('claim_values.value') }} is null
                and not regexp_full_match(claim_values.value, '--\d{2}(-\d{2})?')
                then 'is no partial ISO date'
            when known_fields.form = 'number' and try_cast(claim_values.value as double) is null then 'is no number'
            when known_fields.form = 'flag' and try_cast(claim_values.value as boolean) is null
                then 'is neither true nor false'
            when
                known_fields.form = 'entity'
                and claim_values.value not in (select mentions.entity_id from mentions)
                then 'is no entity of raw.mentions'
            when
                known_fields.form = 'claim'
                and claim_values.value not in (select all_claims.claim_id from claims as all_claims)
                and claim_values.value not in (select rejects.claim_id from rejects)
                then 'is no claim of raw.claims'
        end as fault
    from claim_values
    inner join claims
        on claim_values.claim_id = claims.claim_id
    left join known_fields
        on
            claims.claim_type = known_fields.claim_type
            and claim_values.field = known_fields.field

)

select
    claim_id,
    field,
    value,
    concat(claim_type, ' claim ', claim_id, ': ', field, ' = "', value, '" ', fault) as problem
from checked
where fault is not null
