"""One reading of an entity's rows: what was asked of them under one clock or several is joined in one go."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Beside
from policyengine.backends.queries import Query, concat
from policyengine.engine.columnar.gather import KEY, OWN_KEY, Gathering, Group, Mean
from policyengine.facts.tables import UNKNOWN_SUFFIX, FactBase, Table
from policyengine.vocabulary.models import Entity, Field

if TYPE_CHECKING:
    from policyengine.engine.columnar.rows import Rows

NONE_SUFFIX = "__none"
ABOVE = "__above"
REFERENCE_KEY = "__reference_key"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field's column: `value` is null where unknown or none (`None`: in every row), `none` where it is none.

    `none` is never null; without it no known field is none. `optional` says that an unknown one may be.
    """

    value: ex.Expr | None
    none: ex.Expr | None = None
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
    def bounds(self) -> tuple[ex.Expr, ex.Expr]:
        """The earliest and latest measuring date."""
        if self.on:
            return ex.lit(self.on), ex.lit(self.on)
        first, last = self.keys
        return ex.col(first), ex.col(last)


class Scan:
    """The rows of `entity`, read once for all of `views`: the same rows under several clocks.

    `seed` is the id of a subject that counts even without a row of its own. `above` are the rows whose children these
    are, with the references that lead there, where the clock differs from row to row; there is then one view.
    """

    def __init__(
        self,
        facts: FactBase,
        entity: str,
        *,
        level: int = 0,
        seed: str | None = None,
        above: "tuple[Rows, tuple[str, ...]] | None" = None,
    ) -> None:
        self.facts = facts
        self.entity: Entity = facts.vocabulary.entities[entity]
        self.table: Table = facts.table(entity)
        self.level = level
        self.seed = seed
        self.above = above
        self.views: list[Rows] = []
        self.gatherings: dict[Hashable, Gathering] = {}
        self._optional: dict[str, None] = {}
        self._lookups: dict[tuple[str, ...], dict[str, None]] = {}
        self._paths: dict[tuple[str, ...], int] = {}
        self._built: Query | None = None

    # --- asking for columns -------------------------------------------------------------------------------------------

    def cell(self, steps: tuple[str, ...], field: str) -> Cell:
        """The column of a field of the row that references lead to."""
        if field == "id" and steps:
            return self.cell(steps[:-1], steps[-1])
        owner = self._owner(steps)
        optional = owner.fields[field].optional
        if not steps:
            if field not in self.table.columns:
                return Cell(None, optional=optional)
            if not optional:
                return Cell(ex.col(field))
            self._optional[field] = None
            return Cell(ex.col(field), ex.col(field + NONE_SUFFIX), optional)
        reached = self.cell(steps[:-1], steps[-1])
        table = self.facts.table(owner.name)
        optional = optional or reached.optional
        if reached.value is None or not table.supplied or field not in table.columns:
            return Cell(None, reached.none, optional)
        self._lookups.setdefault(steps, {})[field] = None
        name = self._named((*steps, field))
        none = reached.none
        if owner.fields[field].optional:
            own = ex.col(name + NONE_SUFFIX).fill_null(False)
            none = own if none is None else none | own
        return Cell(ex.col(name), none, optional)

    def _named(self, path: tuple[str, ...]) -> str:
        """The column of a path; of a long one a short name, for databases cut long names off."""
        return path[0] if len(path) == 1 else f"__at{self._paths.setdefault(path, len(self._paths))}"

    def field(self, steps: tuple[str, ...]) -> Field:
        """The field that references lead to, itself the last of them."""
        return self._owner(steps[:-1]).fields[steps[-1]]

    def _owner(self, steps: tuple[str, ...]) -> Entity:
        entity = self.entity
        for step in steps:
            reference = entity.fields[step].reference
            if reference is None:
                raise KeyError(step)
            entity = self.facts.vocabulary.entities[reference]
        return entity

    def gathered(self, key: Hashable, group: Group) -> None:
        """Have a group gathered together with those of the same key."""
        self.gatherings.setdefault((key, group.moment), Gathering(self)).groups.append(group)

    @property
    def width(self) -> int:
        """How many columns the rows will have beside their own: looked up, gathered, kept."""
        looked_up = sum(len(fields) for fields in self._lookups.values())
        gathered = sum(2 * len(group.asked) for each in self.gatherings.values() for group in each.groups)
        kept = sum(len(view.kept_early) + len(view.kept_late) + 2 * len(view.means) for view in self.views)
        return looked_up + gathered + kept

    # --- building -----------------------------------------------------------------------------------------------------

    def core(self) -> Query:
        """The rows with their own and looked-up fields and, where it differs, their measuring interval."""
        frame = self._looked_up()
        keys = [each.own_key for each in self.gatherings.values() if each.own_key is not None]
        if keys:
            frame = frame.with_columns(keys[0].alias(OWN_KEY))
        for view in self.views:
            if view.moment is not None:
                bounds = zip(view.moment, view.clock.keys, strict=True)
                frame = frame.with_columns(bound.alias(name) for bound, name in bounds)
        if self.above is not None:
            above, steps = self.above
            frame = _with_moments(frame, self.cell(steps[:-1], steps[-1]), above)
        return frame

    def _looked_up(self) -> Query:
        frame = self._base()
        for steps in sorted(self._lookups, key=len):
            fields = self._lookups[steps]
            owner = self._owner(steps)
            table = self.facts.table(owner.name)
            on, ids = self._named(steps), ex.col("id")
            key, own_key = (self.facts.key(owner.name, each) for each in (ex.col(on), ids))
            if key is not None:
                frame, on = frame.with_columns(key.alias(REFERENCE_KEY)), REFERENCE_KEY
            columns = [(ids if own_key is None else own_key).alias(KEY)]
            for field in fields:
                name = self._named((*steps, field))
                columns.append(ex.col(field).alias(name))
                if owner.fields[field].optional:
                    columns.append(_none(table, field).alias(name + NONE_SUFFIX))
            target = self.facts.backend.query(table.frame).select(columns)
            frame = frame.join(target, left_on=on, right_on=KEY, how="left")
        return frame

    def _base(self) -> Query:
        frame = self.facts.backend.query(self.table.frame)
        flags = [_none(self.table, field).alias(field + NONE_SUFFIX) for field in self._optional]
        frame = frame.with_columns(flags) if flags else frame
        if self.seed is None:
            return frame
        seed = self.facts.backend.literal(pl.DataFrame({"id": [self.seed]}, schema={"id": pl.String}))
        known = [ex.col(field + NONE_SUFFIX).fill_null(False) for field in self._optional]
        seeded = seed.join(frame, on="id", how="left")
        return seeded.with_columns(known) if known else seeded

    def with_groups(self) -> Query:
        """The rows with the aggregates of their children, which `settle` has gathered before."""
        frame = _with(self.core(), {name: expr for view in self.views for name, expr in view.kept_early.items()})
        return self.facts.backend.attached(frame, list(self._aggregates()))

    def _aggregates(self) -> Iterator[Beside]:
        for gathering in self.gatherings.values():
            yield from gathering.beside()

    def means(self) -> list[Mean]:
        """The means that were asked for."""
        return [mean for view in self.views for mean in view.means]

    def build(self) -> Query:
        """The rows with everything that was asked for; `settle` has gathered what is below them."""
        if self._built is None:
            frame = self.facts.backend.attached(self.with_groups(), [mean.beside() for mean in self.means()])
            self._built = _with(frame, {name: expr for view in self.views for name, expr in view.kept_late.items()})
        return self._built


def _with(frame: Query, columns: dict[str, ex.Expr]) -> Query:
    return frame.with_columns(expr.alias(name) for name, expr in columns.items()) if columns else frame


def _none(table: Table, field: str) -> ex.Expr:
    empty = ex.col(field).is_null()
    unknown = field + UNKNOWN_SUFFIX
    return empty & ~ex.col(unknown) if unknown in table.columns else empty


def _with_moments(frame: Query, key: Cell, above: "Rows") -> Query:
    """Each row once for every measuring interval of the row above; once for each there is, where that is unknown."""
    moments = above.scan.core().select(ex.col("id").alias(ABOVE), *above.clock.keys).unique()
    value = ex.lit(None, dtype=ex.String) if key.value is None else key.value
    frame = frame.with_columns(value.alias(KEY))
    if key.none is not None:
        frame = frame.filter(~key.none)
    sure = frame.filter(~ex.col(KEY).is_null()).join(moments, left_on=KEY, right_on=ABOVE, how="inner")
    loose = frame.filter(ex.col(KEY).is_null()).join(moments.select(*above.clock.keys).unique(), how="cross")
    columns = [*(name for name in frame.columns() if name != KEY), *above.clock.keys]
    return concat([sure.select(columns), loose.select(columns)])
