with claim_values as (

    select * from {{ ref('stg_attest__claim_values') }}
    where field in {{ event_roles() }}

),

spans as (

    select distinct
        claim_id,
        field
    from {{ ref('stg_attest__claim_spans') }}
    where field is not null

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

final as (

    select distinct
        {{ content_key(['events.event_id', 'actors.actor_id', 'claim_values.field']) }} as event_actor_id,
        claim_values.claim_id,
        events.event_id,
        actors.actor_id,
        claim_values.field as role,
        spans.claim_id is not null as has_own_span
    from claim_values
    inner join events
        on claim_values.claim_id = events.claim_id
    inner join actors
        on claim_values.value = actors.entity_id
    left join spans
        on
            claim_values.claim_id = spans.claim_id
            and claim_values.field = spans.field

)

select * from final
