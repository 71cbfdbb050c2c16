with recursive spellings as (

    select * from {{ ref('int_actor_spellings_normalised') }}

),

pairs as (

    select * from {{ ref('int_actor_pairs_compared') }}

),

document_countries as (

    select * from {{ ref('int_document_countries_weighed') }}
    where country_share >= {{ var('linked_country_share') }}

),

mentions as (

    select * from {{ ref('stg_attest__mentions') }}

),

entities as (

    select
        entity_id,
        document_id,
        {{ first_stated('actor_type', 'is_fullest desc, actor_type') }} as actor_type,
        any_value(document_country_code) as document_country_code,
        coalesce(
            min(coalesce(person_key, core_key)) filter (where is_fullest),
            min(coalesce(person_key, core_key))
        ) as fullest_key,
        {{ first_stated('name_country_code', 'is_fullest desc, spelling') }} as name_country_code
    from spellings
    group by 1, 2

),

----------  meeting points: a name in a country

-- People of one name are one person only where their documents have a country in common.
person_points as (

    select distinct
        spellings.entity_id,
        spellings.person_key as name_key,
        coalesce(document_countries.country_code, '') as country_code
    from spellings
    left join document_countries
        on spellings.document_id = document_countries.document_id
    where spellings.is_full_person_name

),

-- Short forms of a body stand for it elsewhere where they are letters (NCDF) or the telling part of its name.
body_names as (

    select distinct
        spellings.entity_id,
        spellings.document_id,
        spellings.actor_type,
        spellings.core_key,
        case
            when
                spellings.is_of_no_country
                or {{ text_has(
                    'spellings.core_key', '\\b(international|worldwide|united nations|un|without borders)\\b'
                ) }}
                then '*'
            else coalesce(spellings.name_country_code, entities.name_country_code)
        end as country_code,
        spellings.document_country_code,
        spellings.actor_type = 'organization' and spellings.is_distinctive as is_distinctive,
        spellings.is_fullest
    from spellings
    inner join entities
        on spellings.entity_id = entities.entity_id
    where
        spellings.actor_type in ('organization', 'state_body')
        and not spellings.is_generic
        and spellings.core_key != ''
        and (
            spellings.is_fullest
            or spellings.is_listed_alias
            or spellings.is_acronym
            or (
                spellings.actor_type = 'organization'
                and spellings.is_distinctive
                and {{ list_holds_all(
                    split_text('entities.fullest_key', ' '), split_text('spellings.core_key', ' ')
                ) }}
            )
        )

),

-- Which countries a bare name is known to belong to from texts that say it with the name.
core_countries as (

    select distinct
        core_key,
        country_code
    from body_names
    where country_code is not null and country_code != '*'

),

bare_body_countries as (

    select
        body_names.entity_id,
        body_names.core_key,
        min(core_countries.country_code) as country_code
    from body_names
    inner join core_countries
        on body_names.core_key = core_countries.core_key
    inner join document_countries
        on
            body_names.document_id = document_countries.document_id
            and core_countries.country_code = document_countries.country_code
    where body_names.country_code is null
    group by 1, 2
    having
        count(distinct core_countries.country_code) = 1
        and not bool_or(core_countries.country_code = body_names.document_country_code)

),

body_points as (

    select
        body_names.entity_id,
        body_names.core_key as name_key,
        body_names.is_fullest,
        coalesce(
            body_names.country_code,
            bare_body_countries.country_code,
            body_names.document_country_code,
            'document ' || body_names.document_id
        ) as country_code
    from body_names
    left join bare_body_countries
        on
            body_names.entity_id = bare_body_countries.entity_id
            and body_names.core_key = bare_body_countries.core_key

    union

    select
        body_names.entity_id,
        body_names.core_key as name_key,
        body_names.is_fullest,
        document_countries.country_code
    from body_names
    inner join document_countries
        on body_names.document_id = document_countries.document_id
    where body_names.country_code is null and body_names.is_distinctive

),

-- A short form that stands for two different bodies of a country joins nobody.
ambiguous_points as (

    select
        body_points.name_key,
        body_points.country_code
    from body_points
    inner join entities
        on body_points.entity_id = entities.entity_id
    where not body_points.is_fullest
    group by 1, 2
    having count(distinct entities.fullest_key) > 1

),

country_points as (

    select
        entity_id,
        coalesce(name_country_code, 'name ' || fullest_key) as country_code
    from entities
    where actor_type = 'country'

),

----------  edges

entity_edges as (

    select
        entity_id as node_a,
        'person|' || name_key || '|' || country_code as node_b
    from person_points

    union

    select
        body_points.entity_id as node_a,
        'body|' || body_points.name_key || '|' || body_points.country_code as node_b
    from body_points
    left join ambiguous_points
        on
            body_points.name_key = ambiguous_points.name_key
            and body_points.country_code = ambiguous_points.country_code
    where body_points.is_fullest or ambiguous_points.name_key is null

    union

    select
        entity_id as node_a,
        'country|' || country_code as node_b
    from country_points

),

points as (

    select distinct
        name_key,
        country_code
    from person_points

),

spelling_edges as (

    select
        'person|' || a.name_key || '|' || a.country_code as node_a,
        'person|' || b.name_key || '|' || b.country_code as node_b
    from pairs
    inner join points as a
        on pairs.key_a = a.name_key
    inner join points as b
        on pairs.key_b = b.name_key
    where
        pairs.actor_kind = 'person'
        and pairs.decision = 'same'
        and (a.country_code = b.country_code or pairs.reason = 'judged the same')

    union

    select
        min(a.entity_id) as node_a,
        b.entity_id as node_b
    from pairs
    inner join spellings as a
        on pairs.key_a = a.spelling_key
    inner join spellings as b
        on pairs.key_b = b.spelling_key
    where pairs.actor_kind = 'body' and pairs.reason = 'judged the same'
    group by pairs.pair_id, b.entity_id

),

-- Likely spellings of one name are one person where one document has both, or where both are named beside the same
-- third person.
likely_entities as (

    select
        pairs.pair_id,
        a.entity_id as entity_id_a,
        b.entity_id as entity_id_b,
        a.document_id = b.document_id as is_same_document
    from pairs
    inner join spellings as a
        on pairs.key_a = a.person_key
    inner join spellings as b
        on pairs.key_b = b.person_key
    where pairs.decision = 'likely' and a.is_full_person_name and b.is_full_person_name

),

undecided as (

    select entity_id_a as entity_id from likely_entities
    union
    select entity_id_b as entity_id from likely_entities

),

neighbours as (

    select distinct
        undecided.entity_id,
        beside.person_key
    from undecided
    inner join mentions
        on undecided.entity_id = mentions.entity_id
    inner join mentions as other_mentions
        on mentions.passage_id = other_mentions.passage_id and mentions.entity_id != other_mentions.entity_id
    inner join spellings as beside
        on other_mentions.entity_id = beside.entity_id
    where beside.is_full_person_name

),

likely_edges as (

    select
        entity_id_a as node_a,
        entity_id_b as node_b
    from likely_entities
    where is_same_document

    union

    select
        likely_entities.entity_id_a as node_a,
        likely_entities.entity_id_b as node_b
    from likely_entities
    inner join neighbours as a
        on likely_entities.entity_id_a = a.entity_id
    inner join neighbours as b
        on likely_entities.entity_id_b = b.entity_id and a.person_key = b.person_key

),

edges as (

    select * from entity_edges
    union
    select * from spelling_edges
    union
    select * from likely_edges

),

nodes as (

    select entity_id as node from entities
    union
    select node_b as node from entity_edges

),

{{ connected_components('reached', 'nodes', 'edges') }},

components as (

    select
        entities.*,
        reached.component
    from entities
    inner join reached
        on entities.entity_id = reached.node

),

----------  guard: no chain may join what is known to be different

component_names as (

    select distinct
        components.component,
        spellings.person_key
    from components
    inner join spellings
        on components.entity_id = spellings.entity_id
    where spellings.is_full_person_name

),

alike_names as (

    select
        key_a,
        key_b
    from pairs
    where actor_kind = 'person' and decision in ('same', 'likely')

    union

    -- Inside a document the reader has settled who is who.
    select
        a.person_key as key_a,
        b.person_key as key_b
    from spellings as a
    inner join spellings as b
        on a.entity_id = b.entity_id and a.person_key < b.person_key
    where a.is_full_person_name and b.is_full_person_name

),

name_counts as (

    select
        component,
        count(*) as name_count
    from component_names
    group by 1

),

alike_counts as (

    select
        a.component,
        count(*) as pair_count
    from component_names as a
    inner join component_names as b
        on a.component = b.component and a.person_key < b.person_key
    inner join alike_names
        on a.person_key = alike_names.key_a and b.person_key = alike_names.key_b
    group by 1

),

-- All names of a person must be alike, each with each.
chained as (

    select
        name_counts.component,
        'a chain of spellings whose ends are different names' as reason
    from name_counts
    left join alike_counts
        on name_counts.component = alike_counts.component
    where coalesce(alike_counts.pair_count, 0) < name_counts.name_count * (name_counts.name_count - 1) / 2

),

side_by_side as (

    select
        components.component,
        'two of them are named side by side in one passage' as reason
    from mentions
    inner join components
        on mentions.entity_id = components.entity_id
    where components.actor_type = 'person'
    group by components.component, mentions.passage_id
    having count(distinct components.fullest_key) > 1

),

judged_different as (

    select
        a.component,
        'judged different' as reason
    from pairs
    inner join spellings as spelling_a
        on pairs.key_a in (spelling_a.spelling_key, spelling_a.person_key)
    inner join components as a
        on spelling_a.entity_id = a.entity_id
    inner join spellings as spelling_b
        on pairs.key_b in (spelling_b.spelling_key, spelling_b.person_key)
    inner join components as b
        on spelling_b.entity_id = b.entity_id
    where pairs.reason = 'judged different' and a.component = b.component

),

found_conflicts as (

    select * from chained
    union
    select * from side_by_side
    union
    select * from judged_different

),

conflicts as (

    select
        component,
        min(reason) as reason
    from found_conflicts
    group by 1

),

guarded as (

    select
        components.entity_id,
        components.document_id,
        components.actor_type,
        components.fullest_key,
        components.name_country_code,
        components.document_country_code,
        conflicts.reason as conflict,
        case
            when conflicts.component is null then components.component
            -- Back to identical names in documents of one country.
            else
                concat_ws(
                    '|',
                    components.component,
                    components.fullest_key,
                    coalesce(components.name_country_code, components.document_country_code, '')
                )
        end as component
    from components
    left join conflicts
        on components.component = conflicts.component

),

-- A body that readers took for a state's as often as not is a state's.
types as (

    select
        component,
        actor_type
    from guarded
    group by component, actor_type
    qualify row_number() over (partition by component order by count(*) desc, actor_type desc) = 1

),

final as (

    select
        guarded.entity_id,
        min(guarded.entity_id) over one_actor as first_entity_id,
        {{ content_key(["'actor'", 'min(guarded.entity_id) over one_actor']) }} as actor_id,
        guarded.document_id,
        types.actor_type,
        -- What the name says outranks what the document is about.
        coalesce(
            min(guarded.name_country_code) over one_actor,
            case when types.actor_type = 'state_body' then min(guarded.document_country_code) over one_actor end
        ) as country_code,
        case
            when min(guarded.name_country_code) over one_actor is not null then 'name'
            when
                types.actor_type = 'state_body'
                and min(guarded.document_country_code) over one_actor is not null
                then 'document'
        end as country_basis,
        case
            when guarded.conflict is not null then 'only with its own spelling: ' || guarded.conflict
            when count(*) over one_actor = 1 then 'no other mention'
            when count(distinct guarded.fullest_key) over one_actor = 1 then 'same name'
            else 'spellings of one name'
        end as cluster_reason
    from guarded
    inner join types
        on guarded.component = types.component
    window one_actor as (partition by guarded.component)

)

select * from final
