with recursive events as (

    select * from {{ ref('fct_events') }}

),

detentions as (

    select * from {{ ref('fct_detentions') }}

),

figures as (

    select * from {{ ref('fct_reported_figures') }}
    where measure in ('detained', 'arrested') and event_id is not null

),

-- An event with all that is part of it: a wave's figure counts the detainees of its protests.
lineage as (

    select
        event_id,
        event_id as whole_event_id,
        0 as steps
    from events

    union all

    select
        lineage.event_id,
        events.parent_event_id as whole_event_id,
        lineage.steps + 1 as steps
    from lineage
    inner join events
        on lineage.whole_event_id = events.event_id
    where events.parent_event_id is not null and lineage.steps < 50

),

named as (

    select
        lineage.whole_event_id as event_id,
        count(distinct detentions.actor_id) as named_detainees
    from lineage
    inner join detentions
        on lineage.event_id = detentions.event_id
    where detentions.actor_id is not null
    group by 1

),

-- "More than 30" has no maximum.
reported as (

    select
        event_id,
        max(value_high) as reported_maximum
    from figures
    group by 1
    having count(*) = count(value_high)

),

final as (

    select
        named.event_id,
        coalesce(events.name, events.event_kind) as event_label,
        events.start_date,
        named.named_detainees,
        cast(reported.reported_maximum as bigint) as reported_maximum,
        concat(
            named.named_detainees, ' people are named as detained at ', coalesce(events.name, events.event_kind),
            coalesce(' of ' || events.start_date, ''), ', but no source reports more than ',
            cast(reported.reported_maximum as bigint), ': ', named.event_id
        ) as problem
    from named
    inner join reported
        on named.event_id = reported.event_id
    inner join events
        on named.event_id = events.event_id
    where named.named_detainees > reported.reported_maximum

)

select * from final
