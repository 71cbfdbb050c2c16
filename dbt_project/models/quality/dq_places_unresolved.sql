with locations as (

    select * from {{ ref('dim_location') }}
    where geo_precision = 'none'

),

events as (

    select * from {{ ref('fct_events') }}

),

detentions as (

    select * from {{ ref('fct_detentions') }}

),

facts as (

    select location_id from events
    union all
    select location_id from detentions

),

fact_counts as (

    select
        location_id,
        count(*) as fact_count
    from facts
    group by 1

),

final as (

    select
        locations.location_id,
        locations.name,
        locations.country_code,
        locations.choice_reason,
        coalesce(fact_counts.fact_count, 0) as fact_count,
        concat(
            locations.name, coalesce(' (' || locations.country_code || ')', ''), ' has no point on the map: ',
            locations.choice_reason, '; add it to place_aliases.csv'
        ) as problem
    from locations
    left join fact_counts
        on locations.location_id = fact_counts.location_id

)

select * from final
