with mentions as (

    select * from {{ ref('stg_attest__mentions') }}

),

place_values as (

    select distinct value as entity_id
    from {{ ref('stg_attest__claim_values') }}
    where field = 'place'

),

candidates as (

    select * from {{ ref('int_place_candidates_scored') }}
    where candidate_rank = 1

),

countries as (

    select * from {{ ref('countries') }}

),

document_countries as (

    select * from {{ ref('int_document_countries_weighed') }}
    where is_dominant and country_code in (select countries.country_code from countries)

),

entities as (

    select
        entity_id,
        document_id,
        min(entity_name) as entity_name,
        min(country_code) as said_country_code
    from mentions
    where
        mention_type in ('place', 'country')
        or entity_id in (select place_values.entity_id from place_values)
    group by 1, 2

),

resolved as (

    select
        entities.entity_id,
        entities.document_id,
        entities.entity_name,
        candidates.gazetteer_id is not null and candidates.decision = 'chosen' as is_known,
        case when candidates.decision = 'chosen' then candidates.gazetteer_id end as gazetteer_id,
        case
            when candidates.decision = 'chosen' then candidates.country_code
            else coalesce(countries.country_code, document_countries.country_code)
        end as country_code,
        candidates.score,
        candidates.margin,
        case
            when candidates.choice_reason is not null then candidates.choice_reason
            when countries.country_code is not null then 'not in the gazetteer; country said in the text'
            when document_countries.country_code is not null
                then
                    'not in the gazetteer; ' || cast(round(100 * document_countries.country_share) as integer)
                    || ' % of what the document names is in ' || document_countries.country_code
            else 'not in the gazetteer; the document is of no one country'
        end as choice_reason
    from entities
    left join candidates
        on entities.entity_id = candidates.entity_id
    left join countries
        on entities.said_country_code = countries.country_code
    left join document_countries
        on entities.document_id = document_countries.document_id

),

keyed as (

    select
        *,
        coalesce(gazetteer_id, 'name:' || coalesce(country_code, '') || ':' || {{ name_key('entity_name') }})
            as location_key
    from resolved

),

final as (

    select
        *,
        {{ content_key(["'place'", 'location_key']) }} as location_id
    from keyed

)

select * from final
