"""The rows of one entity as columns: what expressions over them need is noted first, then built in one go.

Expressions are made before any frame is. While they are made, `Rows` notes which fields, looked-up fields and
aggregates of children they read; `Rows.build` then joins exactly these, each once.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends.backend import Frame
from policyengine.engine.columnar.gather import KEY, Group, Mean
from policyengine.facts.tables import ROW_COLUMN, UNKNOWN_SUFFIX, FactBase, Table
from policyengine.plan.nodes import Path
from policyengine.vocabulary.models import Entity

NONE_SUFFIX = "__none"
ABOVE = "__above"
INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field's column: `value` is null where unknown or none (`None`: in every row), `none` where it is none.

    `none` is never null; without it no known field is none. `optional` says that an unknown one may be.
    """

    value: nw.Expr | None
    none: nw.Expr | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The measuring date of all rows, or `None` where each row carries its own interval in the columns `keys`.

    `due_names` are the facts that such intervals depend on; `tag` tells the columns of one clock from another's.
    """

    on: date | None
    due_names: tuple[str, ...] = ()
    tag: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell one measuring interval from another."""
        return () if self.on else (f"__measured_from{self.tag}", f"__measured_to{self.tag}")

    @property
    def bounds(self) -> tuple[nw.Expr, nw.Expr]:
        """The earliest and latest measuring date."""
        if self.on:
            return nw.lit(self.on), nw.lit(self.on)
        first, last = self.keys
        return nw.col(first), nw.col(last)


class Rows:
    """The rows of `entity` under one clock, with whatever columns expressions over them have asked for.

    `level` counts from the subjects down; names of columns differ from level to level. `seed` is the id of a subject
    that counts even without a row of its own. `above` are the rows whose children these are, with the references that
    lead there, where the clock differs from row to row. `beside` are rows of the same entity under another clock, with
    which `together` shares one scan. `moment` are the expressions of the measuring interval over subjects that have
    their own.
    """

    def __init__(
        self,
        facts: FactBase,
        entity: str,
        clock: Clock,
        *,
        level: int = 0,
        seed: str | None = None,
        above: "tuple[Rows, tuple[str, ...]] | None" = None,
        beside: "Rows | None" = None,
    ) -> None:
        self.facts = facts
        self.entity: Entity = facts.vocabulary.entities[entity]
        self.table: Table = facts.table(entity)
        self.backend = facts.backend
        self.clock = clock
        self.level = level
        self.seed = seed
        self.above = above
        self.moment: tuple[nw.Expr, nw.Expr] | None = None
        self.groups: dict[Hashable, Group] = {}
        self.means: list[Mean] = []
        self.memo: dict[Hashable, Any] = {}
        self._early: dict[str, nw.Expr] = {}
        self._late: dict[str, nw.Expr] = {}
        self._optional: dict[str, None] = {} if beside is None else beside._optional
        self._lookups: dict[tuple[str, ...], dict[str, None]] = {} if beside is None else beside._lookups
        self._paths: dict[tuple[str, ...], int] = {} if beside is None else beside._paths
        self._prefix = f"__level{level}{clock.tag}"
        self._built: Frame | None = None

    def nothing(self) -> nw.Expr:
        """No number, in the type of wide ones."""
        return self.backend.nothing(self.backend.wide)

    def whole(self, value: int) -> nw.Expr:
        """An integer literal, wide where it must be."""
        return nw.lit(value, dtype=nw.Int64 if value in INT64 else self.backend.wide)

    # --- asking for columns -------------------------------------------------------------------------------------------

    def cell(self, path: Path) -> Cell:
        """The column of a field, through references."""
        return self._cell(path.steps, path.field)

    def reference(self, steps: tuple[str, ...]) -> Cell:
        """The id reached by following references; the last of them need not lead to a row."""
        return self._cell(steps[:-1], steps[-1])

    def column(self, name: str) -> nw.Expr | None:
        """A further column of the source, if it has it."""
        return nw.col(name) if name in self.table.columns else None

    def _cell(self, steps: tuple[str, ...], field: str) -> Cell:
        if field == "id" and steps:
            return self.reference(steps)
        owner = self._owner(steps)
        optional = owner.fields[field].optional
        if not steps:
            if field not in self.table.columns:
                return Cell(None, optional=optional)
            if not optional:
                return Cell(nw.col(field))
            self._optional[field] = None
            return Cell(nw.col(field), nw.col(field + NONE_SUFFIX), optional)
        reached = self.reference(steps)
        table = self.facts.table(owner.name)
        optional = optional or reached.optional
        if reached.value is None or not table.supplied or field not in table.columns:
            return Cell(None, reached.none, optional)
        self._lookups.setdefault(steps, {})[field] = None
        name = self._named((*steps, field))
        none = reached.none
        if owner.fields[field].optional:
            own = nw.col(name + NONE_SUFFIX).fill_null(False)
            none = own if none is None else none | own
        return Cell(nw.col(name), none, optional)

    def _named(self, path: tuple[str, ...]) -> str:
        """The column of a path; of a long one a short name, for databases cut long names off."""
        return path[0] if len(path) == 1 else f"__at{self._paths.setdefault(path, len(self._paths))}"

    def _owner(self, steps: tuple[str, ...]) -> Entity:
        entity = self.entity
        for step in steps:
            reference = entity.fields[step].reference
            if reference is None:
                raise KeyError(step)
            entity = self.facts.vocabulary.entities[reference]
        return entity

    def group(self, key: Hashable, child: "Rows", steps: tuple[str, ...]) -> "Group":
        """The children gathered by the row that the references lead to; one scan and one group-by for all who ask."""
        if key not in self.groups:
            self.groups[key] = Group(child, steps, self.clock.keys, prefix=f"{self._prefix}_{len(self.groups)}")
        return self.groups[key]

    def early(self, expr: nw.Expr) -> nw.Expr:
        """`expr`, over the rows' own and looked-up fields, as a column of its own: made once, then read."""
        return _kept(expr, self._early, f"{self._prefix}_early")

    def late(self, expr: nw.Expr) -> nw.Expr:
        """`expr`, over all that the rows have, as a column of its own; it may not read another such column."""
        return _kept(expr, self._late, f"{self._prefix}_late")

    def new_mean(self) -> str:
        """A name for the next mean's columns."""
        return f"{self._prefix}_mean{len(self.means)}"

    # --- building -----------------------------------------------------------------------------------------------------

    def core(self) -> Frame:
        """The rows with their own and looked-up fields and, where it differs, their measuring interval."""
        frame = self._timed(self._looked_up())
        if self.above is not None:
            frame = _with_moments(frame, self.reference(self.above[1]), self.above[0])
        return frame

    def _looked_up(self) -> Frame:
        frame = self._base()
        for steps in sorted(self._lookups, key=len):
            fields = self._lookups[steps]
            owner = self._owner(steps)
            table = self.facts.table(owner.name)
            columns = [nw.col("id").alias(KEY)]
            for field in fields:
                name = self._named((*steps, field))
                columns.append(nw.col(field).alias(name))
                if owner.fields[field].optional:
                    columns.append(_none(table, field).alias(name + NONE_SUFFIX))
            target = nw.from_native(table.frame).select(columns)
            frame = frame.join(target, left_on=self._named(steps), right_on=KEY, how="left")
        return frame

    def _timed(self, frame: Frame) -> Frame:
        if self.moment is None:
            return frame
        return frame.with_columns(bound.alias(name) for bound, name in zip(self.moment, self.clock.keys, strict=True))

    def _base(self) -> Frame:
        frame = nw.from_native(self.table.frame)
        flags = [_none(self.table, field).alias(field + NONE_SUFFIX) for field in self._optional]
        frame = frame.with_columns(flags) if flags else frame
        if self.seed is None:
            return frame
        seed = self.backend.literal(pl.DataFrame({"id": [self.seed]}, schema={"id": pl.String}))
        known = [nw.col(field + NONE_SUFFIX).fill_null(False) for field in self._optional]
        seeded = seed.join(frame, on="id", how="left")
        return seeded.with_columns(known) if known else seeded

    def with_groups(self) -> Frame:
        """The rows with the aggregates of their children, which `settle` has gathered before."""
        frame = _with(self.core(), self._early)
        return self.backend.attached(frame, [part for group in self.groups.values() for part in group.beside()])

    def build(self) -> Frame:
        """The rows with everything that was asked for; `settle` has gathered what is below them."""
        if self._built is None:
            frame = self.backend.attached(self.with_groups(), [mean.beside() for mean in self.means])
            self._built = _with(frame, self._late)
        return self._built

    def together(self, others: "Sequence[Rows]") -> Frame:
        """`build` for these rows and others `beside` them, in one scan."""
        everyone = (self, *others)
        frame = self._looked_up()
        for rows in everyone:
            frame = rows._timed(frame)
        frame = _with(frame, {name: expr for rows in everyone for name, expr in rows._early.items()})
        groups = [part for rows in everyone for group in rows.groups.values() for part in group.beside()]
        means = [mean.beside() for rows in everyone for mean in rows.means]
        frame = self.backend.attached(frame, [*groups, *means])
        return _with(frame, {name: expr for rows in everyone for name, expr in rows._late.items()})

    def is_supplied_row(self) -> nw.Expr | None:
        """Where the row is one of the source's, if that is not everywhere so."""
        return None if self.seed is None else ~nw.col(ROW_COLUMN).is_null()


def _with(frame: Frame, columns: dict[str, nw.Expr]) -> Frame:
    return frame.with_columns(expr.alias(name) for name, expr in columns.items()) if columns else frame


def _kept(expr: nw.Expr, kept: dict[str, nw.Expr], prefix: str) -> nw.Expr:
    name = f"{prefix}{len(kept)}"
    kept[name] = expr
    return nw.col(name)


def _none(table: Table, field: str) -> nw.Expr:
    empty = nw.col(field).is_null()
    unknown = field + UNKNOWN_SUFFIX
    return empty & ~nw.col(unknown) if unknown in table.columns else empty


def _with_moments(frame: Frame, key: Cell, above: Rows) -> Frame:
    """Each row once for every measuring interval of the row above; once for each there is, where that is unknown."""
    moments = above.core().select(nw.col("id").alias(ABOVE), *above.clock.keys).unique()
    value = nw.lit(None, dtype=nw.String) if key.value is None else key.value
    frame = frame.with_columns(value.alias(KEY))
    if key.none is not None:
        frame = frame.filter(~key.none)
    sure = frame.filter(~nw.col(KEY).is_null()).join(moments, left_on=KEY, right_on=ABOVE, how="inner")
    loose = frame.filter(nw.col(KEY).is_null()).join(moments.select(*above.clock.keys).unique(), how="cross")
    columns = [*(name for name in frame.collect_schema().names() if name != KEY), *above.clock.keys]
    return nw.concat([sure.select(columns), loose.select(columns)], how="vertical")
