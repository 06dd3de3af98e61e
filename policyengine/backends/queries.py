"""Queries that have not run yet, with narwhals' words, whoever computes them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends.expressions import Expr, Heard, Said, said_to_narwhals, said_to_polars

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
            return said_to_polars(value)
        return said_to_narwhals(value) if isinstance(self._rows, nw.LazyFrame) else value


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
