with detentions as (

    select * from {{ ref('fct_detentions') }}

),

sentences as (

    select * from {{ ref('fct_sentences') }}

),

events as (

    select * from {{ ref('fct_events') }}

),

actors as (

    select * from {{ ref('dim_actor') }}

),

ordered_pairs as (

    select
        'fct_detentions' as fact_table,
        detention_id as fact_id,
        actor_id,
        'release before detention' as disorder,
        detained_on as earlier_date,
        date_precision as earlier_precision,
        released_on as later_date,
        released_precision as later_precision
    from detentions

    union all

    select
        'fct_sentences' as fact_table,
        sentences.sentence_id as fact_id,
        sentences.actor_id,
        'sentence before detention' as disorder,
        detentions.detained_on as earlier_date,
        detentions.date_precision as earlier_precision,
        sentences.decided_on as later_date,
        sentences.date_precision as later_precision
    from sentences
    inner join detentions
        on sentences.detention_id = detentions.detention_id

    union all

    select
        'fct_sentences' as fact_table,
        sentences.sentence_id as fact_id,
        sentences.actor_id,
        'appeal before the decision it revises' as disorder,
        revised.decided_on as earlier_date,
        revised.date_precision as earlier_precision,
        sentences.decided_on as later_date,
        sentences.date_precision as later_precision
    from sentences
    inner join sentences as revised
        on sentences.revises_sentence_id = revised.sentence_id

    union all

    select
        'fct_events' as fact_table,
        event_id as fact_id,
        null as actor_id,
        'end before start' as disorder,
        start_date as earlier_date,
        date_precision as earlier_precision,
        end_date as later_date,
        end_precision as later_precision
    from events

),

compared as (

    select
        *,
        {{ compare_dates('later_date', 'later_precision', 'earlier_date', 'earlier_precision') }} as comparison
    from ordered_pairs

),

final as (

    select
        compared.fact_table,
        compared.fact_id,
        compared.actor_id,
        compared.disorder,
        compared.earlier_date,
        compared.earlier_precision,
        compared.later_date,
        compared.later_precision,
        concat(
            coalesce(actors.name || ': ', ''), compared.disorder, ' (', compared.later_date, ' to the ',
            compared.later_precision, ', but ', compared.earlier_date, ' to the ', compared.earlier_precision, ') in ',
            compared.fact_table, ' ', compared.fact_id
        ) as problem
    from compared
    left join actors
        on compared.actor_id = actors.actor_id
    where compared.comparison < 0

)

select * from final
