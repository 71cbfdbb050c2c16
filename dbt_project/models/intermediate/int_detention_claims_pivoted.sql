with claims as (

    select * from {{ ref('stg_attest__claims') }}
    where claim_type = 'detention'

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
        {{ claim_field('person') }} as person_entity_id,
        {{ claim_field('place') }} as place_entity_id,
        {{ claim_field('detaining_actor') }} as detaining_entity_id,
        {{ claim_field('group_description') }} as group_description,
        {{ claim_field('site') }} as site,
        {{ claim_field('status') }} as status,
        {{ claim_field('bail_currency') }} as bail_currency,
        {{ claim_field('custody_place') }} as custody_place,
        {{ claim_list('charge') }} as charges,
        {{ claim_list('mistreatment') }} as mistreatment,
        -- A person is one, whether or not the extractor counted.
        case when {{ claim_field('person') }} is null then {{ claim_count('person_count_low') }} else 1 end
            as person_count_low,
        case when {{ claim_field('person') }} is null then {{ claim_count('person_count_high') }} else 1 end
            as person_count_high,
        {{ claim_amount('bail_amount') }} as bail_amount,
        try_cast({{ claim_field('is_minor') }} as boolean) as is_minor,
        {{ claim_field('detained_on') }} as detained_on_stated,
        {{ claim_field('released_on') }} as released_on_stated
    from claims
    left join claim_values
        on claims.claim_id = claim_values.claim_id
    group by 1, 2, 3, 4

),

dated as (

    select
        *,
        {{ partial_date('detained_on_stated') }} as detained_on,
        {{ partial_date_precision('detained_on_stated') }} as date_precision,
        {{ partial_date('released_on_stated') }} as released_on,
        {{ partial_date_precision('released_on_stated') }} as released_precision
    from pivoted

)

select * from dated
