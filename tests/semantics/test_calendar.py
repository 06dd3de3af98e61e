from datetime import date

import pytest

from policyengine.semantics.calendar import shifted


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2018, 3, 31), -1, date(2018, 2, 28)),
        (date(2018, 11, 30), 15, date(2020, 2, 29)),
        (date(2018, 12, 1), 1, date(2019, 1, 1)),
        (date(2018, 1, 1), -1, date(2017, 12, 1)),
        (date.max, 1, date.max),
        (date.min, -1, date.min),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
    ],
)
def test_months(start: date, months: int, expected: date) -> None:
    assert shifted(start, months=months) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2018, 2, 28), 1, date(2018, 3, 1)),
        (date(2018, 1, 1), -1, date(2017, 12, 31)),
        (date.max, 1, date.max),
        (date.min, -1, date.min),
        (date(2018, 1, 1), 10**12, date.max),
        (date(2018, 1, 1), -(10**12), date.min),
    ],
)
def test_days(start: date, days: int, expected: date) -> None:
    assert shifted(start, days=days) == expected
