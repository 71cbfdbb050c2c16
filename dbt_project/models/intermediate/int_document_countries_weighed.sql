with mentions as (

    select * from {{ ref('stg_attest__mentions') }}

),

candidates as (

    select * from {{ ref('int_place_candidates_scored') }}
    where decision = 'chosen'

),

signals as (

    select
        document_id,
        country_code,
        1 as weight
    from mentions
    where mention_type = 'demonym' and country_code is not null

    union all

    -- Where things happen says more about a document's country than which states and regions it names.
    select
        document_id,
        country_code,
        mention_count * if(location_type in ('country', 'region'), 1, 3) as weight
    from candidates
    where country_code is not null

),

weighed as (

    select
        document_id,
        country_code,
        sum(weight) as weight
    from signals
    group by 1, 2

),

ranked as (

    select
        *,
        weight / sum(weight) over (partition by document_id) as country_share,
        row_number() over (partition by document_id order by weight desc, country_code asc) as country_rank
    from weighed

),

final as (

    select
        *,
        country_rank = 1 and country_share >= {{ var('dominant_country_share') }} as is_dominant
    from ranked

)

select * from final
