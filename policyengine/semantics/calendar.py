"""Moving dates by whole days, months and years, exactly and without leaving the calendar (language.md §3)."""

from calendar import monthrange
from datetime import date, timedelta


def shifted(day: date, *, days: int = 0, months: int = 0) -> date:
    """`day` moved by days or months, later if positive; a day that the month lacks becomes its last.

    A date before 0001-01-01 or after 9999-12-31 becomes that day: nothing known lies beyond.
    """
    try:
        if not months:
            return day + timedelta(days=days)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max if days + months > 0 else date.min
