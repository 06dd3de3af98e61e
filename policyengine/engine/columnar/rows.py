"""The rows of one entity as expressions see them: what these read is noted, so that one scan can serve them all.

Expressions are made before any frame is. While they are made, `Rows` notes with its `Scan` which fields, looked-up
fields and aggregates of children they read; the scan then joins exactly these, each once.
"""

from collections.abc import Hashable
from typing import Any

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.gather import Group, Mean
from policyengine.engine.columnar.scan import Cell, Clock, Scan
from policyengine.facts.tables import ROW_COLUMN, FactBase, Table
from policyengine.plan.nodes import Path
from policyengine.vocabulary.models import Entity

INT64 = range(-(2**63), 2**63)


class Rows:
    """The rows of a scan under one clock, with whatever columns expressions over them have asked for.

    `level` counts from the subjects down; names of columns differ from level to level and from clock to clock. `moment`
    are the expressions of the measuring interval over subjects that have their own.
    """

    def __init__(self, scan: Scan, clock: Clock) -> None:
        self.scan = scan
        self.facts: FactBase = scan.facts
        self.entity: Entity = scan.entity
        self.table: Table = scan.table
        self.backend = scan.facts.backend
        self.level = scan.level
        self.clock = clock
        self.moment: tuple[ex.Expr, ex.Expr] | None = None
        self.groups: dict[Hashable, Group] = {}
        self.means: list[Mean] = []
        self.memo: dict[Hashable, Any] = {}
        self.kept_early: dict[str, ex.Expr] = {}
        self.kept_late: dict[str, ex.Expr] = {}
        self._prefix = f"__level{scan.level}{clock.tag}"
        scan.views.append(self)

    def nothing(self) -> ex.Expr:
        """No number, in the type of wide ones."""
        return self.backend.nothing(self.backend.wide)

    def whole(self, value: int) -> ex.Expr:
        """An integer literal, wide where it must be."""
        return ex.lit(value, dtype=ex.Int64 if value in INT64 else self.backend.wide)

    def cell(self, path: Path) -> Cell:
        """The column of a field, through references."""
        return self.scan.cell(path.steps, path.field)

    def reference(self, steps: tuple[str, ...]) -> Cell:
        """The id reached by following references; the last of them need not lead to a row."""
        return self.scan.cell(steps[:-1], steps[-1])

    def column(self, name: str) -> ex.Expr | None:
        """A further column of the source, if it has it."""
        return ex.col(name) if name in self.table.columns else None

    def group(self, key: Hashable, child: "Rows", steps: tuple[str, ...]) -> Group:
        """The children gathered by the row that the references lead to; one group-by for all who ask.

        Groups of the same key under several clocks are gathered together.
        """
        if key not in self.groups:
            group = Group(child, steps, self.clock.keys, prefix=f"{self._prefix}_{len(self.groups)}")
            self.groups[key] = group
            self.scan.gathered(key, group)
        return self.groups[key]

    def early(self, expr: ex.Expr) -> ex.Expr:
        """`expr`, over the rows' own and looked-up fields, as a column of its own: made once, then read."""
        return _kept(expr, self.kept_early, f"{self._prefix}_early")

    def late(self, expr: ex.Expr) -> ex.Expr:
        """`expr`, over all that the rows have, as a column of its own; it may not read another such column."""
        return _kept(expr, self.kept_late, f"{self._prefix}_late")

    def new_mean(self) -> str:
        """A name for the next mean's columns."""
        return f"{self._prefix}_mean{len(self.means)}"

    def is_supplied_row(self) -> ex.Expr | None:
        """Where the row is one of the source's, if that is not everywhere so."""
        return None if self.scan.seed is None else ~ex.col(ROW_COLUMN).is_null()


def _kept(expr: ex.Expr, kept: dict[str, ex.Expr], prefix: str) -> ex.Expr:
    name = f"{prefix}{len(kept)}"
    kept[name] = expr
    return ex.col(name)
