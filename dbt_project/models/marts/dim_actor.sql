with actors as (

    select * from {{ ref('int_actors_clustered') }}

),

spellings as (

    select * from {{ ref('int_actor_spellings_normalised') }}

),

event_actors as (

    select * from {{ ref('bridge_event_actor') }}

),

detentions as (

    select * from {{ ref('fct_detentions') }}

),

sentences as (

    select * from {{ ref('fct_sentences') }}

),

figures as (

    select * from {{ ref('fct_reported_figures') }}

),

-- One row for each fact and part that an actor has in it.
references_to_actors as (

    select
        actor_id,
        event_id as fact_id
    from event_actors

    union

    select
        actor_id,
        detention_id as fact_id
    from detentions

    union

    select
        detaining_actor_id as actor_id,
        detention_id as fact_id
    from detentions

    union

    select
        actor_id,
        sentence_id as fact_id
    from sentences

    union

    select
        court_actor_id as actor_id,
        sentence_id as fact_id
    from sentences

    union

    select
        attributed_actor_id as actor_id,
        figure_id as fact_id
    from figures

),

fact_counts as (

    select
        actor_id,
        count(distinct fact_id) as fact_count
    from references_to_actors
    where actor_id is not null
    group by 1

),

spelling_counts as (

    select
        actors.actor_id,
        spellings.spelling,
        bool_or(spellings.is_fullest) as is_fullest,
        count(distinct spellings.document_id) as document_count,
        sum(spellings.mention_count) as mention_count
    from actors
    inner join spellings
        on actors.entity_id = spellings.entity_id
    group by 1, 2

),

named as (

    select
        actor_id,
        first(
            spelling
            order by is_fullest desc, document_count desc, mention_count desc, length(spelling) desc, spelling asc
        ) as name,
        list(spelling order by spelling) as spellings,
        sum(mention_count) as mention_count
    from spelling_counts
    group by 1

),

described as (

    select
        actor_id,
        any_value(actor_type) as actor_type,
        min(country_code) as country_code,
        min(country_basis) as country_basis,
        count(distinct document_id) as document_count,
        min(cluster_reason) as cluster_reason
    from actors
    group by 1

),

final as (

    select
        described.actor_id,
        named.name,
        described.actor_type,
        described.country_code,
        [spelling for spelling in named.spellings if spelling != named.name] as aliases,  -- noqa: RF02
        cast(named.mention_count as bigint) as mention_count,
        described.document_count,
        described.country_basis,
        coalesce(fact_counts.fact_count, 0) as fact_count,
        described.cluster_reason
    from described
    inner join named
        on described.actor_id = named.actor_id
    left join fact_counts
        on described.actor_id = fact_counts.actor_id

)

select * from final
