with source as (

    select * from {{ source('raw', 'passages') }}

),

renamed as (

    select
        ----------  ids
        passage_id,
        document_id,
        section_id,

        ----------  text
        kind,
        infobox_key,
        clean_text,

        ----------  numbers
        cast(ordinal as bigint) as ordinal,
        cast(char_start as bigint) as char_start,
        cast(char_end as bigint) as char_end
    from source

)

select * from renamed
