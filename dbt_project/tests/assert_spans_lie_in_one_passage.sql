-- Evidence is short enough to read at a glance (600 characters) and does not run from one passage into the next.

with evidence as (

    select * from {{ ref('evidence') }}

),

passages as (

    select * from {{ ref('stg_attest__passages') }}

),

spans as (

    select distinct
        document_id,
        char_start,
        char_end
    from evidence

)

select
    spans.document_id,
    spans.char_start,
    spans.char_end,
    concat(
        'document ', spans.document_id, ', characters ', spans.char_start, ' to ', spans.char_end, ': ',
        case
            when spans.char_end <= spans.char_start or spans.char_start < 0 then 'the span is empty or reversed'
            when spans.char_end - spans.char_start > 600
                then 'the span has ' || (spans.char_end - spans.char_start) || ' characters, 600 are allowed'
            else 'no single passage holds the span'
        end
    ) as problem
from spans
left join passages
    on
        spans.document_id = passages.document_id
        and spans.char_start >= passages.char_start
        and spans.char_end <= passages.char_end
where
    passages.passage_id is null
    or spans.char_start < 0
    or spans.char_end <= spans.char_start
    or spans.char_end - spans.char_start > 600
