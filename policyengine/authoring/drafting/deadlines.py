"""Deadlines as a plan writes them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policyengine.authoring.drafting.numbers import CHINESE, integer_of

_YEAR = r"(?:(?P<year>20\d\d)年)"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|{CHINESE})月"
_BY = "(?:之前|以前|前)"
_DEADLINE = re.compile(
    rf"{_YEAR}?{_MONTH}(?P<day>\d{{1,2}})日{_BY}"
    rf"|{_YEAR.replace('year', 'year_of_month')}?{_MONTH.replace('month', 'end_month')}[底末]{_BY}?"
    rf"|{_YEAR.replace('year', 'end_year')}(?:年?[底末]{_BY}?|{_BY})"
    rf"|(?P<this_year>年[底末终]{_BY}?|年内)|(?P<half>上半年)"
    rf"|(?P<within>(?:\d+|{CHINESE})(?:个)?(?:工作日|日|天|月|年)(?:之内|以内|内))"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in the text's words; `due` is `None` where it runs from an event, or its date does not exist."""

    said: str
    due: date | None
    start: int
    end: int


def deadlines(text: str, year: int) -> Iterator[Deadline]:
    """The deadlines of a sentence; those without a year of their own are of the plan's."""
    for match in _DEADLINE.finditer(text):
        yield Deadline(match[0], _due(match, year), match.start(), match.end())


def _due(match: re.Match[str], year: int) -> date | None:
    if match["day"]:
        return _day(int(match["year"] or year), integer_of(match["month"]), int(match["day"]))
    if match["end_month"]:
        return _day(int(match["year_of_month"] or year), integer_of(match["end_month"]), None)
    if match["end_year"]:
        # “2025年前” may mean before the year begins, which the drafter must not decide.
        return _day(int(match["end_year"]), 12, 31) if re.search("[底末]", match[0]) else None
    if match["this_year"]:
        return date(year, 12, 31)
    return date(year, 6, 30) if match["half"] else None


def _day(year: int, month: int, day: int | None) -> date | None:
    """A day, or the month's last; `None` where there is no such day."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if (day or last) <= last else None
