with claims as (

    select * from {{ ref('stg_attest__claims') }}
    where claim_type = 'figure'

),

claim_values as (

    select * from {{ ref('stg_attest__claim_values') }}

),

pivoted as (

    select
        claims.claim_id,
        claims.document_id,
        claims.passage_id,
        claims.confidence,
        {{ claim_field('event') }} as event_claim_id,
        {{ claim_field('attributed_actor') }} as attributed_entity_id,
        {{ claim_field('measure') }} as measure,
        {{ claim_field('unit') }} as unit,
        {{ claim_field('attributed_to') }} as attributed_to,
        {{ claim_amount('value_low') }} as value_low,
        {{ claim_amount('value_high') }} as value_high
    from claims
    left join claim_values
        on claims.claim_id = claim_values.claim_id
    group by 1, 2, 3, 4

)

select * from pivoted
