"""Queries written as SQL of DuckDB: a chain of steps, each a `SELECT` over those before it.

DuckDB's own relations are bound anew at every step, which took longer than running small queries does.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import duckdb
import narwhals.stable.v2 as nw
from narwhals.dtypes import DType

from policyengine.backends.expressions import Said
from policyengine.backends.sql_parts import Parts, named, quoted

JOINS = {"left": "LEFT JOIN", "inner": "JOIN", "cross": "CROSS JOIN"}


class Rows:
    """A step: its text, of which other steps are part, and its columns; or a relation, which it keeps."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        columns: Iterable[str],
        *text: "str | Rows",
        relation: duckdb.DuckDBPyRelation | None = None,
    ) -> None:
        self._connection, self._columns, self._text, self._relation = connection, [*columns], text, relation

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation) -> "Rows":
        """The rows of a relation."""
        return cls(connection, relation.columns, relation.sql_query(), relation=relation)

    def sql(self) -> str:
        """The whole query, the first steps first."""
        names: dict[int, str] = {}
        steps: list[str] = []
        last = self._written(names, steps)
        return "WITH " + ",\n".join(steps) + f"\n{last}" if steps else last

    def _written(self, names: dict[int, str], steps: list[str]) -> str:
        """Its text, for which the steps that it reads are written, and named, before it."""
        for step in self._text:
            if isinstance(step, Rows) and id(step) not in names:
                text = step._written(names, steps)
                names[id(step)] = quoted(f"__step{len(steps)}")
                steps.append(f"{names[id(step)]} AS NOT MATERIALIZED (\n{text}\n)")
        return "".join(each if isinstance(each, str) else names[id(each)] for each in self._text)

    def to_native(self) -> duckdb.DuckDBPyRelation:
        """The query as a relation."""
        return self._connection.sql(self.sql()) if self._relation is None else self._relation

    def collect_schema(self) -> Mapping[str, DType]:
        """Its columns by name, with their types."""
        return nw.from_native(self.to_native()).collect_schema()

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return self._columns

    # --- words --------------------------------------------------------------------------------------------------------

    def with_columns(self, *exprs: Said) -> "Rows":
        """The rows with further columns."""
        below, texts = self._below(exprs)
        kept = [name for name in self._columns if name not in texts]
        left_out = [name for name in below._columns if name not in kept]
        everything = f"* EXCLUDE ({named(left_out)})" if left_out else "*"
        return below._step([*kept, *texts], f"SELECT {', '.join([everything, *_columns(texts)])} FROM ", below)

    def select(self, *exprs: str | Said) -> "Rows":
        """The rows with these columns alone; of aggregates alone, one row."""
        below, texts = self._below(exprs)
        return below._step(texts, f"SELECT {', '.join(_columns(texts))} FROM ", below)

    def group_by(self, *by: str) -> "Groups":
        """The rows in groups that are alike in some columns."""
        return Groups(self, by)

    def filter(self, *flags: Said) -> "Rows":
        """The rows with all of these flags."""
        parts = Parts()
        below, texts = self._above(parts, [parts.noted(flag) for flag in flags])
        return below._step(
            self._columns, f"SELECT {named(self._columns)} FROM ", below, f" WHERE {' AND '.join(texts)}"
        )

    def rename(self, names: Mapping[str, str]) -> "Rows":
        """The rows with columns under other names."""
        columns = {names.get(name, name): quoted(name) for name in self._columns}
        return self._step(columns, f"SELECT {', '.join(_columns(columns))} FROM ", self)

    def unique(self) -> "Rows":
        """Of rows that are alike, one."""
        return self._step(self._columns, "SELECT DISTINCT * FROM ", self)

    def sort(self, by: str) -> "Rows":
        """The rows in the order of a column."""
        return self._step(self._columns, "SELECT * FROM ", self, f" ORDER BY {quoted(by)}")

    def head(self, number: int) -> "Rows":
        """The first rows."""
        return self._step(self._columns, "SELECT * FROM ", self, f" LIMIT {number}")

    def join(
        self,
        other: "Rows",
        *,
        how: Literal["left", "inner", "cross"],
        on: str | Sequence[str] | None = None,
        left_on: str | Sequence[str] | None = None,
        right_on: str | Sequence[str] | None = None,
    ) -> "Rows":
        """The rows beside those of another step, of which the columns that they are joined on are left out."""
        pairs = [*zip(_several(left_on or on), _several(right_on or on), strict=True)]
        further = [name for name in other._columns if name not in {right for _, right in pairs}]
        columns = ", ".join(["l.*", *(f"r.{quoted(name)}" for name in further)])
        where = " AND ".join(f"l.{quoted(left)} = r.{quoted(right)}" for left, right in pairs)
        text = (
            f"SELECT {columns} FROM ",
            self,
            f" AS l {JOINS[how]} ",
            other,
            f" AS r ON {where}" if where else " AS r",
        )
        return self._step([*self._columns, *further], *text)

    def above(self, *others: "Rows") -> "Rows":
        """The rows, and below them those of steps with the same columns."""
        again = f" UNION ALL SELECT {named(self._columns)} FROM "
        below = [text for other in others for text in (again, other)]
        return self._step(self._columns, "SELECT * FROM ", self, *below)

    # --- making -------------------------------------------------------------------------------------------------------

    def _step(self, columns: Iterable[str], *text: "str | Rows") -> "Rows":
        return Rows(self._connection, columns, *text)

    def _below(self, exprs: Sequence[str | Said]) -> "tuple[Rows, dict[str, str]]":
        """The step with the parts that the expressions share, and their text over it by name."""
        parts = Parts()
        numbers = {
            _name(expr): parts.noted(Said("col", None, expr) if isinstance(expr, str) else expr) for expr in exprs
        }
        below, texts = self._above(parts, [*numbers.values()])
        return below, dict(zip(numbers, texts, strict=True))

    def _above(self, parts: Parts, asked: Sequence[int]) -> "tuple[Rows, list[str]]":
        steps, texts = parts.told(asked)
        rows = self
        for step in steps:
            columns = ", ".join(["*", *_columns(step)])
            rows = self._step([*rows._columns, *step], f"SELECT {columns} FROM ", rows)
        return rows, texts


class Groups:
    """Rows in groups that are alike in some columns."""

    def __init__(self, rows: Rows, by: Sequence[str]) -> None:
        self._rows, self._by = rows, by

    def agg(self, *aggregates: Said) -> Rows:
        """A row for each group, with aggregates of it."""
        below, texts = self._rows._below(aggregates)
        columns = ", ".join([*map(quoted, self._by), *_columns(texts)])
        return below._step([*self._by, *texts], f"SELECT {columns} FROM ", below, f" GROUP BY {named(self._by)}")


def _columns(texts: Mapping[str, str]) -> Iterable[str]:
    return (text if text == quoted(name) else f"{text} AS {quoted(name)}" for name, text in texts.items())


def _several(names: str | Sequence[str] | None) -> Sequence[str]:
    return [] if names is None else [names] if isinstance(names, str) else names


def _name(expr: str | Said) -> str:
    """The name that an expression is given, or that of the column which it begins with."""
    if isinstance(expr, str):
        return expr
    return str(expr.said_with[0]) if expr.word in ("alias", "col") or expr.of is None else _name(expr.of)
