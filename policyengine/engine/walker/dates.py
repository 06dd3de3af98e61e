"""Dates as day numbers, and dates moved by days, months or years."""

from datetime import date
from fractions import Fraction
from functools import lru_cache

from policyengine.language.models import DateUnit
from policyengine.semantics.calendar import shifted
from policyengine.semantics.interval import Interval

MONTHS_PER_YEAR = 12


@lru_cache(maxsize=1 << 14)
def day_number(day: date) -> Fraction:
    """The day as a number, so that days compare as numbers do."""
    return Fraction(day.toordinal())


def days(first: date, last: date) -> Interval:
    """All days from the first to the last."""
    return Interval(day_number(first), day_number(last))


def ends(interval: Interval) -> tuple[date, date]:
    """The first and the last day of an interval of day numbers; an open end is the calendar's."""
    first = date.min if interval.lo is None else date.fromordinal(int(interval.lo))
    last = date.max if interval.hi is None else date.fromordinal(int(interval.hi))
    return first, last


def moved(start: date, count: int, unit: DateUnit) -> date:
    """The date `count` units later, or earlier if negative."""
    match unit:
        case DateUnit.DAYS:
            return shifted(start, days=count)
        case DateUnit.MONTHS:
            return shifted(start, months=count)
        case DateUnit.YEARS:
            return shifted(start, months=MONTHS_PER_YEAR * count)
