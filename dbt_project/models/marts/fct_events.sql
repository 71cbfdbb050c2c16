with claims as (

    select * from {{ ref('int_event_claims_pivoted') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

parents as (

    select * from {{ ref('int_event_parents_resolved') }}

),

places as (

    select * from {{ ref('int_places_resolved') }}

),

locations as (

    select * from {{ ref('int_locations_chained') }}

),

figures as (

    select * from {{ ref('fct_reported_figures') }}

),

evidence as (

    select * from {{ ref('evidence') }}
    where fact_table = 'fct_events'

),

documents as (

    select * from {{ ref('stg_attest__documents') }}

),

kinds as (

    select * from {{ ref('event_kinds') }}

),

members as (

    select
        events.event_id,
        events.claim_count,
        events.cluster_reason,
        claims.*,
        {{ is_surest_of_source('events.event_id') }} as is_surest_of_source,
        {{ precision_rank('claims.date_precision') }} as start_rank,
        {{ precision_rank('claims.end_precision') }} as end_rank,
        count(*) over (partition by events.event_id, claims.event_kind) as kind_votes,
        count(*) over (partition by events.event_id, claims.start_date_stated) as start_votes,
        count(*) over (partition by events.event_id, claims.end_date_stated) as end_votes,
        places.location_id,
        locations.place_depth
    from events
    inner join claims
        on events.claim_id = claims.claim_id
    left join documents
        on claims.document_id = documents.document_id
    left join places
        on claims.place_entity_id = places.entity_id
    left join locations
        on places.location_id = locations.location_id

),

-- Of several reports the most precise wins, then what most of them say, then the surest.
merged as (

    select
        event_id,
        any_value(claim_count) as claim_count,
        any_value(cluster_reason) as cluster_reason,
        {{ first_stated('name', 'confidence desc, claim_id') }} as name,
        {{ first_stated('event_kind', 'kind_votes desc, confidence desc, claim_id') }} as event_kind,
        {% for column in ['start_date', 'date_precision', 'start_date_stated'] %}
            {{ first_stated(column, 'start_rank desc, start_votes desc, confidence desc, claim_id') }} as {{ column }},
        {% endfor %}
        {% for column in ['end_date', 'end_precision'] %}
            {{ first_stated(column, 'end_rank desc, end_votes desc, confidence desc, claim_id') }} as {{ column }},
        {% endfor %}
        {{ first_stated('location_id', 'place_depth desc, confidence desc, claim_id') }} as location_id,
        {{ first_stated('site', 'confidence desc, claim_id') }} as site,
        {{ merged_list('demands') }} as demands,
        {{ merged_list('methods') }} as methods,
        {{ merged_list('outcomes') }} as outcomes,
        min(participants_low) as crowd_low_min,
        max(participants_low) as crowd_low_max,
        max(participants_high) as crowd_high_max,
        count(participants_low) + count(participants_high) > 0 as has_own_crowd,
        {{ first_stated('stated_latitude', 'confidence desc, claim_id') }} as stated_latitude,
        {{ first_stated('stated_longitude', 'confidence desc, claim_id') }} as stated_longitude,
        {{ joint_confidence() }} as confidence
    from members
    group by 1

),

figure_groups as (

    select
        event_id,
        case when measure in ('detained', 'arrested') then 'detained' else measure end as count_name,
        document_id,
        coalesce(attributed_to, '') as attributed_to,
        value_low,
        value_high
    from figures
    where
        event_id is not null
        and measure in ('participants', 'detained', 'arrested', 'injured', 'killed')
        -- "Several demonstrators broke in" counts those, not the crowd.
        and not (measure = 'participants' and value_low <= 3 and value_high is null)

),

-- A source that also numbers a part of the whole ("16 of them") means the whole by its largest number.
source_estimates as (

    select *
    from figure_groups
    qualify
        row_number() over (
            partition by event_id, count_name, document_id, attributed_to
            order by coalesce(value_high, value_low) desc, value_low desc nulls last
        ) = 1

),

estimates as (

    select
        event_id,
        count_name,
        min(value_low) as low_min,
        max(value_low) as low_max,
        max(value_high) as high_max
    from source_estimates
    group by 1, 2

),

-- From the lowest to the highest estimate; open at the end that no source closes.
ranges as (

    select
        event_id,
        count_name,
        cast(least(low_min, coalesce(high_max, low_min)) as bigint) as low,
        cast(case when high_max is not null then greatest(high_max, coalesce(low_max, high_max)) end as bigint) as high
    from estimates

),

event_ranges as (

    select
        event_id,
        any_value(low) filter (where count_name = 'participants') as participants_low,
        any_value(high) filter (where count_name = 'participants') as participants_high,
        any_value(low) filter (where count_name = 'detained') as detained_low,
        any_value(high) filter (where count_name = 'detained') as detained_high,
        any_value(low) filter (where count_name = 'injured') as injured_low,
        any_value(high) filter (where count_name = 'injured') as injured_high,
        any_value(low) filter (where count_name = 'killed') as killed_low,
        any_value(high) filter (where count_name = 'killed') as killed_high
    from ranges
    group by 1

),

ended as (

    select
        *,
        coalesce(end_date = start_date and end_precision = date_precision, false) as is_one_day
    from merged

),

evidence_counts as (

    select
        fact_id as event_id,
        count(distinct document_id) as source_count,
        count(*) as evidence_count,
        min((document_id, char_start)) as first_passage
    from evidence
    group by 1

),

final as (

    select
        merged.event_id,
        parents.parent_event_id,
        merged.name,
        merged.event_kind,
        kinds.acled_event_type,
        kinds.acled_sub_event_type,
        merged.start_date,
        coalesce(case when merged.start_date is not null then merged.date_precision end, 'unknown') as date_precision,
        -- One day has no end of its own.
        case when not merged.is_one_day then merged.end_date end as end_date,
        case when not merged.is_one_day then merged.end_precision end as end_precision,
        merged.location_id,
        merged.site,
        case
            when merged.has_own_crowd
                then least(merged.crowd_low_min, coalesce(merged.crowd_high_max, merged.crowd_low_min))
            else event_ranges.participants_low
        end as participants_low,
        case
            when merged.has_own_crowd and merged.crowd_high_max is not null
                then greatest(merged.crowd_high_max, coalesce(merged.crowd_low_max, 0))
            when not merged.has_own_crowd then event_ranges.participants_high
        end as participants_high,
        event_ranges.detained_low,
        event_ranges.detained_high,
        event_ranges.injured_low,
        event_ranges.injured_high,
        event_ranges.killed_low,
        event_ranges.killed_high,
        coalesce(evidence_counts.source_count, 0) as source_count,
        coalesce(evidence_counts.evidence_count, 0) as evidence_count,
        merged.confidence,
        merged.start_date_stated,
        merged.demands,
        merged.methods,
        merged.outcomes,
        merged.stated_latitude,
        merged.stated_longitude,
        kinds.plover_event_type,
        merged.claim_count,
        merged.cluster_reason
    from ended as merged
    left join parents
        on merged.event_id = parents.event_id
    left join kinds
        on merged.event_kind = kinds.event_kind
    left join event_ranges
        on merged.event_id = event_ranges.event_id
    left join evidence_counts
        on merged.event_id = evidence_counts.event_id
    -- In reading order.
    order by evidence_counts.first_passage, merged.event_id

)

select * from final
