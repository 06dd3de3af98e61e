"""What a difference between two runs is due to: two runs of a policy side by side, and worlds in between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from policyengine.audit.mixed import MASK, Input, Side, Worlds, unlike, worlds
from policyengine.audit.moved_rows import Leading, changed_cells
from policyengine.audit.recall import Recall
from policyengine.live.reads import Read, reads_of
from policyengine.plan.planned import PlannedRule

MOST_ROWS = 20

ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A cell that differs between the runs; the field `*` speaks of the whole row, which one of them does not have."""

    entity: str
    id: str
    field: str
    was: str | None
    now: str | None


Rows = Mapping[str | None, list[ChangedRow]]
"""The changed cells that lead to each subject; under `None` those that may lead to any."""


def rows_for(subject: str, rows: Rows) -> tuple[ChangedRow, ...]:
    """Those that lead to a subject, at most `MOST_ROWS`."""
    return (*rows.get(subject, ()), *rows.get(None, ()))[:MOST_ROWS]


class Pair:
    """One policy in both runs. Worlds and changed cells are found when they are first asked for."""

    def __init__(self, recall: Recall, old: Side, new: Side) -> None:
        self.recall, self.old, self.new = recall, old, new
        self.unlike = unlike(recall, old, new)

    @cached_property
    def worlds(self) -> Worlds:
        """The policy evaluated with each mixture of inputs that tells causes apart."""
        return worlds(self.recall, self.old, self.new, self.unlike)

    @cached_property
    def _leading(self) -> Leading:
        old, new = (self.recall.facts(side.plan).facts for side in (self.old, self.new))
        return Leading(old, new, changed_cells(old, new))

    def rows(self, rules: Iterable[PlannedRule]) -> Rows:
        """The changed cells that some rules of the new run read, with the subjects that they lead to."""
        if Input.FACTS not in self.unlike:
            return {}
        policy = self.recall.policy(self.new.plan)
        reads: set[Read] = {read for rule in rules for read in reads_of(policy.plan, rule, policy.vocabulary)}
        found: dict[str | None, list[ChangedRow]] = {}
        reached = self._leading.reached(frozenset(reads)).sort("entity", "id", "field")
        for entity, row_id, field, was, now, subject in reached.iter_rows():
            cells = found.setdefault(subject, [])
            if len(cells) < MOST_ROWS:
                cells.append(ChangedRow(entity, row_id, field, was, now))
        return found


def caused(
    frame: pl.DataFrame, differing: frozenset[Input], found: Mapping[frozenset[Input], pl.DataFrame | None]
) -> pl.DataFrame:
    """Differences by `subject`, with their `causes`, and whether it took all of these `together`.

    `found` has, for each mixture of inputs, `subject` and `mask` of those for whom there is anything.
    """
    nothing = pl.DataFrame(schema={"subject": pl.String, MASK: pl.Int64})
    for taken, made in found.items():
        named = (nothing if made is None else made).rename({MASK: _name(taken)}).cast({_name(taken): pl.Int64})
        frame = frame.join(named, on="subject", how="left", maintain_order="left")
    target, start = pl.col(_name(differing)), pl.col(_name(frozenset()))
    inputs = sorted(differing)
    alone = _listed({one: pl.col(_name(frozenset({one}))).eq_missing(target) for one in inputs})
    needed = _listed({one: pl.col(_name(differing - {one})).ne_missing(target) for one in inputs})
    engine = start.eq_missing(target)
    by_one = alone.list.len() > 0
    causes = (
        pl.when(engine)
        .then(pl.lit([ENGINE]))
        .when(by_one)
        .then(alone)
        .when(needed.list.len() > 0)
        .then(needed)
        .otherwise(pl.lit(list(map(str, inputs))))
    )
    return frame.with_columns(causes.alias("causes"), (~engine & ~by_one).alias("together"))


def _name(taken: frozenset[Input]) -> str:
    return "with:" + ",".join(sorted(taken))


def _listed(tests: Mapping[Input, pl.Expr]) -> pl.Expr:
    """The inputs whose test holds."""
    if not tests:
        return pl.lit([], dtype=pl.List(pl.String))
    return pl.concat_list([pl.when(test).then(pl.lit(str(name))) for name, test in tests.items()]).list.drop_nulls()
