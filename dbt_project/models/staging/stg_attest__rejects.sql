with source as (

    select * from {{ source('raw', 'rejects') }}

),

renamed as (

    select
        ----------  ids
        reject_id,
        document_id,
        claim_id,

        ----------  text
        code,
        message,
        file_name,
        path,
        details
    from source

)

select * from renamed
