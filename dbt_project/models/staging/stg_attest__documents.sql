with source as (

    select * from {{ source('raw', 'documents') }}

),

renamed as (

    select
        ----------  ids
        document_id,

        ----------  text
        content_sha256,
        file_name,
        path,
        title,
        publisher,
        language,
        document_type,
        source_uri,
        license,
        reader,
        reader_version,
        extractor_version,
        text,
        line_ending,

        ----------  numbers
        cast(char_count as bigint) as char_count,
        cast(byte_count as bigint) as byte_count,

        ----------  flags
        cast(has_bom as boolean) as has_bom,

        ----------  dates
        cast(published_on as date) as published_on
    from source

)

select * from renamed
