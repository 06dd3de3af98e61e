"""Exact numbers as people write them: `13`, `12.5`, `5%`, `2/3`; and how they are written back."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

LONGEST_NUMBER = 40

_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+\Z")
_PERCENT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%\Z")
_FRACTION = re.compile(r"[+-]?[0-9]+/[0-9]+\Z")


class NumberKind(StrEnum):
    """How a number was written."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number together with the way it was written (`5%`, `2/3`, `13`)."""

    value: Fraction
    kind: NumberKind
    text: str


def parse_number(text: str) -> Number | None:
    """The number that a text is, or `None` where it is none: full-width digits, exponents, thousands separators and
    zero denominators are refused, as is anything longer than `LONGEST_NUMBER` characters.
    """
    if len(text) > LONGEST_NUMBER:
        return None
    if _INTEGER.match(text) or _DECIMAL.match(text):
        kind = NumberKind.DECIMAL if "." in text else NumberKind.INTEGER
        return Number(Fraction(text), kind, text)
    if _PERCENT.match(text):
        return Number(Fraction(text[:-1]) / 100, NumberKind.PERCENT, text)
    if _FRACTION.match(text):
        numerator, denominator = text.split("/")
        if int(denominator):
            return Number(Fraction(int(numerator), int(denominator)), NumberKind.FRACTION, text)
    return None


def render_number(value: Fraction) -> str:
    """An exact number as text: `13`, `1/20`."""
    return str(value)


def render_low(value: Fraction | None) -> str:
    """A lower bound as text; no bound is `-inf`."""
    return "-inf" if value is None else render_number(value)


def render_high(value: Fraction | None) -> str:
    """An upper bound as text; no bound is `inf`."""
    return "inf" if value is None else render_number(value)
