with claims as (

    select * from {{ ref('int_figure_claims_pivoted') }}

),

figures as (

    select * from {{ ref('int_figures_clustered') }}

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

evidence as (

    select * from {{ ref('evidence') }}
    where fact_table = 'fct_reported_figures'

),

merged as (

    select
        figures.figure_id,
        any_value(figures.event_id) as event_id,
        any_value(claims.measure) as measure,
        any_value(claims.value_low) as value_low,
        any_value(claims.value_high) as value_high,
        min(claims.unit) as unit,
        {{ first_stated('claims.attributed_to', 'claims.claim_id') }} as attributed_to,
        figures.document_id,
        {{ first_stated('actors.actor_id', 'claims.claim_id') }} as attributed_actor_id,
        max(claims.confidence) as confidence
    from figures
    inner join claims
        on figures.claim_id = claims.claim_id
    left join actors
        on claims.attributed_entity_id = actors.entity_id
    group by figures.figure_id, figures.document_id

),

first_passages as (

    select
        fact_id,
        min(char_start) as char_start
    from evidence
    group by 1

),

final as (

    select merged.*
    from merged
    left join first_passages
        on merged.figure_id = first_passages.fact_id
    -- In reading order.
    order by merged.document_id, first_passages.char_start, merged.figure_id

)

select * from final
