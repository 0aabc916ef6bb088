"""Taiwan and Toronto from their files to a published snapshot. Whether each row is read right: `test_packs_places`,
`test_pack_toronto`.
"""

from collections.abc import Callable

import pytest

from tests.fixtures.cities import BuiltCity

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize(
    ("city_id", "events"), [("taiwan", 80_362), pytest.param("toronto", 15_628, marks=pytest.mark.exhaustive)]
)
def test_every_event_is_in_the_published_total(built: Callable[[str], BuiltCity], city_id: str, events: int) -> None:
    city = built(city_id)
    assert (city.report.status, city.report.left, city.report.total("rows_quarantined")) == ("published", [], 0)
    with city.connect() as connection:
        counted = connection.execute(
            "select sum(alarm_count) from marts.mart_alarm_trend join marts.dim_area using (area_id)"
            " where level_number = 1 and category_id = 'all' and period_type = 'M'"
        ).fetchone()
    assert counted == (events,)
