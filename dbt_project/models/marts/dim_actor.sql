with actors as (

    select * from {{ ref('int_actors_clustered') }}

),

spellings as (

    select * from {{ ref('int_actor_spellings_normalised') }}

),

places as (

    select * from {{ ref('int_places_resolved') }}

),

mentions as (

    select * from {{ ref('stg_attest__mentions') }}

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

own_spellings as (

    select
        actors.actor_id,
        spellings.spelling,
        spellings.is_fullest,
        spellings.document_id,
        spellings.mention_count
    from actors
    inner join spellings
        on actors.entity_id = spellings.entity_id

),

states as (

    select distinct
        actor_id,
        country_code
    from actors
    where actor_type = 'country' and country_code is not null

),

-- A state is also called by the names that documents use for the country.
country_spellings as (

    select
        states.actor_id,
        mentions.surface as spelling,
        false as is_fullest,
        mentions.document_id,
        0 as mention_count
    from states
    inner join places
        on states.country_code = places.country_code and places.gazetteer_id = 'iso3166:' || states.country_code
    inner join mentions
        on places.entity_id = mentions.entity_id
    where mentions.mention_type = 'place'

),

all_spellings as (

    select * from own_spellings
    union all
    select * from country_spellings

),

spelling_counts as (

    select
        actor_id,
        spelling,
        bool_or(is_fullest) as is_fullest,
        count(distinct document_id) as document_count,
        sum(mention_count) as mention_count
    from all_spellings
    group by 1, 2

),

named as (

    select
        actor_id,
        {{ first_stated(
            'spelling', 'is_fullest desc, document_count desc, mention_count desc, length(spelling) desc, spelling'
        ) }} as name,
        {{ collected('spelling', 'spelling') }} as spellings,
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
        {{ list_without('named.spellings', 'named.name') }} as aliases,
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
