with recursive claims as (

    select * from {{ ref('int_detention_claims_pivoted') }}

),

pairs as (

    select * from {{ ref('int_detention_pairs_compared') }}
    where decision = 'same'

),

-- What one document tells twice goes with its first telling; only first tellings are put together.
retellings as (

    select
        claim_id_b as claim_id,
        claim_id_a as told_claim_id
    from pairs
    where reason = 'told twice in one document'

),

told as (

    select
        claims.claim_id,
        claims.document_id,
        coalesce(retellings.told_claim_id, claims.claim_id) as told_claim_id
    from claims
    left join retellings
        on claims.claim_id = retellings.claim_id

),

nodes as (

    select distinct told_claim_id as node from told

),

edges as (

    select
        claim_id_a as node_a,
        claim_id_b as node_b
    from pairs
    where reason != 'told twice in one document'

),

{{ connected_components('reached', 'nodes', 'edges') }},

components as (

    select
        told.claim_id,
        told.document_id,
        reached.component
    from told
    inner join reached
        on told.claim_id = reached.node

),

-- A chain over several documents may come back to the first with another of its claims. Then only the partners of
-- the chain's first claim stay with it: that is at most one of each document.
conflicts as (

    select distinct component
    from (
        select component
        from components
        group by component, document_id
        having count(*) > 1
    ) as crowded

),

guarded as (

    select
        components.claim_id,
        components.document_id,
        conflicts.component is not null as is_conflict,
        case
            when conflicts.component is null then components.component
            when components.claim_id = components.component then components.component
            when
                exists (
                    select 1 from pairs
                    where
                        components.component in (pairs.claim_id_a, pairs.claim_id_b)
                        and components.claim_id in (pairs.claim_id_a, pairs.claim_id_b)
                )
                then components.component
            else components.claim_id
        end as component
    from components
    left join conflicts
        on components.component = conflicts.component

),

final as (

    select
        told.claim_id,
        min(told.claim_id) over one_detention as detention_id,
        told.document_id,
        count(*) over one_detention as claim_count,
        case
            when count(distinct told.told_claim_id) over one_detention = 1 and guarded.is_conflict
                then 'kept apart: a chain of reports came back to its first document'
            when count(*) over one_detention = 1 then 'reported once'
            when count(distinct told.document_id) over one_detention = 1 then 'told twice in one document'
            else 'reported by several documents'
        end as cluster_reason
    from told
    inner join guarded
        on told.told_claim_id = guarded.claim_id
    window one_detention as (partition by guarded.component)

)

select * from final
