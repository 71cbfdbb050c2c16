with source as (

    select * from {{ source('raw', 'claims') }}

),

renamed as (

    select
        ----------  ids
        claim_id,
        document_id,
        passage_id,

        ----------  text
        claim_type,
        extractor,
        extractor_version,

        ----------  numbers
        cast(confidence as double) as confidence
    from source

)

select * from renamed
