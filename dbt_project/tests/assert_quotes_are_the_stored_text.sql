-- The promise of the warehouse: a document's stored text, from char_start to char_end, is the quote. Positions count
-- Unicode code points from 0; substring counts the same from 1.

with evidence as (

    select * from {{ ref('evidence') }}

),

documents as (

    select * from {{ ref('stg_attest__documents') }}

),

-- Each passage once, however many facts rest on it.
spans as (

    select distinct
        document_id,
        char_start,
        char_end,
        quote
    from evidence

)

select
    spans.document_id,
    spans.char_start,
    spans.char_end,
    concat(
        coalesce(documents.file_name, 'missing document ' || spans.document_id), ', characters ', spans.char_start,
        ' to ', spans.char_end, ': the evidence quotes "', left(spans.quote, 80), '", but the text there is "',
        left(substring(documents.text, spans.char_start + 1, spans.char_end - spans.char_start), 80), '"'
    ) as problem
from spans
left join documents
    on spans.document_id = documents.document_id
where
    documents.text is null
    or spans.quote is null
    or spans.quote != substring(documents.text, spans.char_start + 1, spans.char_end - spans.char_start)
