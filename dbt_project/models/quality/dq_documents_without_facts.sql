with documents as (

    select * from {{ ref('dim_document') }}

),

evidence as (

    select * from {{ ref('evidence') }}

),

final as (

    select
        documents.document_id,
        documents.file_name,
        documents.title,
        documents.char_count,
        concat(documents.file_name, ' (', documents.char_count, ' characters) states no fact that was found') as problem
    from documents
    left join evidence
        on documents.document_id = evidence.document_id
    where evidence.document_id is null

)

select * from final
