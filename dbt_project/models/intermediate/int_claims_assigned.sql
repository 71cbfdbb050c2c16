with claims as (

    select * from {{ ref('stg_attest__claims') }}

),

events as (

    select * from {{ ref('int_events_clustered') }}

),

detentions as (

    select * from {{ ref('int_detentions_clustered') }}

),

sentences as (

    select * from {{ ref('int_sentences_clustered') }}

),

figures as (

    select * from {{ ref('int_figures_clustered') }}

),

assigned as (

    select
        claim_id,
        'fct_events' as fact_table,
        event_id as fact_id
    from events

    union all

    select
        claim_id,
        'fct_detentions' as fact_table,
        detention_id as fact_id
    from detentions

    union all

    select
        claim_id,
        'fct_sentences' as fact_table,
        sentence_id as fact_id
    from sentences

    union all

    select
        claim_id,
        'fct_reported_figures' as fact_table,
        figure_id as fact_id
    from figures

),

final as (

    select
        assigned.claim_id,
        assigned.fact_table,
        assigned.fact_id,
        claims.document_id,
        claims.extractor,
        claims.extractor_version,
        claims.confidence
    from assigned
    inner join claims
        on assigned.claim_id = claims.claim_id

)

select * from final
