with recursive claims as (

    select * from {{ ref('int_event_claims_pivoted') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

-- One parent for each event: the one that most of its reports name.
stated_parents as (

    select
        events.event_id,
        parents.event_id as parent_event_id,
        count(*) as claim_count
    from claims
    inner join events
        on claims.claim_id = events.claim_id
    inner join events as parents
        on claims.parent_claim_id = parents.claim_id
    where events.event_id != parents.event_id
    group by 1, 2

),

chosen_parents as (

    select
        event_id,
        parent_event_id
    from stated_parents
    qualify row_number() over (partition by event_id order by claim_count desc, parent_event_id asc) = 1

),

-- Reports put together from several documents could name each other as parents: walk up, and cut each ring once.
walks as (

    select
        event_id,
        parent_event_id as ancestor_id,
        1 as steps,
        least(event_id, parent_event_id) as smallest_id
    from chosen_parents

    union all

    select
        walks.event_id,
        chosen_parents.parent_event_id as ancestor_id,
        walks.steps + 1 as steps,
        least(walks.smallest_id, chosen_parents.parent_event_id) as smallest_id
    from walks
    inner join chosen_parents
        on walks.ancestor_id = chosen_parents.event_id
    where walks.ancestor_id != walks.event_id and walks.steps < 50

),

rings as (

    select
        event_id,
        min(smallest_id) as ring_id
    from walks
    where ancestor_id = event_id
    group by 1

),

final as (

    select
        chosen_parents.event_id,
        chosen_parents.parent_event_id
    from chosen_parents
    left join rings
        on chosen_parents.event_id = rings.event_id
    where rings.ring_id is null or chosen_parents.event_id != rings.ring_id

)

select * from final
