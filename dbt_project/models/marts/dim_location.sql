with events as (

    select * from {{ ref('fct_events') }}

),

detentions as (

    select * from {{ ref('fct_detentions') }}

),

locations as (

    select * from {{ ref('int_locations_chained') }}

),

places as (

    select * from {{ ref('int_places_resolved') }}

),

mentions as (

    select * from {{ ref('stg_attest__mentions') }}

),

gazetteer as (

    select * from {{ ref('stg_attest__gazetteer') }}

),

referenced as (

    select location_id from events
    union
    select location_id from detentions

),

-- With everything that a place lies in, so that every parent is a row.
kept as (

    select location_id from referenced
    where location_id is not null

    union

    select {{ list_rows('locations.ancestor_location_ids') }} as location_id
    from referenced
    inner join locations
        on referenced.location_id = locations.location_id

),

spellings as (

    select
        places.location_id,
        {{ collected('distinct mentions.surface', 'mentions.surface') }} as surfaces,
        count(*) as mention_count,
        count(distinct mentions.document_id) as document_count
    from mentions
    inner join places
        on mentions.entity_id = places.entity_id
    where
        mentions.mention_type = 'place'
        -- A state that acts is also called "the Iranian government", which is no name of the country.
        or ({{ name_key('mentions.surface') }}, places.gazetteer_id) in (
            select (gazetteer.name_key, gazetteer.gazetteer_id) from gazetteer
        )
    group by 1

),

reasons as (

    select
        location_id,
        {{ most_frequent('choice_reason') }} as choice_reason
    from places
    group by 1

),

final as (

    select
        locations.location_id,
        locations.name,
        locations.location_type,
        locations.parent_location_id,
        locations.country_code,
        locations.country_name,
        locations.latitude,
        locations.longitude,
        locations.geoname_id,
        {{ list_without('spellings.surfaces', 'locations.name') }} as aliases,
        case
            when locations.latitude is null then 'none'
            when locations.location_type in ('country', 'region') then locations.location_type
            else 'place'
        end as geo_precision,
        coalesce(reasons.choice_reason, 'holds a place that a document names') as choice_reason,
        locations.population,
        coalesce(spellings.mention_count, 0) as mention_count,
        coalesce(spellings.document_count, 0) as document_count
    from locations
    inner join kept
        on locations.location_id = kept.location_id
    left join spellings
        on locations.location_id = spellings.location_id
    left join reasons
        on locations.location_id = reasons.location_id

)

select * from final
