with source as (

    select * from {{ source('raw', 'claim_spans') }}

),

renamed as (

    select
        ----------  ids
        claim_id,
        document_id,
        passage_id,

        ----------  text
        field,
        quote,

        ----------  numbers
        cast(char_start as bigint) as char_start,
        cast(char_end as bigint) as char_end
    from source

)

select * from renamed
