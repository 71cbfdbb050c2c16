-- Coordinates are decimal degrees, both or neither, and a place without a point says so.

with locations as (

    select * from {{ ref('dim_location') }}

)

select
    location_id,
    name,
    concat(
        name, ' (', location_id, ') is at latitude ', coalesce(cast(latitude as varchar), 'NULL'), ', longitude ',
        coalesce(cast(longitude as varchar), 'NULL')
    ) as problem
from locations
where
    abs(latitude) > 90
    or abs(longitude) > 180
    or (latitude is null) != (longitude is null)
    or (latitude is null) != (geo_precision = 'none')
