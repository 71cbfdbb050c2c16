{#
    A recursive CTE `name (node, component)` that gives every node of `nodes (node)` the smallest node that it can reach
    over `edges (node_a, node_b)`. Edges count in both directions. Each round hands labels on by one
    edge, so stars and short chains settle in a few rounds.
#}
{% macro connected_components(name, nodes, edges) -%}
    {{ name }} (node, component) using key (node) as (

        select
            node,
            node as component
        from {{ nodes }}

        union

        select
            both_ways.node_b as node,
            min(reached.component) as component
        from {{ name }} as reached
        inner join
            (
                select node_a, node_b from {{ edges }}
                union
                select node_b, node_a from {{ edges }}
            ) as both_ways
            on reached.node = both_ways.node_a
        inner join recurring.{{ name }} as known
            on both_ways.node_b = known.node
        where reached.component < known.component
        group by 1

    )
{%- endmacro %}
