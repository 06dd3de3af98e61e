"""Exact numbers made readable: `1/20 (5%)`, `12.5`, `4/3 (≈1.33)`."""

from fractions import Fraction

from policyengine.reading.numbers import render_number
from policyengine.reading.text import Text
from policyengine.semantics.interval import Interval

PLACES = 2
ROUNDED = "≈"


def readable(value: Fraction, *, rate: bool = False) -> str:
    """An exact number: a rate with its percentage, others as decimals; one that must be rounded as a fraction too."""
    exact = render_number(value)
    if rate and value != 0:
        return f"{exact} ({_decimal(value * 100)}%)"
    decimal = _decimal(value)
    return f"{exact} ({decimal})" if decimal.startswith(ROUNDED) else decimal


def _decimal(value: Fraction) -> str:
    scaled = value * 10**PLACES
    rounded = Fraction(round(scaled), 10**PLACES)
    digits = f"{abs(rounded.numerator * 10**PLACES // rounded.denominator):0{PLACES + 1}d}"
    words = f"{digits[:-PLACES]}.{digits[-PLACES:]}".rstrip("0").rstrip(".")
    return ("" if rounded == value else ROUNDED) + ("-" if rounded < 0 else "") + words


def readable_interval(value: Interval, *, rate: bool = False) -> Text:
    """The values that are possible; an end that is open is said to be."""
    lo = None if value.lo is None else readable(value.lo, rate=rate)
    hi = None if value.hi is None else readable(value.hi, rate=rate)
    if lo is not None and lo == hi:
        return Text(lo, lo)
    match lo, hi:
        case None, None:
            return Text("任何值都有可能", "anything is possible")
        case str(), None:
            return Text(f"至少 {lo}", f"{lo} or more")
        case None, str():
            return Text(f"至多 {hi}", f"{hi} or less")
        case _:
            return Text(f"{lo} 至 {hi} 之间", f"between {lo} and {hi}")
