with figures as (

    select * from {{ ref('fct_reported_figures') }}
    where event_id is not null

),

events as (

    select * from {{ ref('fct_events') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

sourced as (

    select
        figures.event_id,
        figures.measure,
        figures.value_low,
        figures.value_high,
        figures.document_id,
        concat(figures.document_id, '|', figures.attributed_to) as source_key,
        concat(
            case
                when figures.value_low = figures.value_high then {{ grouped_digits('figures.value_low') }}
                when figures.value_high is null then 'at least ' || {{ grouped_digits('figures.value_low') }}
                when figures.value_low is null then 'up to ' || {{ grouped_digits('figures.value_high') }}
                else {{ grouped_digits('figures.value_low') }} || ' to ' || {{ grouped_digits('figures.value_high') }}
            end,
            case when figures.unit not in ('people', 'vehicles') then ' ' || figures.unit else '' end,
            ' (', coalesce(figures.attributed_to || ', ', ''), documents.file_name, ')'
        ) as stated
    from figures
    inner join documents
        on figures.document_id = documents.document_id

),

-- Two numbers conflict where nothing could be both.
conflicting as (

    select
        event_id,
        measure,
        max(value_low) as highest_low,
        min(value_high) as lowest_high,
        min(coalesce(value_low, value_high)) as lowest,
        max(coalesce(value_high, value_low)) as highest,
        count(*) as figure_count,
        count(distinct document_id) as document_count,
        count(distinct source_key) as source_count,
        {{ collected('stated', 'coalesce(value_low, value_high), stated') }} as stated_values
    from sourced
    group by 1, 2
    having max(value_low) > min(value_high)

),

final as (

    select
        conflicting.event_id,
        conflicting.measure,
        coalesce(events.name, events.event_kind) as event_label,
        conflicting.stated_values,
        conflicting.lowest,
        conflicting.highest,
        conflicting.figure_count,
        conflicting.source_count,
        conflicting.document_count,
        conflicting.source_count > 1 as is_between_sources,
        events.start_date,
        concat(
            conflicting.measure, ' of ', coalesce(events.name, events.event_kind),
            coalesce(' on ' || events.start_date, ''), ': ', {{ joined_text('conflicting.stated_values', '; ') }}
        ) as problem
    from conflicting
    inner join events
        on conflicting.event_id = events.event_id

)

select * from final
