"""The engine's expressions: narwhals' words, noted first and then said to whoever computes.

narwhals' words are some of Polars' own. So Polars hears them directly, each once however often it is part of others:
narwhals parses all parts of an expression anew wherever it is used, which took longer than running small queries does.
DuckDB hears them as SQL (`sql.py`), every other backend through narwhals. The engine imports this module as `ex`; its
words mean what they mean to narwhals, and what few are not narwhals' is said here.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from narwhals.dtypes import DType
from narwhals.stable.v2 import Boolean, Date, Datetime, Decimal, Int16, Int64, Int128, String, UInt8

__all__ = [
    "Boolean",
    "Date",
    "Datetime",
    "Decimal",
    "Expr",
    "Int16",
    "Int64",
    "Int128",
    "String",
    "UInt8",
    "Width",
    "any_horizontal",
    "bare",
    "col",
    "lit",
    "max_horizontal",
    "min_horizontal",
    "when",
]

Width = DType
"""A type of integers."""

SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What Unicode takes for white space, and so does Polars."""

Heard = Any
"""What a backend makes of a word: an expression of its own, or part of one."""

POLARS_TYPES: dict[type[DType], Any] = {
    each: getattr(pl, each.__name__) for each in (Boolean, Date, Int16, Int64, Int128, String, UInt8)
}


class Said:
    """A word with what it is said of (nothing: it begins an expression) and what it is said with."""

    __slots__ = ("_in_narwhals", "_in_polars", "of", "said_with", "settings", "word")

    def __init__(self, word: str, of: "Said | None", *said_with: Any, **settings: Any) -> None:  # noqa: ANN401  # whatever words are said with
        self.word, self.of, self.said_with, self.settings = word, of, said_with, settings
        self._in_polars: Heard = None
        self._in_narwhals: Heard = None

    def in_polars(self) -> Heard:
        """As Polars has it; made once."""
        if self._in_polars is None:
            of = pl if self.of is None else self.of.in_polars()
            said_with = [said_to_polars(each) for each in self.said_with]
            settings = {name: said_to_polars(each) for name, each in self.settings.items()}
            self._in_polars = attrgetter(self.word)(of)(*said_with, **settings)
        return self._in_polars

    def in_narwhals(self) -> Heard:
        """As narwhals has it; made once."""
        if self._in_narwhals is None:
            of = nw if self.of is None else self.of.in_narwhals()
            said_with = [said_to_narwhals(each) for each in self.said_with]
            self._in_narwhals = attrgetter(self.word)(of)(*said_with, **self.settings)
        return self._in_narwhals


def said_to_polars(value: object) -> Heard:
    """A word, or a type, as Polars has it; anything else as it is."""
    if isinstance(value, Said):
        return value.in_polars()
    if isinstance(value, DType) or (isinstance(value, type) and issubclass(value, DType)):
        return POLARS_TYPES[type(value) if isinstance(value, DType) else value]
    return value


def said_to_narwhals(value: object) -> Heard:
    """A word as narwhals has it; anything else as it is."""
    return value.in_narwhals() if isinstance(value, Said) else value


class Expr(Said):
    """A column that is made of others."""

    __slots__ = ()

    def __and__(self, other: "Expr") -> "Expr":
        return Expr("__and__", self, other)

    def __or__(self, other: "Expr") -> "Expr":
        return Expr("__or__", self, other)

    def __invert__(self) -> "Expr":
        return Expr("__invert__", self)

    def __add__(self, other: "Expr | int") -> "Expr":
        return Expr("__add__", self, other)

    def __sub__(self, other: "Expr | int") -> "Expr":
        return Expr("__sub__", self, other)

    def __mul__(self, other: "Expr | int") -> "Expr":
        return Expr("__mul__", self, other)

    def __lt__(self, other: "Expr | int") -> "Expr":
        return Expr("__lt__", self, other)

    def __le__(self, other: "Expr | int") -> "Expr":
        return Expr("__le__", self, other)

    def __gt__(self, other: "Expr | int") -> "Expr":
        return Expr("__gt__", self, other)

    def __ge__(self, other: "Expr | int") -> "Expr":
        return Expr("__ge__", self, other)

    def __eq__(self, other: object) -> "Expr":  # type: ignore[override]  # as in narwhals, a column
        return Expr("__eq__", self, other)

    def __ne__(self, other: object) -> "Expr":  # type: ignore[override]  # as in narwhals, a column
        return Expr("__ne__", self, other)

    __hash__ = None  # type: ignore[assignment]  # nothing that is equal to a column is found by its hash

    def alias(self, name: str) -> "Expr":
        """The column under a name."""
        return Expr("alias", self, name)

    def cast(self, dtype: Width | type[Width]) -> "Expr":
        """The column as another type."""
        return Expr("cast", self, dtype)

    def is_null(self) -> "Expr":
        """Where there is no value."""
        return Expr("is_null", self)

    def fill_null(self, value: object) -> "Expr":
        """The column with a value where there is none."""
        return Expr("fill_null", self, value)

    def is_in(self, values: Sequence[object]) -> "Expr":
        """Where the value is one of these; null where there is none."""
        return Expr("is_in", self, values)

    def hashed(self) -> "Expr":
        """A number made of a text, of the same always the same; only Polars has such a word."""
        return Expr("hash", self)

    def trimmed(self) -> "Expr":
        """A text without the white space around it."""
        return _Trimmed("trimmed", self)

    def told(self, markers: Sequence[str]) -> "Expr":
        """A text without the white space around it; null where nothing is left, or one of the markers."""
        return _Told("told", self, markers)

    def marked(self, markers: Sequence[str]) -> "Expr":
        """Where a text is one of the markers, whatever white space is around it; never null."""
        return _Marked("marked", self, markers)

    def lower(self) -> "Expr":
        """A text in small letters."""
        return Expr("str.to_lowercase", self)

    def contains(self, pattern: str) -> "Expr":
        """Where a text has something of a form."""
        return Expr("str.contains", self, pattern)

    def looked_up(self, codes: Mapping[str, str]) -> "Expr":
        """The code that a text names, whatever white space is around it; null where it names none."""
        return _LookedUp("looked_up", self, codes)

    def year(self) -> "Expr":
        """The year of a date."""
        return Expr("dt.year", self)

    def offset_by(self, step: str) -> "Expr":
        """A date moved by a count of days (`d`), months (`mo`) or years (`y`)."""
        return Expr("dt.offset_by", self, step)

    def sum(self) -> "Expr":
        """The sum of a group."""
        return Expr("sum", self)

    def min(self) -> "Expr":
        """The least of a group."""
        return Expr("min", self)

    def max(self) -> "Expr":
        """The greatest of a group."""
        return Expr("max", self)

    def count(self) -> "Expr":
        """How many values a group has."""
        return Expr("count", self)

    def cum_sum(self) -> "Expr":
        """The sum up to each row; only `over` an order."""
        return Expr("cum_sum", self)

    def cum_count(self) -> "Expr":
        """How many values there are up to each row; only `over` an order."""
        return Expr("cum_count", self)

    def over(self, *partition: str, order_by: Sequence[str]) -> "Expr":
        """Within each part, in an order."""
        return Expr("over", self, *partition, order_by=order_by)


class _OfText(Expr):
    """What is asked of stored texts, and so never of Polars, which reads its own facts otherwise."""

    __slots__ = ()

    def _trimmed(self) -> Heard:
        """As narwhals has it, which by itself takes no space of other scripts away."""
        text = said_to_narwhals(self.of)
        return text if isinstance(self.of, _Bare) else text.str.replace_all(f"^[{SPACE}]+|[{SPACE}]+$", "")


class _Bare(Expr):
    __slots__ = ()


class _Trimmed(_OfText):
    __slots__ = ()

    def in_narwhals(self) -> Heard:
        """As narwhals has it."""
        return self._trimmed()


class _Told(_OfText):
    __slots__ = ()

    def in_narwhals(self) -> Heard:
        """As narwhals has it."""
        trimmed, [markers] = self._trimmed(), self.said_with
        telling = (trimmed != "") & ~trimmed.is_in(markers)
        return nw.when(telling).then(trimmed).otherwise(nw.lit(None, dtype=nw.String))


class _Marked(_OfText):
    __slots__ = ()

    def in_narwhals(self) -> Heard:
        """As narwhals has it."""
        return self._trimmed().is_in(self.said_with[0]).fill_null(False)


class _LookedUp(_OfText):
    __slots__ = ()

    def in_narwhals(self) -> Heard:
        """As narwhals has it: one code after the other."""
        [codes] = self.said_with
        by_code: dict[str, list[str]] = {}
        for word, code in codes.items():
            by_code.setdefault(code, []).append(word)
        value, trimmed = nw.lit(None, dtype=nw.String), self._trimmed()
        for code, words in by_code.items():
            value = nw.when(trimmed.is_in(sorted(words))).then(nw.lit(code)).otherwise(value)
        return value


class Then(Expr):
    """The values of conditions; null where none of these holds."""

    __slots__ = ()

    def when(self, condition: Expr) -> "When":
        """Elsewhere, where the condition holds."""
        return When("when", self, condition)

    def otherwise(self, value: object) -> Expr:
        """Everywhere else."""
        return Expr("otherwise", self, value)


class When(Said):
    """A condition that waits for its value."""

    __slots__ = ()

    def then(self, value: object) -> Then:
        """The value where it holds, and no condition before it does."""
        return Then("then", self, value)


def col(name: str) -> Expr:
    """A column by its name."""
    return Expr("col", None, name)


def bare(name: str) -> Expr:
    """A column of texts that have been trimmed, which nobody need do again."""
    return _Bare("col", None, name)


def lit(value: object, dtype: DType | type[DType] | None = None) -> Expr:
    """The same value in every row."""
    return _lit(value, dtype) if isinstance(value, int | None) else Expr("lit", None, value, dtype=dtype)


@lru_cache(maxsize=1024, typed=True)
def _lit(value: int | None, dtype: DType | type[DType] | None) -> Expr:
    """Truths and small numbers, thousands of which are said, one expression for each."""
    return Expr("lit", None, value, dtype=dtype)


def when(condition: Expr) -> When:
    """Where the condition holds."""
    return When("when", None, condition)


def min_horizontal(*exprs: Expr) -> Expr:
    """The least of several values of a row; null where there is none."""
    return _of_several("min_horizontal", exprs)


def max_horizontal(*exprs: Expr) -> Expr:
    """The greatest of several values of a row; null where there is none."""
    return _of_several("max_horizontal", exprs)


def _of_several(word: str, exprs: Sequence[Expr]) -> Expr:
    # Spark refuses to choose from a single value.
    return exprs[0] if len(exprs) == 1 else Expr(word, None, *exprs)


def any_horizontal(*exprs: Expr) -> Expr:
    """Whether one of several flags of a row, none of them null, is set."""
    return _AnyHorizontal("any_horizontal", None, *exprs)


class _AnyHorizontal(Expr):
    """narwhals wants to know about nulls, of which there are none."""

    __slots__ = ()

    def in_narwhals(self) -> Heard:
        """As narwhals has it."""
        return nw.any_horizontal(*(said_to_narwhals(each) for each in self.said_with), ignore_nulls=True)
