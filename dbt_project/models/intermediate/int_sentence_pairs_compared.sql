with claims as (

    select * from {{ ref('int_sentence_claims_pivoted') }}

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

resolved as (

    select
        claims.*,
        actors.actor_id,
        events.event_id
    from claims
    left join actors
        on claims.person_entity_id = actors.entity_id
    left join events
        on claims.event_claim_id = events.claim_id

),

candidate_pairs as (

    select
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from resolved as a
    inner join resolved as b
        on
            a.actor_id = b.actor_id
            and (a.document_id, a.claim_id) < (b.document_id, b.claim_id)
            and (a.document_id != b.document_id or a.person_entity_id != b.person_entity_id)

    union all

    select
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
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b,
        a.document_id as document_id_a,
        b.document_id as document_id_b,
        coalesce(a.event_id = b.event_id, false) as is_same_event,
        case
            when a.decided_on is null or b.decided_on is null then 'missing'
            when
                {{ compare_dates('a.decided_on', 'a.date_precision', 'b.decided_on', 'b.date_precision') }} != 0
                then 'conflict'
            when a.date_precision = 'day' and b.date_precision = 'day' then 'day'
            else 'coarser'
        end as date_agreement,
        -- Only what both documents state can disagree.
        coalesce(a.outcome != b.outcome, false) as is_other_outcome,
        coalesce(not {{ lists_overlap('a.sentence_kinds', 'b.sentence_kinds') }}, false) as is_other_kind,
        coalesce(a.prison_days != b.prison_days, false)
        or coalesce(a.lashes != b.lashes, false)
        or coalesce(a.fine_amount != b.fine_amount, false)
        or coalesce(a.community_service_hours != b.community_service_hours, false) as is_other_penalty,
        coalesce(a.prison_days = b.prison_days, false)
        or coalesce(a.lashes = b.lashes, false)
        or coalesce(a.fine_amount = b.fine_amount, false) as is_same_penalty
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
            when date_agreement = 'conflict' then 'other dates'
            when is_other_outcome then 'other outcomes'
            when is_other_kind then 'other kinds of penalty'
            when is_other_penalty then 'other penalties'
            when date_agreement in ('day', 'coarser') then 'same person, date and penalty'
            when is_same_event and is_same_penalty then 'same person, event and penalty'
            else 'same person, but neither date nor event and penalty in common'
        end as comparison,
        3 * cast(date_agreement = 'day' as integer) + 2 * cast(is_same_penalty as integer)
        + cast(date_agreement = 'coarser' as integer) + cast(is_same_event as integer) as score
    from compared

),

alike as (

    select
        *,
        comparison in ('same person, date and penalty', 'same person, event and penalty') as is_alike
    from judged

),

ranked as (

    select
        *,
        rank() over (partition by claim_id_a, document_id_b order by is_alike desc, score desc) as rank_of_b,
        rank() over (partition by claim_id_b, document_id_a order by is_alike desc, score desc) as rank_of_a,
        count(*) over (partition by claim_id_a, document_id_b, is_alike, score) as rivals_of_b,
        count(*) over (partition by claim_id_b, document_id_a, is_alike, score) as rivals_of_a
    from alike

),

final as (

    select
        {{ content_key(["'sentence pair'", 'claim_id_a', 'claim_id_b']) }} as pair_id,
        claim_id_a,
        claim_id_b,
        document_id_a,
        document_id_b,
        date_agreement,
        score,
        is_same_event,
        case
            when not is_alike then 'different'
            when rank_of_a > 1 or rank_of_b > 1 then 'different'
            when rivals_of_a > 1 or rivals_of_b > 1 then 'ambiguous'
            else 'same'
        end as decision,
        case
            when not is_alike then comparison
            when rank_of_a > 1 or rank_of_b > 1 then comparison || ', but another claim of the document fits better'
            when rivals_of_a > 1 or rivals_of_b > 1 then comparison || ', but two claims of one document fit equally'
            else comparison
        end as reason
    from ranked

)

select * from final
