"""Calendar dates."""

from datetime import date

import pytest

from policyengine.reading.dates import parse_date


def test_a_day_of_the_calendar_is_read() -> None:
    assert [parse_date(text) for text in ("2018-05-09", "2020-02-29")] == [date(2018, 5, 9), date(2020, 2, 29)]


@pytest.mark.parametrize(
    "text",
    ["2019-02-29", "2018-13-01", "2018-5-9", "20180509", "2018/05/09", "2018-W19-3", "2018-05-09T00:00", "0000-01-01"],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert parse_date(text) is None
