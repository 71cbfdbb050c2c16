-- A detention or sentence that a document states of a named person points at that person, and counts one.

with detention_claims as (

    select * from {{ ref('int_detention_claims_pivoted') }}

),

sentence_claims as (

    select * from {{ ref('int_sentence_claims_pivoted') }}

),

assigned as (

    select * from {{ ref('int_claims_assigned') }}

),

detentions as (

    select * from {{ ref('fct_detentions') }}

),

sentences as (

    select * from {{ ref('fct_sentences') }}

),

personal_claims as (

    select claim_id from detention_claims
    where person_entity_id is not null
    union all
    select claim_id from sentence_claims
    where person_entity_id is not null

),

facts as (

    select
        detention_id as fact_id,
        actor_id,
        person_count_low,
        person_count_high
    from detentions

    union all

    select
        sentence_id as fact_id,
        actor_id,
        person_count_low,
        person_count_high
    from sentences

)

select
    assigned.fact_table,
    assigned.fact_id,
    concat(assigned.fact_table, ' ', assigned.fact_id, ' is of a person, but names none') as problem
from personal_claims
inner join assigned
    on personal_claims.claim_id = assigned.claim_id
inner join facts
    on assigned.fact_id = facts.fact_id
where facts.actor_id is null

union all

select
    'fct_detentions or fct_sentences' as fact_table,
    fact_id,
    concat(
        fact_id, ' is of one person, but counts ', coalesce(cast(person_count_low as varchar), 'open'), ' to ',
        coalesce(cast(person_count_high as varchar), 'open')
    ) as problem
from facts
where actor_id is not null and (person_count_low, person_count_high) is distinct from (1, 1)
