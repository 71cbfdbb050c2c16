with claims as (

    select * from {{ ref('stg_attest__claims') }}
    where claim_type = 'event'

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
        {{ claim_field('parent') }} as parent_claim_id,
        {{ claim_field('place') }} as place_entity_id,
        {{ claim_field('event_kind') }} as event_kind,
        {{ claim_field('name') }} as name,
        {{ claim_field('site') }} as site,
        {{ claim_list('demand') }} as demands,
        {{ claim_list('method') }} as methods,
        {{ claim_list('outcome') }} as outcomes,
        {{ claim_count('participants_low') }} as participants_low,
        {{ claim_count('participants_high') }} as participants_high,
        {{ claim_amount('latitude') }} as stated_latitude,
        {{ claim_amount('longitude') }} as stated_longitude,
        {{ claim_field('start_date') }} as start_date_stated,
        {{ claim_field('end_date') }} as end_date_stated
    from claims
    left join claim_values
        on claims.claim_id = claim_values.claim_id
    group by 1, 2, 3, 4

),

dated as (

    select
        *,
        {{ partial_date('start_date_stated') }} as start_date,
        {{ partial_date_precision('start_date_stated') }} as date_precision,
        {{ partial_date('end_date_stated') }} as end_date,
        {{ partial_date_precision('end_date_stated') }} as end_precision
    from pivoted

)

select * from dated
