with source as (

    select * from {{ source('raw', 'claim_values') }}

),

renamed as (

    select
        ----------  ids
        claim_id,
        document_id,

        ----------  text
        field,
        value,

        ----------  numbers
        cast(position as bigint) as position
    from source

)

select * from renamed
