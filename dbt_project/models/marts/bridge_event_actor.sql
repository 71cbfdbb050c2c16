with event_actors as (

    select * from {{ ref('int_event_actors_resolved') }}

),

final as (

    select
        event_id,
        actor_id,
        role,
        event_actor_id,
        count(distinct claim_id) as claim_count
    from event_actors
    group by 1, 2, 3, 4

)

select * from final
