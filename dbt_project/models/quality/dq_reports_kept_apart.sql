with event_pairs as (

    select * from {{ ref('int_event_pairs_compared') }}

),

detention_pairs as (

    select * from {{ ref('int_detention_pairs_compared') }}

),

sentence_pairs as (

    select * from {{ ref('int_sentence_pairs_compared') }}

),

assigned as (

    select * from {{ ref('int_claims_assigned') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

ambiguous as (

    select
        claim_id_a,
        claim_id_b,
        reason
    from event_pairs
    where decision = 'ambiguous'

    union all

    select
        claim_id_a,
        claim_id_b,
        reason
    from detention_pairs
    where decision = 'ambiguous'

    union all

    select
        claim_id_a,
        claim_id_b,
        reason
    from sentence_pairs
    where decision = 'ambiguous'

),

final as (

    select
        {{ content_key(['ambiguous.claim_id_a', 'ambiguous.claim_id_b']) }} as pair_id,
        a.fact_table,
        a.fact_id as fact_id_a,
        b.fact_id as fact_id_b,
        ambiguous.reason,
        concat(
            a.fact_table, ': a report in ', document_a.file_name, ' and one in ', document_b.file_name,
            ' may be of one fact (', ambiguous.reason, '): ', a.fact_id, ', ', b.fact_id
        ) as problem
    from ambiguous
    inner join assigned as a
        on ambiguous.claim_id_a = a.claim_id
    inner join assigned as b
        on ambiguous.claim_id_b = b.claim_id
    inner join documents as document_a
        on a.document_id = document_a.document_id
    inner join documents as document_b
        on b.document_id = document_b.document_id
    where a.fact_id != b.fact_id

)

select * from final
