with claims as (

    select * from {{ ref('stg_attest__claims') }}
    where claim_type = 'sentence'

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
        {{ claim_field('detention') }} as detention_claim_id,
        {{ claim_field('revises') }} as revises_claim_id,
        {{ claim_field('person') }} as person_entity_id,
        {{ claim_field('court') }} as court_entity_id,
        {{ claim_field('court_name') }} as court_name,
        {{ claim_field('group_description') }} as group_description,
        {{ claim_field('outcome') }} as outcome,
        {{ claim_field('fine_currency') }} as fine_currency,
        {{ claim_field('legal_provision') }} as legal_provision,
        {{ claim_list('sentence_kind') }} as sentence_kinds,
        {{ claim_list('charge') }} as charges,
        -- A person is one, whether or not the extractor counted.
        case when {{ claim_field('person') }} is null then {{ claim_count('person_count_low') }} else 1 end
            as person_count_low,
        case when {{ claim_field('person') }} is null then {{ claim_count('person_count_high') }} else 1 end
            as person_count_high,
        {{ claim_count('prison_days') }} as prison_days,
        {{ claim_count('lashes') }} as lashes,
        {{ claim_count('community_service_hours') }} as community_service_hours,
        {{ claim_amount('fine_amount') }} as fine_amount,
        {{ claim_field('decided_on') }} as decided_on_stated
    from claims
    left join claim_values
        on claims.claim_id = claim_values.claim_id
    group by 1, 2, 3, 4

),

dated as (

    select
        *,
        {{ partial_date('decided_on_stated') }} as decided_on,
        {{ partial_date_precision('decided_on_stated') }} as date_precision
    from pivoted

)

select * from dated
