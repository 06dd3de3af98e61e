"""Queries written as SQL of DuckDB: a chain of steps, each a `SELECT` over those before it.

DuckDB's own relations are bound anew at every step, which took longer than running small queries does. What is said of
the same rows, in however many words, is one step: parts that are alike are computed once.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal
from weakref import WeakKeyDictionary

import duckdb
import narwhals.stable.v2 as nw
from narwhals.dtypes import DType

from policyengine.backends import expressions as ex
from policyengine.backends.sql_parts import Names, Parts, Term
from policyengine.backends.sql_query import Said, extended, query
from policyengine.backends.sql_steps import Filtered, Given, Joined, Ordered, Selected, Stacked, Step, Unique, beside

_WRITTEN: "WeakKeyDictionary[duckdb.DuckDBPyRelation, Rows]" = WeakKeyDictionary()


class Rows:
    """The rows of a step with columns made of its own, which stand for `parts` and are not yet a step themselves."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        step: Step,
        parts: Parts | None = None,
        names: Names | None = None,
    ) -> None:
        self._connection, self._step = connection, step
        self._parts = Parts(step.columns, step.nulls) if parts is None else parts
        self._names = self._parts.names if names is None else names
        self._schema: Mapping[str, DType] | None = None

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation) -> "Rows":
        """The rows of a relation; of one that was written, as said: what is not asked of it is left out."""
        rows = _WRITTEN.get(relation)
        if rows is None:
            return cls(connection, Given(relation.columns, relation))
        copied = cls(connection, rows._step, rows._parts.copy(), Names(rows._names.numbers))
        copied._schema = rows._schema
        return copied

    def sql(self) -> str:
        """The whole query, the first steps first."""
        return query(self._made)

    def to_native(self) -> duckdb.DuckDBPyRelation:
        """The query as a relation."""
        step = self._made
        if isinstance(step, Given):
            return step.relation
        relation = self._connection.sql(query(step))
        # DuckDB would bind a relation again to tell its columns once anything is new in the connection.
        self._schema = nw.from_native(relation).collect_schema()
        _WRITTEN[relation] = self
        return relation

    def collect_schema(self) -> Mapping[str, DType]:
        """Its columns by name, with their types."""
        return self._schema or nw.from_native(self.to_native()).collect_schema()

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [*self._names.numbers]

    # --- words --------------------------------------------------------------------------------------------------------

    def with_columns(self, *exprs: ex.Said) -> "Rows":
        """The rows with further columns."""
        made = self._numbers(exprs)
        kept = {name: number for name, number in self._names.numbers.items() if name not in made}
        return Rows(self._connection, self._step, self._parts, Names({**kept, **made}))

    def select(self, *exprs: str | ex.Said) -> "Rows":
        """The rows with these columns alone; of aggregates alone, one row."""
        numbers = self._numbers(exprs)
        if self._parts.aggregate(numbers.values()):
            return self._aggregated((), numbers)
        return Rows(self._connection, self._step, self._parts, Names(numbers))

    def group_by(self, *by: str) -> "Groups":
        """The rows in groups that are alike in some columns."""
        return Groups(self, by)

    def filter(self, *flags: ex.Said) -> "Rows":
        """The rows with all of these flags."""
        numbers = [self._parts.noted(flag, self._names) for flag in flags]
        if self._parts.windowed([*numbers, *self._names.numbers.values()]):
            return Rows(self._connection, self._made).filter(*flags)
        below, terms = self._above(numbers)
        return Rows(self._connection, Filtered(self._step.columns, below, terms), self._parts, self._names)

    def rename(self, names: Mapping[str, str]) -> "Rows":
        """The rows with columns under other names."""
        numbers = {names.get(name, name): number for name, number in self._names.numbers.items()}
        return Rows(self._connection, self._step, self._parts, Names(numbers))

    def unique(self) -> "Rows":
        """Of rows that are alike, one."""
        return Rows(self._connection, Unique(self.columns, self._made))

    def sort(self, by: str) -> "Rows":
        """The rows in the order of a column."""
        return Rows(self._connection, Ordered(self.columns, self._made, by=[by]))

    def head(self, number: int) -> "Rows":
        """The first rows."""
        return Rows(self._connection, Ordered(self.columns, self._made, first=number))

    def join(
        self,
        other: "Rows",
        *,
        how: Literal["left", "inner", "cross"],
        on: str | Sequence[str] | None = None,
        left_on: str | Sequence[str] | None = None,
        right_on: str | Sequence[str] | None = None,
    ) -> "Rows":
        """The rows beside those of another query, of which the columns that they are joined on are left out."""
        pairs = [*zip(_several(left_on or on), _several(right_on or on), strict=True)]
        columns = [*self.columns, *beside(other.columns, pairs)]
        return Rows(self._connection, Joined(columns, self._made, other._made, how, pairs))

    def above(self, *others: "Rows") -> "Rows":
        """The rows, and below them those of queries with the same columns."""
        return Rows(self._connection, Stacked(self.columns, [each._made for each in (self, *others)]))

    # --- making -------------------------------------------------------------------------------------------------------

    def _numbers(self, exprs: Sequence[str | ex.Said]) -> dict[str, int]:
        """What is said, by name."""
        return {
            _name(expr): self._names.numbers[expr] if isinstance(expr, str) else self._parts.noted(expr, self._names)
            for expr in exprs
        }

    def _above(self, asked: Sequence[int]) -> tuple[Step, list[Term]]:
        """The step with the parts that are used several times, and what is said over it."""
        shared, terms = self._parts.told(asked)
        return [self._step, *extended(self._step, shared)][-1], terms

    @cached_property
    def _made(self) -> Step:
        """The rows as a step: the same one whoever reads them."""
        if self.columns == [*self._step.columns] and all(map(self._is_own, self.columns)):
            return self._step
        return Said(self.columns, self._step, self._parts, self._names.numbers)

    def _is_own(self, name: str) -> bool:
        """Whether a column is that of the step."""
        return self._parts.column(self._names.numbers[name]) == name

    def _aggregated(self, by: Sequence[str], numbers: Mapping[str, int]) -> "Rows":
        below, terms = self._above([*numbers.values()])
        made = dict(zip(numbers, terms, strict=True))
        return Rows(self._connection, Selected([*by, *numbers], below, made, by))


class Groups:
    """Rows in groups that are alike in some columns."""

    def __init__(self, rows: Rows, by: Sequence[str]) -> None:
        self._rows, self._by = rows, by

    def agg(self, *aggregates: ex.Said) -> Rows:
        """A row for each group, with aggregates of it."""
        rows = self._rows
        if not all(map(rows._is_own, self._by)):
            rows = Rows(rows._connection, rows._made)
        return rows._aggregated(self._by, rows._numbers(aggregates))


def _several(names: str | Sequence[str] | None) -> Sequence[str]:
    return [] if names is None else [names] if isinstance(names, str) else names


def _name(expr: str | ex.Said) -> str:
    """The name that an expression is given, or that of the column which it begins with."""
    if isinstance(expr, str):
        return expr
    return str(expr.said_with[0]) if expr.word in ("alias", "col") or expr.of is None else _name(expr.of)
