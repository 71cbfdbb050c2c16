with recursive claims as (

    select * from {{ ref('int_detention_claims_pivoted') }}

),

pairs as (

    select * from {{ ref('int_detention_pairs_compared') }}
    where decision = 'same'

),

nodes as (

    select claim_id as node from claims

),

edges as (

    select
        claim_id_a as node_a,
        claim_id_b as node_b
    from pairs

),

{{ connected_components('reached', 'nodes', 'edges') }},

components as (

    select
        claims.claim_id,
        claims.document_id,
        reached.component
    from claims
    inner join reached
        on claims.claim_id = reached.node

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
        claim_id,
        min(claim_id) over (partition by component) as detention_id,
        document_id,
        count(*) over (partition by component) as claim_count,
        case
            when count(*) over (partition by component) = 1 and is_conflict
                then 'kept apart: a chain of reports came back to its first document'
            when count(*) over (partition by component) = 1 then 'reported once'
            else 'reported by several documents'
        end as cluster_reason
    from guarded

)

select * from final
