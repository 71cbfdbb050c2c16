with claims as (

    select * from {{ ref('int_figure_claims_pivoted') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

-- A document that gives one number of one event twice gives it once.
final as (

    select
        claims.claim_id,
        first_value(claims.claim_id) over (
            partition by
                claims.document_id,
                coalesce(events.event_id, claims.event_claim_id),
                claims.measure,
                claims.value_low,
                claims.value_high
            order by claims.claim_id
        ) as figure_id,
        claims.document_id,
        events.event_id
    from claims
    left join events
        on claims.event_claim_id = events.claim_id

)

select * from final
