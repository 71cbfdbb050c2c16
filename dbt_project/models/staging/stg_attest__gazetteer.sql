with source as (

    select * from {{ source('raw', 'gazetteer') }}

),

renamed as (

    select
        ----------  ids
        gazetteer_id,
        parent_gazetteer_id,
        geoname_id,

        ----------  text
        name_key,
        name,
        location_type,
        country_code,
        region_code,
        source,

        ----------  numbers
        cast(latitude as double) as latitude,
        cast(longitude as double) as longitude,
        cast(population as bigint) as population,

        ----------  flags
        cast(is_preferred as boolean) as is_preferred
    from source

)

select * from renamed
