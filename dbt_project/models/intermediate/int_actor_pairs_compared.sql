with spellings as (

    select * from {{ ref('int_actor_spellings_normalised') }}

),

judgements as (

    select
        least({{ name_key('name_a') }}, {{ name_key('name_b') }}) as key_a,
        greatest({{ name_key('name_a') }}, {{ name_key('name_b') }}) as key_b,
        min(judgement) as judgement
    from {{ ref('actor_judgements') }}
    group by 1, 2

),

people as (

    select
        person_key,
        min(spelling) as spelling,
        {{ first_stated('folded_parts', 'spelling') }} as folded_parts,
        {{ first_stated('romanised_parts', 'spelling') }} as romanised_parts
    from spellings
    where is_full_person_name
    group by 1

),

parted as (

    select
        person_key,
        spelling,
        {{ list_item('folded_parts', 1) }} as given_folded,
        {{ list_item('folded_parts', -1) }} as family_folded,
        {{ list_item('romanised_parts', 1) }} as given_romanised,
        {{ list_item('romanised_parts', -1) }} as family_romanised,
        {{ joined_text(list_part('folded_parts', 2, -2), ' ') }} as middle_folded,
        {{ joined_text(list_part('romanised_parts', 2, -2), ' ') }} as middle_romanised,
        {{ joined_text('romanised_parts', '') }} as run_together,
        {{ list_size('folded_parts') }} as part_count
    from people

),

-- Only names that share a family name's consonants and the beginning of the given name are compared: near-linear.
keyed as (

    select
        person_key,
        regexp_replace({{ consonants('family_romanised') }}, 'n$', '') || '|'
        || regexp_replace(left(given_romanised, 1), '[aiu]', 'a') as block_key,
        regexp_replace({{ consonants('given_romanised') }}, 'n$', '') || '|'
        || regexp_replace(left(family_romanised, 1), '[aiu]', 'a') as turned_block_key,
        run_together
    from parted

),

person_pairs as (

    select
        a.person_key as key_a,
        b.person_key as key_b
    from keyed as a
    inner join keyed as b
        on a.block_key = b.block_key and a.person_key < b.person_key

    union

    select
        least(a.person_key, b.person_key) as key_a,
        greatest(a.person_key, b.person_key) as key_b
    from keyed as a
    inner join keyed as b
        on a.block_key = b.turned_block_key and a.person_key != b.person_key

    union

    select
        a.person_key as key_a,
        b.person_key as key_b
    from keyed as a
    inner join keyed as b
        on a.run_together = b.run_together and a.person_key < b.person_key

    union

    select
        judgements.key_a,
        judgements.key_b
    from judgements
    inner join parted as a
        on judgements.key_a = a.person_key
    inner join parted as b
        on judgements.key_b = b.person_key

),

person_scores as (

    select
        a.person_key as key_a,
        b.person_key as key_b,
        a.spelling as name_a,
        b.spelling as name_b,
        a.part_count as part_count_a,
        b.part_count as part_count_b,
        judgements.judgement,
        a.run_together = b.run_together as is_same_run_together,
        a.part_count = 2
        and b.part_count = 2
        and a.given_romanised = b.family_romanised
        and a.family_romanised = b.given_romanised as is_turned_round,
        a.middle_romanised = b.middle_romanised as is_same_middle,
        -- A family name and its feminine form (-ov, -ova) are of two people.
        {{ text_is('a.family_romanised', '.*(uv|av|in|sgi)a?') }}
        and (a.family_romanised = b.family_romanised || 'a' or b.family_romanised = a.family_romanised || 'a')
            as is_other_gender,
        {{ name_part_similarity(
            'a.given_folded', 'a.given_romanised', 'b.given_folded', 'b.given_romanised', is_family=false
        ) }} as given_score,
        {{ name_part_similarity(
            'a.family_folded', 'a.family_romanised', 'b.family_folded', 'b.family_romanised', is_family=true
        ) }} as family_score
    from person_pairs
    inner join parted as a
        on person_pairs.key_a = a.person_key
    inner join parted as b
        on person_pairs.key_b = b.person_key
    left join judgements
        on person_pairs.key_a = judgements.key_a and person_pairs.key_b = judgements.key_b

),

person_decisions as (

    select
        'person' as actor_kind,
        key_a,
        key_b,
        name_a,
        name_b,
        given_score,
        family_score,
        case
            when judgement = 'different' then 'judged different'
            when judgement = 'same' then 'judged the same'
            when is_other_gender then 'masculine and feminine form of a family name'
            when
                part_count_a = part_count_b
                and is_same_middle
                and greatest(given_score, family_score) >= 0.94
                and least(given_score, family_score) >= 0.9
                then 'spellings of one name'
            when is_same_run_together then 'same letters, divided otherwise'
            when is_turned_round then 'family name first'
            when part_count_a != part_count_b then 'one has a name more'
            when not is_same_middle then 'middle names differ'
            when given_score < 0.9 and family_score < 0.9 then 'both names differ'
            when given_score < 0.9 then 'given names differ'
            when family_score < 0.9 then 'family names differ'
            else 'both names differ a little'
        end as reason
    from person_scores

),

----------  bodies: what brought two spellings to one key

body_keys as (

    select
        core_key,
        coalesce(name_country_code, document_country_code) as country_code,
        spelling,
        min(spelling_key) as spelling_key,
        bool_or(is_listed_alias) as is_listed_alias,
        bool_or(name_country_code is not null) as is_country_said
    from spellings
    where actor_type in ('organization', 'state_body') and not is_generic and core_key != ''
    group by 1, 2, 3

),

body_pairs as (

    select
        'body' as actor_kind,
        first_value(spelling_key) over same_key as key_a,
        spelling_key as key_b,
        first_value(spelling) over same_key as name_a,
        spelling as name_b,
        cast(null as double) as given_score,
        cast(null as double) as family_score,
        case
            when is_listed_alias then 'listed alias'
            when spelling_key = first_value(spelling_key) over same_key then 'same name'
            else 'same name with and without its country'
        end as reason
    from body_keys
    window same_key as (partition by core_key, country_code order by spelling_key, spelling)

),

body_spellings as (

    select
        spelling_key,
        min(spelling) as spelling
    from spellings
    where actor_type != 'person'
    group by 1

),

body_judgements as (

    select
        'body' as actor_kind,
        judgements.key_a,
        judgements.key_b,
        a.spelling as name_a,
        b.spelling as name_b,
        cast(null as double) as given_score,
        cast(null as double) as family_score,
        case judgements.judgement when 'same' then 'judged the same' else 'judged different' end as reason
    from judgements
    inner join body_spellings as a
        on judgements.key_a = a.spelling_key
    inner join body_spellings as b
        on judgements.key_b = b.spelling_key

),

all_pairs as (

    select * from person_decisions
    union all
    select distinct * from body_pairs
    where name_a != name_b
    union all
    select * from body_judgements

),

final as (

    select
        {{ content_key(['actor_kind', 'key_a', 'key_b', 'name_a', 'name_b', 'reason']) }} as pair_id,
        actor_kind,
        key_a,
        key_b,
        name_a,
        name_b,
        given_score,
        family_score,
        case
            -- Near enough to be one, not near enough to be sure: something else has to tie them together.
            when reason = 'spellings of one name' and least(given_score, family_score) < 0.94 then 'likely'
            when
                reason in (
                    'judged the same', 'same letters, divided otherwise', 'family name first', 'spellings of one name',
                    'listed alias', 'same name', 'same name with and without its country'
                )
                then 'same'
            else 'different'
        end as decision,
        reason
    from all_pairs

)

select * from final
