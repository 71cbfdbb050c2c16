with claims as (

    select * from {{ ref('int_detention_claims_pivoted') }}

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

resolved as (

    select
        claims.claim_id,
        claims.document_id,
        claims.person_entity_id,
        actors.actor_id,
        events.event_id,
        claims.person_count_low,
        claims.person_count_high,
        claims.detained_on,
        claims.date_precision,
        -- A document may tell one arrest twice, or name one person in two spellings that its reader took for two.
        case
            when actors.actor_id is not null and claims.date_precision = 'day'
                then min(claims.claim_id) over (partition by claims.document_id, actors.actor_id, claims.detained_on)
            else claims.claim_id
        end as told_claim_id
    from claims
    left join actors
        on claims.person_entity_id = actors.entity_id
    left join events
        on claims.event_claim_id = events.claim_id

),

candidate_pairs as (

    select
        'retelling' as subject,
        told_claim_id as claim_id_a,
        claim_id as claim_id_b
    from resolved
    where claim_id != told_claim_id

    union all

    select
        'person' as subject,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from resolved as a
    inner join resolved as b
        on
            a.actor_id = b.actor_id
            and (a.document_id, a.claim_id) < (b.document_id, b.claim_id)
            and (a.document_id != b.document_id or a.person_entity_id != b.person_entity_id)
    where a.claim_id = a.told_claim_id and b.claim_id = b.told_claim_id

    union all

    select
        'group' as subject,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from resolved as a
    inner join resolved as b
        on
            a.event_id = b.event_id
            and a.document_id < b.document_id
            and a.person_count_low is not distinct from b.person_count_low
            and a.person_count_high is not distinct from b.person_count_high
    where
        a.person_entity_id is null
        and b.person_entity_id is null
        and coalesce(a.person_count_low, a.person_count_high) is not null

),

compared as (

    select
        candidate_pairs.subject,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b,
        a.document_id as document_id_a,
        b.document_id as document_id_b,
        coalesce(a.event_id = b.event_id, false) as is_same_event,
        a.event_id != b.event_id as is_other_event,
        case
            when a.detained_on is null or b.detained_on is null then 'missing'
            when
                {{ compare_dates('a.detained_on', 'a.date_precision', 'b.detained_on', 'b.date_precision') }} != 0
                then 'conflict'
            when a.date_precision = 'day' and b.date_precision = 'day' then 'day'
            else 'coarser'
        end as date_agreement
    from candidate_pairs
    inner join resolved as a
        on candidate_pairs.claim_id_a = a.claim_id
    inner join resolved as b
        on candidate_pairs.claim_id_b = b.claim_id

),

judged as (

    select
        *,
        case
            when subject = 'retelling' then 'told twice in one document'
            when date_agreement = 'conflict' then 'other dates'
            when subject = 'group' then 'group of the same number at the same event'
            when date_agreement = 'day' then 'same person, same day'
            when is_same_event then 'same person, same event'
            else 'same person, but neither day nor event in common'
        end as comparison,
        3 * cast(date_agreement = 'day' as integer) + 2 * cast(is_same_event as integer)
        + cast(date_agreement = 'coarser' as integer) as score
    from compared

),

alike as (

    select
        *,
        comparison in (
            'told twice in one document', 'group of the same number at the same event', 'same person, same day',
            'same person, same event'
        ) as is_alike
    from judged

),

ranked as (

    select
        *,
        rank() over (partition by subject, claim_id_a, document_id_b order by is_alike desc, score desc) as rank_of_b,
        rank() over (partition by subject, claim_id_b, document_id_a order by is_alike desc, score desc) as rank_of_a,
        count(*) over (partition by subject, claim_id_a, document_id_b, is_alike, score) as rivals_of_b,
        count(*) over (partition by subject, claim_id_b, document_id_a, is_alike, score) as rivals_of_a
    from alike

),

final as (

    select
        {{ content_key(["'detention pair'", 'claim_id_a', 'claim_id_b']) }} as pair_id,
        claim_id_a,
        claim_id_b,
        document_id_a,
        document_id_b,
        date_agreement,
        score,
        is_same_event,
        case
            when not is_alike then 'different'
            when subject = 'retelling' then 'same'
            when rank_of_a > 1 or rank_of_b > 1 then 'different'
            when rivals_of_a > 1 or rivals_of_b > 1 then 'ambiguous'
            else 'same'
        end as decision,
        case
            when not is_alike or subject = 'retelling' then comparison
            when rank_of_a > 1 or rank_of_b > 1 then comparison || ', but another claim of the document fits better'
            when rivals_of_a > 1 or rivals_of_b > 1 then comparison || ', but two claims of one document fit equally'
            else comparison
        end as reason
    from ranked

)

select * from final
