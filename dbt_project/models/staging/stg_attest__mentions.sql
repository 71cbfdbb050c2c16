with source as (

    select * from {{ source('raw', 'mentions') }}

),

renamed as (

    select
        ----------  ids
        mention_id,
        document_id,
        passage_id,
        entity_id,

        ----------  text
        mention_type,
        surface,
        entity_name,
        country_code,

        ----------  numbers
        cast(char_start as bigint) as char_start,
        cast(char_end as bigint) as char_end
    from source

)

select * from renamed
