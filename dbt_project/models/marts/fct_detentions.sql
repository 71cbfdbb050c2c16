with claims as (

    select * from {{ ref('int_detention_claims_pivoted') }}

),

detentions as (

    select * from {{ ref('int_detentions_clustered') }}

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

places as (

    select * from {{ ref('int_places_resolved') }}

),

locations as (

    select * from {{ ref('int_locations_chained') }}

),

documents as (

    select * from {{ ref('stg_attest__documents') }}

),

statuses as (

    select * from {{ ref('detention_statuses') }}

),

evidence as (

    select * from {{ ref('evidence') }}
    where fact_table = 'fct_detentions'

),

members as (

    select
        detentions.detention_id,
        detentions.claim_count,
        detentions.cluster_reason,
        claims.*,
        {{ is_surest_of_source('detentions.detention_id') }} as is_surest_of_source,
        actors.actor_id,
        detaining_actors.actor_id as detaining_actor_id,
        events.event_id,
        places.location_id,
        locations.place_depth,
        {{ precision_rank('claims.date_precision') }} as date_rank,
        {{ precision_rank('claims.released_precision') }} as released_rank,
        -- When a status was true: the day it came about, else the day the document came out.
        coalesce(claims.released_on, documents.published_on, claims.detained_on) as status_on,
        cast(statuses.status_order as integer) as status_order
    from detentions
    inner join claims
        on detentions.claim_id = claims.claim_id
    inner join documents
        on claims.document_id = documents.document_id
    left join actors
        on claims.person_entity_id = actors.entity_id
    left join actors as detaining_actors
        on claims.detaining_entity_id = detaining_actors.entity_id
    left join events
        on claims.event_claim_id = events.claim_id
    left join places
        on claims.place_entity_id = places.entity_id
    left join locations
        on places.location_id = locations.location_id
    left join statuses
        on claims.status = statuses.status

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
        detention_id,
        any_value(claim_count) as claim_count,
        any_value(cluster_reason) as cluster_reason,
        {{ first_stated('event_id', 'date_rank desc, confidence desc, claim_id') }} as event_id,
        {{ first_stated('actor_id', 'claim_id') }} as actor_id,
        {{ first_stated('location_id', 'place_depth desc, confidence desc, claim_id') }} as location_id,
        {{ first_stated('detaining_actor_id', 'confidence desc, claim_id') }} as detaining_actor_id,
        {{ first_stated('group_description', 'confidence desc, claim_id') }} as group_description,
        {{ first_stated('site', 'confidence desc, claim_id') }} as site,
        {{ first_stated('status', 'status_on desc nulls last, status_order desc, claim_id') }} as status,
        {{ first_stated('custody_place', 'confidence desc, claim_id') }} as custody_place,
        {{ first_stated('bail_amount', 'confidence desc, claim_id') }} as bail_amount,
        {{ first_stated('bail_currency', 'confidence desc, claim_id', where='bail_amount is not null') }}
            as bail_currency,
        min(person_count_low) as person_count_low,
        max(person_count_high) as person_count_high,
        {{ merged_list('charges') }} as charges,
        {{ merged_list('mistreatment') }} as mistreatment,
        bool_or(is_minor) as is_minor,
        {% for column in ['detained_on', 'date_precision', 'detained_on_stated'] %}
            {{ first_stated(column, 'date_rank desc, confidence desc, claim_id') }} as {{ column }},
        {% endfor %}
        {% for column in ['released_on', 'released_precision'] %}
            {{ first_stated(column, 'released_rank desc, confidence desc, claim_id') }} as {{ column }},
        {% endfor %}
        {{ joint_confidence() }} as confidence
    from members
    group by 1

),

final as (

    select
        merged.detention_id,
        merged.event_id,
        merged.actor_id,
        merged.person_count_low,
        merged.person_count_high,
        merged.group_description,
        merged.detained_on,
        coalesce(case when merged.detained_on is not null then merged.date_precision end, 'unknown') as date_precision,
        merged.location_id,
        merged.site,
        merged.detaining_actor_id,
        merged.status,
        merged.released_on,
        merged.released_precision,
        merged.bail_amount,
        merged.bail_currency,
        merged.custody_place,
        merged.charges,
        merged.mistreatment,
        merged.is_minor,
        merged.confidence,
        merged.detained_on_stated,
        merged.claim_count,
        merged.cluster_reason
    from merged
    left join first_passages
        on merged.detention_id = first_passages.fact_id
    -- In reading order.
    order by first_passages.first_passage, merged.detention_id

)

select * from final
