with source as (

    select * from {{ source('raw', 'document_paths') }}

),

renamed as (

    select
        ----------  ids
        document_id,

        ----------  text
        path,
        file_name
    from source

)

select * from renamed
