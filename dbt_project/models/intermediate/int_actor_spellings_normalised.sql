with mentions as (

    select * from {{ ref('stg_attest__mentions') }}

),

actor_values as (

    select distinct value as entity_id
    from {{ ref('stg_attest__claim_values') }}
    where
        field in {{ event_roles() }}
        or field in ('person', 'detaining_actor', 'court', 'attributed_actor')

),

places as (

    select * from {{ ref('int_places_resolved') }}

),

document_countries as (

    select * from {{ ref('int_document_countries_weighed') }}

),

countries as (

    select * from {{ ref('countries') }}

),

generic_words as (

    select * from {{ ref('generic_body_words') }}

),

actor_aliases as (

    select
        {{ name_key('name') }} as alias_key,
        country_code,
        min({{ name_key('canonical_name') }}) as canonical_key,
        bool_or(is_distinctive = 'true') as is_distinctive_alias
    from {{ ref('actor_aliases') }}
    group by 1, 2

),

-- A state that acts may have been read as the place of its name.
actor_mentions as (

    select
        mention_id,
        document_id,
        surface,
        entity_id,
        entity_name,
        country_code,
        case when mention_type = 'place' then 'country' else mention_type end as actor_type
    from mentions
    where
        mention_type in ('person', 'organization', 'state_body', 'country')
        or (mention_type = 'place' and entity_id in (select actor_values.entity_id from actor_values))

),

entities as (

    select
        entity_id,
        document_id,
        min(entity_name) as entity_name,
        {{ most_frequent('actor_type') }} as actor_type,
        min(country_code) as said_country_code
    from actor_mentions
    group by 1, 2

),

surfaces as (

    select
        entity_id,
        surface as spelling,
        count(*) as mention_count
    from actor_mentions
    group by 1, 2

    union all

    select
        entity_id,
        entity_name as spelling,
        0 as mention_count
    from entities

),

spellings as (

    select
        entities.entity_id,
        entities.document_id,
        entities.actor_type,
        entities.said_country_code,
        surfaces.spelling,
        surfaces.spelling = entities.entity_name as is_fullest,
        sum(surfaces.mention_count) as mention_count
    from entities
    inner join surfaces
        on entities.entity_id = surfaces.entity_id
    group by all

),

distinct_spellings as (

    select
        spelling,
        {{ name_key('spelling') }} as spelling_key,
        -- "Rashad Hasan oglu Aliyev" is Rashad Aliyev, "Seyyed Abdullah Tabatabayi" is Abdullah Tabatabayi.
        regexp_replace(
            regexp_replace(
                {{ name_key('spelling') }}, ' \w+ (oglu|oghlu|ogly|ogli|oqlu|qizi|gizi|kizi|kyzy|qyzy)\b', ''
            ),
            '^(seyyed|seyed|seyid|sayyid|sayyed|sayed|syed) (\w+ \w)',
            '\2'
        ) as person_key
    from spellings
    group by spelling

),

person_parts as (

    select
        spelling,
        {{ split_text('person_key', ' ') }} as folded_parts,
        {{ split_text(romanised('person_key'), ' ') }} as romanised_parts
    from distinct_spellings

),

----------  bodies: the name without its country

phrases as (

    select
        country_code,
        name as phrase
    from countries

    union

    select
        country_code,
        official_name as phrase
    from countries

    union

    select
        country_code,
        {{ list_rows(split_text("concat_ws('|', aliases, demonyms)", '|')) }} as phrase
    from countries

),

country_phrases as (

    select
        {{ name_key('phrase') }} as phrase_key,
        min(country_code) as country_code
    from phrases
    where length(trim(phrase)) > 2
    group by 1
    -- A word that stands for several countries (Congolese, Korean) tells nothing.
    having count(distinct country_code) = 1

),

bodies as (

    select distinct spelling
    from spellings
    where actor_type != 'person'

),

body_words as (

    select
        distinct_spellings.spelling,
        distinct_spellings.spelling_key,
        {{ split_text('distinct_spellings.spelling_key', ' ') }} as words
    from distinct_spellings
    inner join bodies
        on distinct_spellings.spelling = bodies.spelling

),

-- Up to five words from each of the first twelve.
runs as (

    select
        first_words.first_word,
        first_words.first_word + lengths.word_count - 1 as last_word
    from range(1, 13) as first_words (first_word)
    cross join range(1, 6) as lengths (word_count)

),

word_runs as (

    select
        body_words.spelling,
        runs.first_word,
        runs.last_word,
        {{ joined_text(list_part('body_words.words', 'runs.first_word', 'runs.last_word'), ' ') }} as phrase_key,
        {{ list_item('body_words.words', 'runs.first_word - 1') }} as word_before
    from body_words
    inner join runs
        on runs.last_word <= {{ list_size('body_words.words') }}

),

country_runs as (

    select
        word_runs.spelling,
        word_runs.first_word,
        word_runs.last_word,
        country_phrases.country_code,
        count(*) over (partition by word_runs.spelling, country_phrases.country_code) as run_count
    from word_runs
    inner join country_phrases
        on word_runs.phrase_key = country_phrases.phrase_key
    where
        -- West Azerbaijan and South Sudan are themselves, not a part of the name that follows.
        word_runs.first_word = 1
        or word_runs.word_before not in ('north', 'south', 'east', 'west', 'northern', 'southern', 'eastern', 'western')
    -- The longest run wins: "Islamic Republic of Iran" before "Iran".
    qualify
        row_number() over (
            partition by word_runs.spelling, country_phrases.country_code
            order by word_runs.last_word - word_runs.first_word desc, word_runs.first_word asc
        ) = 1

),

named_countries as (

    select *
    from country_runs
    -- "Iranian Azerbaijanis Union" is of no one country.
    qualify count(*) over (partition by spelling) = 1

),

body_cores as (

    select
        body_words.spelling,
        body_words.spelling_key,
        named_countries.country_code as name_country_code,
        trim(regexp_replace(
            regexp_replace(
                case
                    when named_countries.first_word is null then body_words.spelling_key
                    else {{ joined_text(
                        list_joined(
                            list_part('body_words.words', 1, 'named_countries.first_word - 1'),
                            list_part(
                                'body_words.words', 'named_countries.last_word + 1', list_size('body_words.words')
                            )
                        ),
                        ' '
                    ) }}
                end,
                '( (of|in|for)( the)?( republic of)?)+$',
                ''
            ),
            '^(of|the) ',
            ''
        )) as core_key
    from body_words
    left join named_countries
        on body_words.spelling = named_countries.spelling

),

core_words as (

    select
        spelling,
        {{ list_rows(split_text('core_key', ' ')) }} as word
    from body_cores

),

generic_cores as (

    select
        core_words.spelling,
        -- "The court" or "the ministry" is another body in every document.
        bool_and(coalesce(generic_words.generality = 'unspecific', false)) as is_generic,
        bool_or(generic_words.word is null) as is_distinctive
    from core_words
    left join generic_words
        on core_words.word = generic_words.word
    where core_words.word not in ('of', 'the', 'and', 'for', 'in', 'on', 's')
    group by 1

),

----------  what is known of each spelling

described as (

    select
        spellings.entity_id,
        spellings.document_id,
        spellings.spelling,
        distinct_spellings.spelling_key,
        spellings.actor_type = 'person' as is_person,
        case
            when spellings.actor_type = 'person' then 'person'
            when body_cores.core_key = '' then 'country'
            else spellings.actor_type
        end as actor_type,
        person_parts.folded_parts,
        person_parts.romanised_parts,
        body_cores.core_key,
        coalesce(
            spellings.said_country_code,
            body_cores.name_country_code,
            case when spellings.actor_type = 'country' then places.country_code end
        ) as name_country_code,
        document_countries.country_code as document_country_code,
        spellings.mention_count,
        spellings.is_fullest,
        coalesce(generic_cores.is_generic, false) as is_generic,
        coalesce(generic_cores.is_distinctive, false) as is_distinctive,
        {{ text_is('spellings.spelling', '[\\p{Lu}\\p{N}-]{3,10}') }} as is_acronym
    from spellings
    inner join distinct_spellings
        on spellings.spelling = distinct_spellings.spelling
    left join person_parts
        on spellings.spelling = person_parts.spelling
    left join body_cores
        on spellings.spelling = body_cores.spelling
    left join generic_cores
        on spellings.spelling = generic_cores.spelling
    left join places
        on spellings.entity_id = places.entity_id
    left join document_countries
        on spellings.document_id = document_countries.document_id and document_countries.is_dominant

),

-- A listed name that means a body of one country ("Parliament") counts only where name or document is of that country.
aliased as (

    select
        described.entity_id,
        described.spelling,
        actor_aliases.canonical_key,
        actor_aliases.country_code
    from described
    inner join actor_aliases
        on
            actor_aliases.alias_key in (described.spelling_key, described.core_key)
            and (
                actor_aliases.country_code is null
                or actor_aliases.country_code = coalesce(described.name_country_code, described.document_country_code)
                or (actor_aliases.is_distinctive_alias and described.name_country_code is null)
            )
    where not described.is_person
    qualify
        row_number() over (
            partition by described.entity_id, described.spelling
            order by
                actor_aliases.alias_key = described.spelling_key desc,
                coalesce(actor_aliases.country_code = described.document_country_code, false) desc,
                actor_aliases.canonical_key asc
        ) = 1

),

final as (

    select
        described.entity_id,
        described.document_id,
        described.spelling,
        described.spelling_key,
        described.actor_type,
        case when described.is_person then {{ joined_text('described.folded_parts', ' ') }} end as person_key,
        case when described.is_person then described.folded_parts end as folded_parts,
        case when described.is_person then described.romanised_parts end as romanised_parts,
        case when not described.is_person then coalesce(aliased.canonical_key, described.core_key) end as core_key,
        coalesce(aliased.country_code, described.name_country_code) as name_country_code,
        described.document_country_code,
        described.mention_count,
        described.is_fullest,
        described.is_person
        and {{ list_size('described.folded_parts') }} > 1
        -- An initial is not a name.
        and not {{ text_has(joined_text('described.folded_parts', ' '), '(^| )\\w( |$)') }} as is_full_person_name,
        aliased.canonical_key is not null as is_listed_alias,
        aliased.canonical_key is not null and aliased.country_code is null as is_of_no_country,
        described.is_generic and aliased.canonical_key is null as is_generic,
        described.is_distinctive,
        described.is_acronym
    from described
    left join aliased
        on
            described.entity_id = aliased.entity_id
            and described.spelling = aliased.spelling

)

select * from final
