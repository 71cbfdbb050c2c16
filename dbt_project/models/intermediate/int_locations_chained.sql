with recursive places as (

    select * from {{ ref('int_places_resolved') }}

),

gazetteer as (

    select * from {{ ref('stg_attest__gazetteer') }}
    qualify row_number() over (partition by gazetteer_id order by is_preferred desc, name_key asc) = 1

),

countries as (

    select * from {{ ref('countries') }}

),

-- Every place that the gazetteer knows, countries from the seed where no document names them.
known_places as (

    select
        gazetteer_id,
        name,
        location_type,
        country_code,
        case
            when location_type = 'country' then null
            when parent_gazetteer_id in (select known.gazetteer_id from gazetteer as known) then parent_gazetteer_id
            else 'iso3166:' || country_code
        end as parent_key,
        latitude,
        longitude,
        population,
        geoname_id
    from gazetteer

    union all

    select
        'iso3166:' || countries.country_code as gazetteer_id,
        countries.name,
        'country' as location_type,
        countries.country_code,
        null as parent_key,
        try_cast(countries.latitude as double) as latitude,
        try_cast(countries.longitude as double) as longitude,
        null as population,
        null as geoname_id
    from countries
    where 'iso3166:' || countries.country_code not in (select gazetteer.gazetteer_id from gazetteer)

),

used as (

    select distinct gazetteer_id as location_key
    from places
    where gazetteer_id is not null

    union

    select distinct 'iso3166:' || country_code as location_key
    from places
    where gazetteer_id is null and country_code is not null

    union

    select known_places.parent_key as location_key
    from used
    inner join known_places
        on used.location_key = known_places.gazetteer_id
    where known_places.parent_key is not null

),

unknown_places as (

    select
        location_key,
        min(entity_name) as name,
        min(country_code) as country_code
    from places
    where gazetteer_id is null
    group by 1

),

located as (

    select
        known_places.gazetteer_id as location_key,
        known_places.name,
        known_places.location_type,
        known_places.country_code,
        known_places.parent_key,
        known_places.latitude,
        known_places.longitude,
        known_places.population,
        known_places.geoname_id
    from used
    inner join known_places
        on used.location_key = known_places.gazetteer_id

    union all

    select
        location_key,
        name,
        null as location_type,
        country_code,
        case when country_code in (select countries.country_code from countries) then 'iso3166:' || country_code end
            as parent_key,
        null as latitude,
        null as longitude,
        null as population,
        null as geoname_id
    from unknown_places

),

-- A place and everything that it lies in.
ancestors as (

    select
        location_key,
        parent_key as ancestor_key,
        1 as steps
    from located
    where parent_key is not null

    union all

    select
        ancestors.location_key,
        located.parent_key as ancestor_key,
        ancestors.steps + 1 as steps
    from ancestors
    inner join located
        on ancestors.ancestor_key = located.location_key
    where located.parent_key is not null and ancestors.steps < 10

),

ancestor_lists as (

    select
        location_key,
        {{ collected(content_key(["'place'", 'ancestor_key']), 'steps') }} as ancestor_location_ids
    from ancestors
    group by 1

),

final as (

    select
        {{ content_key(["'place'", 'located.location_key']) }} as location_id,
        case
            when located.parent_key in (select parents.location_key from located as parents)
                then {{ content_key(["'place'", 'located.parent_key']) }}
        end as parent_location_id,
        located.location_key,
        located.name,
        located.location_type,
        located.country_code,
        countries.name as country_name,
        coalesce(ancestor_lists.ancestor_location_ids, cast([] as varchar[])) as ancestor_location_ids,
        coalesce({{ list_size('ancestor_lists.ancestor_location_ids') }}, 0) as place_depth,
        located.latitude,
        located.longitude,
        located.population,
        located.geoname_id
    from located
    left join countries
        on located.country_code = countries.country_code
    left join ancestor_lists
        on located.location_key = ancestor_lists.location_key

)

select * from final
