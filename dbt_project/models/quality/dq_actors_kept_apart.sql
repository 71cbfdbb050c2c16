with pairs as (

    select * from {{ ref('int_actor_pairs_compared') }}
    where
        actor_kind = 'person'
        and (
            decision = 'likely'
            or reason not in ('both names differ', 'given names differ', 'family names differ')
            -- Near enough that a reader might take one for the other.
            or (given_score + family_score) / 2 >= 0.92
        )

),

spellings as (

    select * from {{ ref('int_actor_spellings_normalised') }}
    where is_full_person_name

),

actors as (

    select * from {{ ref('int_actors_clustered') }}

),

dimension as (

    select * from {{ ref('dim_actor') }}

),

named as (

    select distinct
        spellings.person_key,
        actors.actor_id
    from spellings
    inner join actors
        on spellings.entity_id = actors.entity_id

),

look_alikes as (

    select distinct
        least(a.actor_id, b.actor_id) as actor_id_a,
        greatest(a.actor_id, b.actor_id) as actor_id_b,
        pairs.given_score,
        pairs.family_score,
        case pairs.decision
            when 'different' then pairs.reason
            else pairs.reason || ', but nothing else in common'
        end as reason
    from pairs
    inner join named as a
        on pairs.key_a = a.person_key
    inner join named as b
        on pairs.key_b = b.person_key
    where a.actor_id != b.actor_id

    union

    select distinct
        a.actor_id as actor_id_a,
        b.actor_id as actor_id_b,
        1.0 as given_score,
        1.0 as family_score,
        'same name in documents without a country in common' as reason
    from named as a
    inner join named as b
        on a.person_key = b.person_key and a.actor_id < b.actor_id

),

strongest as (

    select *
    from look_alikes
    qualify
        row_number() over (
            partition by actor_id_a, actor_id_b order by given_score + family_score desc, reason asc
        ) = 1

),

final as (

    select
        {{ content_key(['strongest.actor_id_a', 'strongest.actor_id_b']) }} as pair_id,
        strongest.actor_id_a,
        strongest.actor_id_b,
        a.name as name_a,
        b.name as name_b,
        strongest.reason,
        strongest.given_score,
        strongest.family_score,
        concat(
            a.name, ' and ', b.name, ' were kept apart (', strongest.reason,
            '); say so in actor_judgements.csv if they are one'
        ) as problem
    from strongest
    inner join dimension as a
        on strongest.actor_id_a = a.actor_id
    inner join dimension as b
        on strongest.actor_id_b = b.actor_id

)

select * from final
