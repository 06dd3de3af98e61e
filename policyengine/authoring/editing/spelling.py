"""How a new value is written: in the form of the old one, where that says exactly the same."""

from fractions import Fraction

from policyengine.reading.dates import parse_date
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.numbers import LONGEST_NUMBER, Number, NumberKind, parse_number
from policyengine.reading.text import Text

UNSPECIFIED = "unspecified"


class BadValueError(WrongUsageError):
    """A value that is neither a number nor a date."""


def spelled(given: str, old: str) -> str:
    """The value as the file is to say it.

    A share stays what it was, a percentage, decimal or fraction, if its new value is exactly one: `0.08` for `5%` is
    `8%`, but `1/3` stays `1/3`. All else is written as given. Raises `BadValueError`.
    """
    new = parse_number(given)
    if new is None:
        if given == UNSPECIFIED or parse_date(given) is not None:
            return given
        raise BadValueError(
            Text(f"`{given}` 不是数或日期", f"`{given}` is neither a number nor a date"),
            Text(
                "写作 `13`、`12.5`、`5%`、`2/3`、`2018-12-31` 或 `unspecified`：半角，不带千分位和单位。",
                "Write `13`, `12.5`, `5%`, `2/3`, `2018-12-31` or `unspecified`: half-width, no separators or units.",
            ),
        )
    before = parse_number(old)
    if before is None or NumberKind.INTEGER in (before.kind, new.kind) or before.kind is new.kind:
        return given
    return _as(before, new.value) or given


def _as(before: Number, value: Fraction) -> str | None:
    """The value in the form of another number; `None` where it is not exactly so, or too long to be read back."""
    match before.kind:
        case NumberKind.PERCENT:
            digits = _decimal(value * 100)
            text = None if digits is None else f"{digits}%"
        case NumberKind.DECIMAL:
            text = _decimal(value)
            text = text if text is None or "." in text else f"{text}.0"
        case _:
            text = f"{value.numerator}/{value.denominator}"
    return text if text is not None and len(text) <= LONGEST_NUMBER else None


def _decimal(value: Fraction) -> str | None:
    """The value with as many decimal places as it needs; `None` where no number of them is enough."""
    for places in range(LONGEST_NUMBER):
        scaled = value * 10**places
        if scaled.denominator == 1:
            sign, digits = "-" if scaled < 0 else "", str(abs(scaled.numerator)).rjust(places + 1, "0")
            return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
    return None
