with events as (

    select * from {{ ref('fct_events') }}

),

families as (

    select
        children.event_id,
        parents.event_id as parent_event_id,
        coalesce(children.name, children.event_kind) as event_label,
        coalesce(parents.name, parents.event_kind) as parent_label,
        children.start_date,
        children.date_precision,
        parents.start_date as parent_start_date,
        parents.end_date as parent_end_date,
        {{ compare_dates(
            'children.start_date', 'children.date_precision', 'parents.start_date', 'parents.date_precision'
        ) }} as against_start,
        -- A wave without an end is open; any other action without one lasts as long as its start says.
        case
            when parents.end_date is not null
                then {{ compare_dates(
                    'children.start_date', 'children.date_precision', 'parents.end_date', 'parents.end_precision'
                ) }}
            when
                parents.event_kind != 'protest_wave'
                and children.event_kind not in ('hunger_strike', 'statement', 'symbolic')
                then {{ compare_dates(
                    'children.start_date', 'children.date_precision', 'parents.start_date', 'parents.date_precision'
                ) }}
        end as against_end
    from events as children
    inner join events as parents
        on children.parent_event_id = parents.event_id

),

final as (

    select
        event_id,
        parent_event_id,
        start_date,
        date_precision,
        parent_start_date,
        parent_end_date,
        case when against_start < 0 then 'before its parent' else 'after its parent' end as disorder,
        concat(
            event_label, ' of ', start_date, ' lies ', case when against_start < 0 then 'before' else 'after' end,
            ' ', parent_label, ' (', parent_start_date, coalesce(' to ' || parent_end_date, ''),
            '), which it is a part of: ', event_id
        ) as problem
    from families
    where against_start < 0 or against_end > 0

)

select * from final
