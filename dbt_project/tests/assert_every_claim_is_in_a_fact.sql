-- Nothing that the readers found is lost on the way to the marts: each claim became a fact, alone or with others.

with claims as (

    select * from {{ ref('stg_attest__claims') }}

),

assigned as (

    select * from {{ ref('int_claims_assigned') }}

)

select
    claims.claim_id,
    concat(claims.claim_type, ' claim ', claims.claim_id, ' of document ', claims.document_id, ' became no fact')
        as problem
from claims
left join assigned
    on claims.claim_id = assigned.claim_id
where assigned.claim_id is null
