with spans as (

    select * from {{ ref('stg_attest__claim_spans') }}

),

assigned as (

    select * from {{ ref('int_claims_assigned') }}

),

event_actors as (

    select * from {{ ref('int_event_actors_resolved') }}

),

fact_spans as (

    select
        assigned.fact_table,
        assigned.fact_id,
        {{ mart_field('spans.field', 'assigned.fact_table') }} as field,
        spans.document_id,
        spans.char_start,
        spans.char_end,
        spans.quote,
        assigned.extractor,
        assigned.extractor_version
    from spans
    inner join assigned
        on spans.claim_id = assigned.claim_id
    where
        spans.field is null
        or assigned.fact_table != 'fct_events'
        or spans.field not in {{ event_roles() }}

),

-- A role rests on the passage that gives it, or on the event's own where the extractor marked none.
role_spans as (

    select
        'bridge_event_actor' as fact_table,
        event_actors.event_actor_id as fact_id,
        case when spans.field is not null then 'actor_id' end as field,
        spans.document_id,
        spans.char_start,
        spans.char_end,
        spans.quote,
        assigned.extractor,
        assigned.extractor_version
    from event_actors
    inner join assigned
        on event_actors.claim_id = assigned.claim_id
    inner join spans
        on
            event_actors.claim_id = spans.claim_id
            and (
                event_actors.role = spans.field
                or (spans.field is null and not event_actors.has_own_span)
            )

),

all_spans as (

    select * from fact_spans
    union
    select * from role_spans

),

final as (

    select
        fact_table,
        fact_id,
        field,
        document_id,
        char_start,
        char_end,
        quote,
        extractor,
        extractor_version,
        {{ content_key([
            'fact_table', 'fact_id', 'field', 'document_id', 'char_start', 'char_end', 'extractor', 'extractor_version'
        ]) }} as evidence_id
    from all_spans

)

select * from final
