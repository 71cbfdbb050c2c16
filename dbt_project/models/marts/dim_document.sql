with documents as (

    select * from {{ ref('stg_attest__documents') }}

),

final as (

    select
        document_id,
        file_name,
        title,
        publisher,
        published_on,
        language,
        document_type,
        source_uri,
        license,
        content_sha256,
        char_count,
        reader,
        reader_version,
        extractor_version
    from documents

)

select * from final
