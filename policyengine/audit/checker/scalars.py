"""Numbers, days and cells as certificates write them: one spelling each, so that equal values have equal text."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StrictBool, StrictInt

MOST_DIGITS = 60
"""How many digits a numerator or denominator has at most."""

_NUMBER = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(/[1-9][0-9]{{0,{MOST_DIGITS - 1}}})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Data(BaseModel):
    """An immutable part of a certificate, which accepts no key that it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


def number_of(text: str) -> Fraction:
    """The exact number that a text is, in lowest terms (`13`, `-1/20`). Raises `ValueError` for anything else."""
    if not _NUMBER.fullmatch(text):
        raise ValueError("not an exact number")
    value = Fraction(text)
    if str(value) != text:
        raise ValueError("not in lowest terms")
    return value


def day_of(text: str) -> date:
    """The day that a text is (`2018-12-31`). Raises `ValueError` for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError("not a day")
    return date.fromisoformat(text)


def _exact(value: object) -> object:
    return number_of(value) if isinstance(value, str) else _of_own_kind(value, Fraction)


def _on_calendar(value: object) -> object:
    return day_of(value) if isinstance(value, str) else _of_own_kind(value, date)


def _of_own_kind(value: object, kind: type) -> object:
    """What the program itself made; a file holds texts alone."""
    if not isinstance(value, kind):
        raise ValueError("not a text")  # noqa: TRY004 - what pydantic takes for a refusal
    return value


Exact = Annotated[Fraction, BeforeValidator(_exact), PlainSerializer(str, when_used="json")]
Day = Annotated[date, BeforeValidator(_on_calendar)]
Whole = Annotated[StrictInt, Field(ge=0)]
Flag = StrictBool
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, Field(max_length=20_000)]


class Range(Data):
    """The values of all rows of a group, each known, lie between two, both included."""

    start: Words = Field(alias="from")
    end: Words = Field(alias="until")


class Lacking(Data):
    """No value: it is not known, or it is known that there is none."""

    lack: Literal["unknown", "none"]


Cell = Words | Range | Lacking
"""What a row holds, as text: a number, a day, a word, a range of the former two, or the lack of a value."""

UNKNOWN = Lacking(lack="unknown")
NONE = Lacking(lack="none")
