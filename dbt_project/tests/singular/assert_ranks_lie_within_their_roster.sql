-- A row means a rank no roster of that size can have, or an area that is neither ranked nor says why.
select
    indicator_id,
    scope_id,
    level_id,
    period_id,
    area_id
from {{ ref('mart_rankings') }}
where
    rank < 1
    or rank_lower < 1
    or rank_upper > areas_ranked
    or areas_ranked > areas_in_scope
    or (rank is null) = (unranked_reason is null)
