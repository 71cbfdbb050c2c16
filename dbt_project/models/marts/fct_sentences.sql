with claims as (

    select * from {{ ref('int_sentence_claims_pivoted') }}

),

sentences as (

    select * from {{ ref('int_sentences_clustered') }}

),

detentions as (

    select * from {{ ref('int_detentions_clustered') }}

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

court_names as (

    select
        entity_id,
        min(spelling) as court_name
    from {{ ref('int_actor_spellings_normalised') }}
    where is_fullest
    group by 1

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

evidence as (

    select * from {{ ref('evidence') }}
    where fact_table = 'fct_sentences'

),

documents as (

    select * from {{ ref('stg_attest__documents') }}

),

members as (

    select
        sentences.sentence_id,
        sentences.claim_count,
        sentences.cluster_reason,
        claims.*,
        {{ is_surest_of_source('sentences.sentence_id') }} as is_surest_of_source,
        coalesce(claims.court_name, court_names.court_name) as named_court,
        actors.actor_id,
        courts.actor_id as court_actor_id,
        events.event_id,
        detentions.detention_id,
        revised.sentence_id as revises_sentence_id,
        {{ precision_rank('claims.date_precision') }} as date_rank
    from sentences
    inner join claims
        on sentences.claim_id = claims.claim_id
    left join documents
        on claims.document_id = documents.document_id
    left join actors
        on claims.person_entity_id = actors.entity_id
    left join actors as courts
        on claims.court_entity_id = courts.entity_id
    left join court_names
        on claims.court_entity_id = court_names.entity_id
    left join events
        on claims.event_claim_id = events.claim_id
    left join detentions
        on claims.detention_claim_id = detentions.claim_id
    left join sentences as revised
        on claims.revises_claim_id = revised.claim_id

),

first_passages as (

    select
        fact_id,
        min((document_id, char_start)) as first_passage
    from evidence
    group by 1

),

merged as (

    select
        sentence_id,
        any_value(claim_count) as claim_count,
        any_value(cluster_reason) as cluster_reason,
        {% for column in ['event_id', 'detention_id'] %}
            {{ first_stated(column, 'date_rank desc, confidence desc, claim_id') }} as {{ column }},
        {% endfor %}
        {{ first_stated('actor_id', 'claim_id') }} as actor_id,
        {{ first_stated(
            'revises_sentence_id', 'confidence desc, claim_id', where='revises_sentence_id != sentence_id'
        ) }} as revises_sentence_id,
        {{ first_stated('court_actor_id', 'confidence desc, claim_id') }} as court_actor_id,
        {{ first_stated('named_court', 'confidence desc, claim_id') }} as court_name,
        {{ first_stated('outcome', 'confidence desc, claim_id') }} as outcome,
        {{ first_stated('legal_provision', 'confidence desc, claim_id') }} as legal_provision,
        {{ first_stated('group_description', 'confidence desc, claim_id') }} as group_description,
        {{ first_stated('prison_days', 'confidence desc, claim_id') }} as prison_days,
        {{ first_stated('lashes', 'confidence desc, claim_id') }} as lashes,
        {{ first_stated('community_service_hours', 'confidence desc, claim_id') }} as community_service_hours,
        {{ first_stated('fine_amount', 'confidence desc, claim_id') }} as fine_amount,
        {{ first_stated('fine_currency', 'confidence desc, claim_id', where='fine_amount is not null') }}
            as fine_currency,
        {{ merged_list('sentence_kinds') }} as sentence_kinds,
        {{ merged_list('charges') }} as charges,
        min(person_count_low) as person_count_low,
        max(person_count_high) as person_count_high,
        {% for column in ['decided_on', 'date_precision', 'decided_on_stated'] %}
            {{ first_stated(column, 'date_rank desc, confidence desc, claim_id') }} as {{ column }},
        {% endfor %}
        {{ joint_confidence() }} as confidence
    from members
    group by 1

),

final as (

    select
        merged.sentence_id,
        merged.event_id,
        merged.detention_id,
        merged.actor_id,
        merged.person_count_low,
        merged.person_count_high,
        merged.decided_on,
        coalesce(case when merged.decided_on is not null then merged.date_precision end, 'unknown') as date_precision,
        merged.court_actor_id,
        merged.court_name,
        merged.outcome,
        merged.sentence_kinds,
        merged.prison_days,
        merged.lashes,
        merged.fine_amount,
        merged.fine_currency,
        merged.community_service_hours,
        merged.charges,
        merged.legal_provision,
        merged.revises_sentence_id,
        merged.confidence,
        merged.group_description,
        merged.decided_on_stated,
        merged.claim_count,
        merged.cluster_reason
    from merged
    left join first_passages
        on merged.sentence_id = first_passages.fact_id
    -- In reading order.
    order by first_passages.first_passage, merged.sentence_id

)

select * from final
