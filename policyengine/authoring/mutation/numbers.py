"""Numbers and dates moved by the least step that a case is asked to notice."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from policyengine.reading.numbers import render_number

DAY = timedelta(days=1)
RATE_STEP = Fraction(1, 20)
"""How far a share or an amount with decimals is moved, relative to itself: a case of 20 rows can notice it."""

Value = Fraction | date


def stepped(value: Value, text: str) -> Iterator[Value]:
    """The value a step less and a step more; whole numbers move by one, dates by a day, others by a share.

    `text` is the number as it is written: `100%` is no whole number, though its value is 1.
    """
    if isinstance(value, date):
        yield from moved(value)
        return
    whole = value.denominator == 1 and not any(mark in text for mark in "%/.")
    step = Fraction(1) if whole else abs(value) * RATE_STEP or RATE_STEP
    yield from (value - step, value + step)


def moved(day: date) -> Iterator[date]:
    """The days before and after, as far as the calendar goes."""
    if day > date.min:
        yield day - DAY
    if day < date.max:
        yield day + DAY


def shown(value: Value | str) -> str:
    """A value as a change names it."""
    return render_number(value) if isinstance(value, Fraction) else str(value)
