with source as (

    select * from {{ source('raw', 'sections') }}

),

renamed as (

    select
        ----------  ids
        section_id,
        document_id,
        parent_section_id,

        ----------  text
        heading,

        ----------  numbers
        cast(ordinal as bigint) as ordinal,
        cast(level as bigint) as level,
        cast(char_start as bigint) as char_start,
        cast(char_end as bigint) as char_end
    from source

)

select * from renamed
