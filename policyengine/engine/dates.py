"""Dates as day numbers, and dates moved by days, months or years."""

from calendar import monthrange
from datetime import date
from fractions import Fraction

from policyengine.language.models import DateUnit
from policyengine.semantics.interval import Interval

MONTHS_PER_YEAR = 12
ALL_DAYS = Interval(Fraction(date.min.toordinal()), Fraction(date.max.toordinal()))


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
    """The date `count` units later (earlier, if negative); a day that the month lacks becomes its last.

    Beyond the calendar's ends it is the first or the last day there is.
    """
    if unit is DateUnit.DAYS:
        number = start.toordinal() + count
        return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal()))
    months = start.year * MONTHS_PER_YEAR + start.month - 1 + count * (MONTHS_PER_YEAR if unit is DateUnit.YEARS else 1)
    year, month = divmod(months, MONTHS_PER_YEAR)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
