with mentions as (

    select * from {{ ref('stg_attest__mentions') }}

),

place_values as (

    select distinct value as entity_id
    from {{ ref('stg_attest__claim_values') }}
    where field = 'place'

),

gazetteer as (

    select * from {{ ref('stg_attest__gazetteer') }}

),

passages as (

    select * from {{ ref('stg_attest__passages') }}

),

place_mentions as (

    select mentions.*
    from mentions
    where
        mentions.mention_type in ('place', 'country')
        or mentions.entity_id in (select place_values.entity_id from place_values)

),

entities as (

    select
        entity_id,
        document_id,
        min(entity_name) as entity_name,
        -- What the text itself says: "Julfa, Iran".
        min(country_code) as said_country_code,
        count(*) as mention_count
    from place_mentions
    group by 1, 2

),

entity_names as (

    select
        entity_id,
        surface as name
    from place_mentions

    union

    select
        entity_id,
        entity_name as name
    from entities

),

lookups as (

    select
        name,
        {{ name_key('name') }} as lookup_key
    from (select distinct name from entity_names) as distinct_names

),

matched as (

    select
        entities.entity_id,
        entities.document_id,
        entities.entity_name,
        entities.said_country_code,
        entities.mention_count,
        gazetteer.gazetteer_id,
        gazetteer.name,
        gazetteer.location_type,
        gazetteer.country_code,
        gazetteer.latitude,
        gazetteer.longitude,
        gazetteer.population,
        bool_or(gazetteer.is_preferred) as is_preferred
    from entities
    inner join entity_names
        on entities.entity_id = entity_names.entity_id
    inner join lookups
        on entity_names.name = lookups.name
    inner join gazetteer
        on lookups.lookup_key = gazetteer.name_key
    group by all

),

spread as (

    select
        entity_id,
        count(*) as candidate_count,
        count(distinct country_code) as country_count,
        bool_or(location_type = 'country') as has_country,
        max(coalesce(population, 0)) as top_population,
        -- The second largest, or nothing.
        coalesce({{ list_item(collected('coalesce(population, 0)', 'coalesce(population, 0) desc'), 2) }}, 0)
            as next_population
    from matched
    group by 1

),

-- Which countries a document speaks of, as far as that is plain without choosing between namesakes. A settlement says
-- more than a state that is merely named.
country_signals as (

    select
        document_id,
        passage_id,
        entity_id,
        country_code,
        1 as weight
    from mentions
    where mention_type = 'demonym' and country_code is not null

    union all

    select
        place_mentions.document_id,
        place_mentions.passage_id,
        place_mentions.entity_id,
        matched.country_code,
        1 as weight
    from place_mentions
    inner join matched
        on place_mentions.entity_id = matched.entity_id
    where matched.location_type = 'country'

    union all

    select
        place_mentions.document_id,
        place_mentions.passage_id,
        place_mentions.entity_id,
        matched.country_code,
        -- A disputed region is often what a text is about and not where it plays.
        if(bool_or(matched.location_type = 'region'), 1, 3) as weight
    from place_mentions
    inner join matched
        on place_mentions.entity_id = matched.entity_id
    inner join spread
        on matched.entity_id = spread.entity_id
    where not spread.has_country and spread.country_count = 1
    -- One signal for a mention, however many places of its name the country has.
    group by place_mentions.mention_id, 1, 2, 3, 4

),

document_weights as (

    select
        document_id,
        country_code,
        sum(weight) as weight,
        sum(sum(weight)) over (partition by document_id) as all_weight
    from country_signals
    group by 1, 2

),

own_weights as (

    select
        entity_id,
        country_code,
        sum(weight) as weight,
        sum(sum(weight)) over (partition by entity_id) as all_weight
    from country_signals
    group by 1, 2

),

own_totals as (

    select
        entity_id,
        max(all_weight) as all_weight
    from own_weights
    group by 1

),

-- What the rest of the document says for a candidate's country: a name is no witness for itself.
candidate_countries as (

    select
        matched.entity_id,
        matched.gazetteer_id,
        (document_weights.weight - coalesce(own_weights.weight, 0))
        / nullif(document_weights.all_weight - coalesce(own_totals.all_weight, 0), 0) as country_share
    from matched
    inner join document_weights
        on
            matched.document_id = document_weights.document_id
            and matched.country_code = document_weights.country_code
    left join own_weights
        on
            matched.entity_id = own_weights.entity_id
            and matched.country_code = own_weights.country_code
    left join own_totals
        on matched.entity_id = own_totals.entity_id

),

passage_countries as (

    select distinct
        place_mentions.entity_id,
        country_signals.country_code
    from place_mentions
    inner join country_signals
        on
            place_mentions.passage_id = country_signals.passage_id
            and place_mentions.entity_id != country_signals.entity_id
    where country_signals.weight = 1

),

-- Places about which there is no doubt: they pull their namesake-ridden neighbours to their side of the world.
anchors as (

    select
        matched.document_id,
        matched.entity_id,
        matched.country_code,
        matched.latitude,
        matched.longitude
    from matched
    inner join spread
        on matched.entity_id = spread.entity_id
    where
        not spread.has_country
        and matched.location_type != 'region'
        and matched.latitude is not null
        and (
            spread.candidate_count = 1
            or (
                matched.population = spread.top_population
                and spread.top_population >= 100000
                and spread.top_population >= 10 * spread.next_population
            )
        )

),

-- Countries of such places in the same passage, the two before and the two after.
near_countries as (

    select distinct
        place_mentions.entity_id,
        anchors.country_code
    from anchors
    inner join place_mentions as anchor_mentions
        on anchors.entity_id = anchor_mentions.entity_id
    inner join passages as anchor_passages
        on anchor_mentions.passage_id = anchor_passages.passage_id
    inner join passages
        on
            anchor_passages.document_id = passages.document_id
            and passages.ordinal between anchor_passages.ordinal - 2 and anchor_passages.ordinal + 2
    inner join place_mentions
        on
            passages.passage_id = place_mentions.passage_id
            and anchors.entity_id != place_mentions.entity_id

),

anchor_distances as (

    select
        matched.entity_id,
        matched.gazetteer_id,
        min(
            {{ kilometres_between('matched.latitude', 'matched.longitude', 'anchors.latitude', 'anchors.longitude') }}
        ) as anchor_km
    from matched
    inner join anchors
        on
            matched.document_id = anchors.document_id
            and matched.entity_id != anchors.entity_id
    where matched.latitude is not null
    group by 1, 2

),

weighed as (

    select
        matched.*,
        spread.candidate_count,
        coalesce(candidate_countries.country_share, 0) as country_share,
        anchor_distances.anchor_km,
        case
            when matched.said_country_code is null then 0
            when matched.said_country_code = matched.country_code then 10
            else -10
        end as said_score,
        case
            when matched.location_type = 'country' then 6.0
            when matched.location_type = 'region' then 0.5
            -- "Lebanon" is the country and not the town in Pennsylvania.
            when spread.has_country then -3.0
            when matched.location_type = 'city' then 1.5
            when matched.location_type = 'district' then 1.0
            else 0.5
        end as type_score,
        case when matched.is_preferred then 1.0 else 0.0 end as name_score,
        -- A region counts like a town of a hundred thousand: less than its capital of that name, more than a hamlet.
        case
            when matched.location_type = 'country' then 7
            when matched.location_type = 'region' then 5
            else least(log10(1 + coalesce(matched.population, 0)), 7)
        end as population_score,
        6 * coalesce(candidate_countries.country_share, 0) as country_score,
        case when near_countries.country_code is null then 0.0 else 2.0 end
        + case when passage_countries.country_code is null then 0.0 else 0.5 end as passage_score,
        case
            when matched.location_type = 'country' or anchor_distances.anchor_km is null then 0.0
            else 2.5 * exp(-anchor_distances.anchor_km / 300.0)
        end as distance_score
    from matched
    inner join spread
        on matched.entity_id = spread.entity_id
    left join candidate_countries
        on
            matched.entity_id = candidate_countries.entity_id
            and matched.gazetteer_id = candidate_countries.gazetteer_id
    left join passage_countries
        on
            matched.entity_id = passage_countries.entity_id
            and matched.country_code = passage_countries.country_code
    left join near_countries
        on
            matched.entity_id = near_countries.entity_id
            and matched.country_code = near_countries.country_code
    left join anchor_distances
        on
            matched.entity_id = anchor_distances.entity_id
            and matched.gazetteer_id = anchor_distances.gazetteer_id

),

scored as (

    select
        *,
        said_score + type_score + name_score + population_score + country_score + passage_score + distance_score
            as score
    from weighed

),

ranked as (

    select
        *,
        row_number() over (
            partition by entity_id order by score desc, population desc nulls last, gazetteer_id asc
        ) as candidate_rank,
        score - lead(score) over (
            partition by entity_id order by score desc, population desc nulls last, gazetteer_id asc
        ) as margin
    from scored

),

decided as (

    select
        *,
        case
            when candidate_rank > 1 then 'outscored'
            when said_score < 0 then 'rejected'
            -- A name that happens to be a hamlet's on the other side of the world.
            when
                said_score = 0
                and country_share = 0
                and location_type in ('village', 'site', 'city')
                and coalesce(population, 0) < 15000
                and anchor_km > 1000
                then 'rejected'
            else 'chosen'
        end as decision
    from ranked

),

explained as (

    select
        *,
        case
            when decision = 'outscored' then 'another place of this name fits better'
            when said_score < 0 then 'the text says it is in ' || said_country_code || ', where no such place is known'
            when decision = 'rejected'
                then
                    'the only places of this name are small and ' || cast(round(anchor_km) as integer)
                    || ' km from all others in the document'
            else
                concat_ws(
                    '; ',
                    case candidate_count
                        when 1 then 'only place of this name'
                        else 'best of ' || candidate_count || ' places of this name'
                    end,
                    case when said_score > 0 and location_type != 'country' then 'country said in the text' end,
                    case when location_type = 'country' then 'a country before towns of its name' end,
                    case
                        when candidate_count > 1 and country_share >= 0.01
                            then
                                cast(round(100 * country_share) as integer)
                                || ' % of what the document names is in ' || country_code
                    end,
                    case
                        when candidate_count > 1 and passage_score >= 2 then 'other places of the country named nearby'
                        when candidate_count > 1 and passage_score > 0 then 'country named in the same passage'
                    end,
                    case
                        when candidate_count > 1 and distance_score >= 0.5
                            then cast(round(anchor_km) as integer) || ' km from another place of the document'
                    end,
                    case
                        when candidate_count > 1 and population is not null
                            then population || ' inhabitants'
                    end
                )
        end as choice_reason
    from decided

)

select * from explained
