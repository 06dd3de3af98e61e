"""Steps of a query in SQL: what each reads of those below it, and its text for what is asked of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from policyengine.backends.sql_parts import Term
from policyengine.backends.sql_words import named, quoted

JOINS = {"left": "LEFT JOIN", "inner": "JOIN", "cross": "CROSS JOIN"}


@dataclass(frozen=True, slots=True)
class Written:
    """A step that has been written: by what name others read it, and which columns it has come to have."""

    name: str
    columns: Sequence[str]


Below = Mapping["Step", Written]
Asked = frozenset[str]
"""Names of columns."""


@dataclass(frozen=True, eq=False)
class Step(ABC):
    """Some rows; `columns` are those that may be asked for."""

    columns: Sequence[str]

    @property
    @abstractmethod
    def sources(self) -> Sequence["Step"]:
        """The steps that it reads."""

    @property
    def nulls(self) -> Mapping[str, str]:
        """Further columns by those of which they tell where these are null."""
        return {}

    @abstractmethod
    def selects(self, asked: Asked) -> Sequence["Select"]:
        """What it becomes where so many of its columns are asked for, one over the other."""


@dataclass(frozen=True, eq=False)
class Select(Step):
    """A step that is one `SELECT`."""

    def selects(self, asked: Asked) -> Sequence["Select"]:  # noqa: ARG002
        """Itself."""
        return [self]

    @abstractmethod
    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """What it asks of the steps below."""

    @abstractmethod
    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """Its text, and the columns that this has: all that are asked for, and perhaps others."""


@dataclass(frozen=True, eq=False)
class Over(Select):
    """A `SELECT` over one step."""

    below: Step

    @property
    def sources(self) -> Sequence[Step]:
        """The step below."""
        return [self.below]


@dataclass(frozen=True, eq=False)
class Given(Select):
    """Rows that are there already, for as long as there is the relation."""

    relation: duckdb.DuckDBPyRelation

    @property
    def sources(self) -> Sequence[Step]:
        """None."""
        return ()

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:  # noqa: ARG002
        """Nothing."""
        return ()

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:  # noqa: ARG002
        """All of its columns: those that are not read cost nothing."""
        return self.relation.sql_query(), self.columns


@dataclass(frozen=True, eq=False)
class Extended(Over):
    """The rows below with further columns, which take the place of those of the same name."""

    terms: Mapping[str, Term]

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """What is passed on, and what the new columns are made of."""
        return [(self.below, asked - self.terms.keys() | _read(self._made(asked).values()))]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """What is passed on and the new columns."""
        made, there = self._made(asked), below[self.below]
        kept, passed_on = _passed_on(there.columns, asked - made.keys())
        columns = ", ".join([*passed_on, *_columns(made)])
        return f"SELECT {columns} FROM {there.name}", [*kept, *made]

    def _made(self, asked: Asked) -> dict[str, Term]:
        return {name: term for name, term in self.terms.items() if name in asked}


@dataclass(frozen=True, eq=False)
class Selected(Over):
    """Other columns made of the rows below: of each, or of groups that are alike `by` some columns."""

    terms: Mapping[str, Term]
    by: Sequence[str] = ()

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """What the columns are made of."""
        return [(self.below, _read(self._made(asked).values()).union(self.by))]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """The columns, and those of groups first."""
        made = self._made(asked)
        columns = ", ".join([*map(quoted, self.by), *_columns(made)])
        grouped = f" GROUP BY {named(self.by)}" if self.by else ""
        return f"SELECT {columns} FROM {below[self.below].name}{grouped}", [*self.by, *made]

    def _made(self, asked: Asked) -> dict[str, Term]:
        return {name: term for name, term in self.terms.items() if name in asked}


@dataclass(frozen=True, eq=False)
class Filtered(Over):
    """Those of the rows below that have all flags."""

    flags: Sequence[Term]

    @property
    def nulls(self) -> Mapping[str, str]:
        """Those of the step below."""
        return self.below.nulls

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """What is passed on, and the flags."""
        return [(self.below, asked | _read(self.flags))]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """What is passed on."""
        there = below[self.below]
        kept, passed_on = _passed_on(there.columns, asked)
        flags = " AND ".join(flag.text for flag in self.flags)
        return f"SELECT {', '.join(passed_on)} FROM {there.name} WHERE {flags}", kept


@dataclass(frozen=True, eq=False)
class Unique(Over):
    """Of rows below that are alike, one."""

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:  # noqa: ARG002
        """Every column tells rows apart."""
        return [(self.below, frozenset(self.columns))]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:  # noqa: ARG002
        """Its own columns and no others."""
        return f"SELECT DISTINCT {named(self.columns)} FROM {below[self.below].name}", self.columns


@dataclass(frozen=True, eq=False)
class Ordered(Over):
    """The rows below in an order, or the first of them."""

    by: Sequence[str] = ()
    first: int | None = None

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """What is passed on, and what they are ordered by."""
        return [(self.below, asked.union(self.by))]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """Its own columns."""
        columns = [name for name in self.columns if name in asked or name in self.by]
        order = f" ORDER BY {named(self.by)}" if self.by else ""
        limit = "" if self.first is None else f" LIMIT {self.first}"
        return f"SELECT {named(columns)} FROM {below[self.below].name}{order}{limit}", columns


@dataclass(frozen=True, eq=False)
class Joined(Select):
    """Each row of one step beside those of another that are equal to it in pairs of columns; those stay out of it."""

    left: Step
    right: Step
    how: Literal["left", "inner", "cross"]
    pairs: Sequence[tuple[str, str]]

    @property
    def sources(self) -> Sequence[Step]:
        """Both."""
        return [self.left, self.right]

    @property
    def nulls(self) -> Mapping[str, str]:
        """Those of the one whose rows are kept."""
        return self.left.nulls

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """What is passed on from either, and the pairs."""
        lefts, rights = {left for left, _ in self.pairs}, {right for _, right in self.pairs}
        return [
            (self.left, asked.intersection([*self.left.columns, *self.nulls.values()]) | lefts),
            (self.right, asked.intersection(self._further()) | rights),
        ]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """Everything of the one, and what is asked of the other."""
        left, right = below[self.left], below[self.right]
        further = [name for name in self._further() if name in asked]
        columns = ", ".join(["l.*", *(f"r.{quoted(name)}" for name in further)])
        pairs = " AND ".join(f"l.{quoted(one)} = r.{quoted(other)}" for one, other in self.pairs)
        text = f"SELECT {columns} FROM {left.name} AS l {JOINS[self.how]} {right.name} AS r"
        return f"{text} ON {pairs}" if pairs else text, [*left.columns, *further]

    def _further(self) -> list[str]:
        return beside(self.right.columns, self.pairs)


@dataclass(frozen=True, eq=False)
class Stacked(Select):
    """The rows of several steps with the same columns, one below the other."""

    parts: Sequence[Step]

    @property
    def sources(self) -> Sequence[Step]:
        """All of them."""
        return self.parts

    def reads(self, asked: Asked) -> Sequence[tuple[Step, Asked]]:
        """The same of each."""
        return [(part, asked) for part in self.parts]

    def written(self, asked: Asked, below: Below) -> tuple[str, Sequence[str]]:
        """The columns one by one, since the steps may have further ones."""
        columns = [name for name in self.columns if name in asked]
        selects = (f"SELECT {named(columns)} FROM {below[part].name}" for part in self.parts)
        return " UNION ALL ".join(selects), columns


def beside(columns: Iterable[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The columns of a step that come beside those of another that it is joined to."""
    return [name for name in columns if name not in {right for _, right in pairs}]


def _read(terms: Iterable[Term]) -> Asked:
    return frozenset().union(*(term.reads for term in terms))


def _columns(terms: Mapping[str, Term]) -> Iterable[str]:
    for name, term in terms.items():
        yield term.text if term.text == quoted(name) else f"{term.text} AS {quoted(name)}"


def _passed_on(columns: Sequence[str], asked: Asked) -> tuple[list[str], list[str]]:
    """Those columns that are asked for, and how SQL says so."""
    kept, others = [name for name in columns if name in asked], [name for name in columns if name not in asked]
    if len(kept) <= len(others):
        return kept, [*map(quoted, kept)]
    return kept, [f"* EXCLUDE ({named(others)})" if others else "*"]
