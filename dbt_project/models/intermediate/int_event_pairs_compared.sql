with claims as (

    select * from {{ ref('int_event_claims_pivoted') }}

),

places as (

    select * from {{ ref('int_places_resolved') }}

),

locations as (

    select * from {{ ref('int_locations_chained') }}

),

kinds as (

    select * from {{ ref('event_kinds') }}

),

placed as (

    select
        claims.claim_id,
        claims.document_id,
        claims.event_kind,
        kinds.kind_family,
        {{ name_key('claims.name') }} as event_name_key,
        claims.site,
        {{ split_text(name_key('claims.site'), ' ') }} as site_words,
        places.location_id,
        coalesce(locations.ancestor_location_ids, cast([] as varchar[])) as ancestor_location_ids,
        claims.start_date,
        claims.date_precision,
        date_trunc('month', claims.start_date) as start_month,
        claims.participants_low,
        claims.participants_high
    from claims
    left join kinds
        on claims.event_kind = kinds.event_kind
    left join places
        on claims.place_entity_id = places.entity_id
    left join locations
        on places.location_id = locations.location_id

),

-- Two documents' claims are compared where they share a name, or a place and a month, or a day and are both waves.
candidate_pairs as (

    select
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from placed as a
    inner join placed as b
        on
            a.location_id = b.location_id
            and a.start_month = b.start_month
            and a.kind_family = b.kind_family
            and a.document_id < b.document_id

    union

    select
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from placed as a
    inner join placed as b
        on
            a.event_name_key = b.event_name_key
            and a.kind_family = b.kind_family
            and a.document_id < b.document_id

    union

    select
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from placed as a
    inner join placed as b
        on
            a.start_date = b.start_date
            and a.date_precision = 'day'
            and b.date_precision = 'day'
            and a.kind_family = 'wave'
            and b.kind_family = 'wave'
            and a.document_id < b.document_id

),

compared as (

    select
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b,
        a.document_id as document_id_a,
        b.document_id as document_id_b,
        a.kind_family,
        a.event_kind = b.event_kind as is_same_kind,
        coalesce(a.event_name_key = b.event_name_key, false) as is_named_alike,
        case
            when a.start_date is null or b.start_date is null then 'missing'
            when
                {{ compare_dates('a.start_date', 'a.date_precision', 'b.start_date', 'b.date_precision') }} != 0
                then 'conflict'
            when a.date_precision = 'day' and b.date_precision = 'day' then 'day'
            when 'day' in (a.date_precision, b.date_precision) then 'coarser'
            else 'vague'
        end as date_agreement,
        case
            when a.location_id is null or b.location_id is null then 'missing'
            when a.location_id = b.location_id then 'same'
            when
                {{ list_holds('a.ancestor_location_ids', 'b.location_id') }}
                or {{ list_holds('b.ancestor_location_ids', 'a.location_id') }}
                then 'within'
            else 'conflict'
        end as place_agreement,
        case
            when a.site is null or b.site is null then 'missing'
            when {{ share_a_word('a.site_words', 'b.site_words') }} then 'same'
            else 'conflict'
        end as site_agreement,
        coalesce(a.participants_low = b.participants_low or a.participants_high = b.participants_high, false)
            as is_same_size
    from candidate_pairs
    inner join placed as a
        on candidate_pairs.claim_id_a = a.claim_id
    inner join placed as b
        on candidate_pairs.claim_id_b = b.claim_id

),

judged as (

    select
        *,
        4 * cast(is_named_alike as integer)
        + case date_agreement when 'day' then 3 when 'coarser' then 1 else 0 end
        + case place_agreement when 'same' then 2 when 'within' then 1 else 0 end
        + case site_agreement when 'same' then 2 else 0 end
        + 2 * cast(is_same_kind as integer)
        + cast(is_same_size as integer) as score,
        case
            when date_agreement = 'conflict' then 'other dates'
            when place_agreement = 'conflict' then 'other places'
            when is_named_alike and (date_agreement in ('day', 'coarser') or place_agreement in ('same', 'within'))
                then 'same name'
            when is_named_alike then 'same name, but neither date nor place to go by'
            when place_agreement = 'within' and kind_family = 'wave' and date_agreement = 'day'
                then 'waves from the same day, one inside the other''s area'
            when place_agreement != 'same' then 'not the same place'
            when site_agreement = 'conflict' then 'other sites in the same place'
            when date_agreement = 'day' then 'same day and place'
            when date_agreement = 'coarser' and is_same_kind then 'same month or year and place'
            else 'no day on either side'
        end as comparison
    from compared

),

alike as (

    select
        *,
        comparison in (
            'same name', 'waves from the same day, one inside the other''s area', 'same day and place',
            'same month or year and place'
        ) as is_alike
    from judged

),

-- Of several partners in one document only the best will do, and only if it is clearly the best.
ranked as (

    select
        *,
        rank() over (partition by claim_id_a, document_id_b order by is_alike desc, score desc) as rank_of_b,
        rank() over (partition by claim_id_b, document_id_a order by is_alike desc, score desc) as rank_of_a,
        count(*) over (partition by claim_id_a, document_id_b, is_alike, score) as rivals_of_b,
        count(*) over (partition by claim_id_b, document_id_a, is_alike, score) as rivals_of_a,
        -- How many days in all documents a claim without a day could be of.
        count(*) filter (where is_alike and comparison = 'same month or year and place')
            over (partition by claim_id_a) as vague_partners_of_a,
        count(*) filter (where is_alike and comparison = 'same month or year and place')
            over (partition by claim_id_b) as vague_partners_of_b
    from alike

),

final as (

    select
        {{ content_key(["'event pair'", 'claim_id_a', 'claim_id_b']) }} as pair_id,
        claim_id_a,
        claim_id_b,
        document_id_a,
        document_id_b,
        date_agreement,
        place_agreement,
        site_agreement,
        score,
        is_named_alike,
        is_same_kind,
        case
            when not is_alike then 'different'
            when rank_of_a > 1 or rank_of_b > 1 then 'different'
            when rivals_of_a > 1 or rivals_of_b > 1 then 'ambiguous'
            when comparison = 'same month or year and place' and greatest(vague_partners_of_a, vague_partners_of_b) > 1
                then 'ambiguous'
            else 'same'
        end as decision,
        case
            when not is_alike then comparison
            when rank_of_a > 1 or rank_of_b > 1 then comparison || ', but another claim of the document fits better'
            when rivals_of_a > 1 or rivals_of_b > 1 then comparison || ', but two claims of one document fit equally'
            when comparison = 'same month or year and place' and greatest(vague_partners_of_a, vague_partners_of_b) > 1
                then comparison || ', but it could be of several days'
            else comparison
        end as reason
    from ranked

)

select * from final
