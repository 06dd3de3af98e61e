"""The engine's expressions and queries: narwhals' words, noted first and then said to whoever computes.

narwhals' words are some of Polars' own. So Polars hears them directly, each once however often it is part of others:
narwhals parses all parts of an expression anew wherever it is used, which took longer than running small queries does.
DuckDB hears them as SQL (`sql.py`), every other backend through narwhals. The engine imports this module as `ex`; its
words mean what they mean to narwhals, and what few are not narwhals' is said here.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal

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
    "Query",
    "String",
    "UInt8",
    "Width",
    "any_horizontal",
    "col",
    "concat",
    "from_native",
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
            said_with = [_in_polars(each) for each in self.said_with]
            settings = {name: _in_polars(each) for name, each in self.settings.items()}
            self._in_polars = attrgetter(self.word)(of)(*said_with, **settings)
        return self._in_polars

    def in_narwhals(self) -> Heard:
        """As narwhals has it; made once."""
        if self._in_narwhals is None:
            of = nw if self.of is None else self.of.in_narwhals()
            said_with = [_in_narwhals(each) for each in self.said_with]
            self._in_narwhals = attrgetter(self.word)(of)(*said_with, **self.settings)
        return self._in_narwhals


def _in_polars(value: object) -> Heard:
    if isinstance(value, Said):
        return value.in_polars()
    if isinstance(value, DType) or (isinstance(value, type) and issubclass(value, DType)):
        return POLARS_TYPES[type(value) if isinstance(value, DType) else value]
    return value


def _in_narwhals(value: object) -> Heard:
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
        return _in_narwhals(self.of).str.replace_all(f"^[{SPACE}]+|[{SPACE}]+$", "")


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
        return nw.any_horizontal(*(_in_narwhals(each) for each in self.said_with), ignore_nulls=True)


# --- queries ----------------------------------------------------------------------------------------------------------


Rows = Any
"""A query as its backend has it."""


class Query:
    """A query that has not run yet: of Polars itself, of another backend through narwhals, or of one that hears words.

    Such a backend's rows have narwhals' methods, and are told the words as they were noted (`sql.Rows`).
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def to_native(self) -> Rows:
        """The query as its backend has it."""
        return self._rows if isinstance(self._rows, pl.LazyFrame) else self._rows.to_native()

    def collect_schema(self) -> Mapping[str, Any]:
        """Its columns by name, with their types: Polars' own, or narwhals'."""
        schema: Mapping[str, Any] = self._rows.collect_schema()
        return schema

    def columns(self) -> list[str]:
        """The names of its columns."""
        names: list[str] = list(self.collect_schema()) if isinstance(self._rows, pl.LazyFrame) else self._rows.columns
        return names

    def with_columns(self, *exprs: Expr | Iterable[Expr]) -> "Query":
        """The rows with further columns."""
        return self._made("with_columns", _each(exprs))

    def select(self, *exprs: str | Expr | Iterable[str | Expr]) -> "Query":
        """The rows with these columns alone; of aggregates alone, one row."""
        return self._made("select", _each(exprs))

    def filter(self, *flags: Expr) -> "Query":
        """The rows with all of these flags."""
        return self._made("filter", flags)

    def rename(self, names: dict[str, str]) -> "Query":
        """The rows with columns under other names."""
        return self._made("rename", [names])

    def unique(self) -> "Query":
        """Of rows that are alike, one."""
        return self._made("unique", [])

    def sort(self, by: str) -> "Query":
        """The rows in the order of a column."""
        return self._made("sort", [by])

    def head(self, number: int) -> "Query":
        """The first rows."""
        return self._made("head", [number])

    def join(
        self,
        other: "Query",
        *,
        how: Literal["left", "inner", "cross"],
        on: str | list[str] | None = None,
        left_on: str | list[str] | None = None,
        right_on: str | list[str] | None = None,
    ) -> "Query":
        """The rows beside those of another frame."""
        return Query(self._rows.join(other._rows, how=how, on=on, left_on=left_on, right_on=right_on))

    def grouped(self, by: Sequence[str], *aggregates: Expr) -> "Query":
        """A row for each group of rows that are alike in some columns, with aggregates of it."""
        return Query(self._rows.group_by(*by).agg(*map(self._says, aggregates)))

    def _made(self, word: str, said_with: Iterable[object]) -> "Query":
        return Query(getattr(self._rows, word)(*map(self._says, said_with)))

    def _says(self, value: object) -> Heard:
        if isinstance(self._rows, pl.LazyFrame):
            return _in_polars(value)
        return _in_narwhals(value) if isinstance(self._rows, nw.LazyFrame) else value


def _each(exprs: Iterable[object]) -> Iterable[object]:
    for expr in exprs:
        if isinstance(expr, str | Said):
            yield expr
        elif isinstance(expr, Iterable):
            yield from expr


def from_native(rows: Rows) -> Query:
    """A query of a backend as one of the engine's."""
    return Query(rows if isinstance(rows, pl.LazyFrame) else nw.from_native(rows))


def concat(frames: Sequence[Query]) -> Query:
    """The rows of frames with the same columns, one below the other."""
    natives: list[Any] = [frame._rows for frame in frames]
    if isinstance(natives[0], pl.LazyFrame):
        return Query(pl.concat(natives))
    return Query(nw.concat(natives) if isinstance(natives[0], nw.LazyFrame) else natives[0].above(*natives[1:]))
