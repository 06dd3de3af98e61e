"""Conditions as columns: each plan node becomes one nullable boolean over the rows being tested."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.compare import against, by_measuring_date, field_against, one_of, settled
from policyengine.engine.columnar.gather import Group
from policyengine.engine.columnar.operands import Bounds, dates, numbers
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Clock, Scan
from policyengine.engine.columnar.tri import Tri, all_of, any_of, as_expr, negated, possible, resolved, sure
from policyengine.facts.tables import FactBase
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Compare,
    Comparison,
    Condition,
    Counted,
    FieldValue,
    Judged,
    MeasuredOn,
    Named,
    Negation,
    Outcomes,
    Path,
    Presence,
    Quantified,
    Relation,
    ThisYear,
)
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import Entity


class Frames:
    """All rows that evaluations of the same facts read, each scan made once for the clocks of all of them.

    Children stand one level below their parents, so that an entity may have children of its own kind. `open_children`
    notes where facts are missing: of which rows, among which of their children, under which names.
    """

    def __init__(self, facts: FactBase) -> None:
        self.facts = facts
        self.open_children: list[tuple[Rows, Group, dict[str, ex.Expr]]] = []
        self._clocks: dict[Hashable, Clock] = {}
        self._scans: dict[Hashable, Scan] = {}
        self._rows: dict[tuple[Hashable, Clock], Rows] = {}

    def clock(self, on: date | None, key: Hashable = None, due_names: tuple[str, ...] = ()) -> Clock:
        """The clock of a measuring date, or of measuring intervals that differ from row to row, as `key` tells."""
        return self._clocks.setdefault(on or key, Clock(on, due_names, f"_{len(self._clocks)}"))

    def subjects(self, entity: str, clock: Clock, place: tuple[str, str] | None = None) -> Rows:
        """The rows of a rule's subjects under a jurisdiction; never shared with rows seen as children."""
        key = (entity, 0, place)
        if key not in self._scans:
            seed = place[1] if place is not None and place[0] == entity else None
            self._scans[key] = Scan(self.facts, entity, seed=seed)
        return self._viewed(key, clock)

    def children(self, parent: Rows, relation: Relation, part: Hashable = None) -> Group:
        """The children of `parent` along a relation, gathered by parent; `part` names those of them that are meant."""
        key = (relation.child, relation.steps, part)
        if key in parent.groups:
            return parent.groups[key]
        if parent.clock.on:
            of_level = (relation.child, parent.level + 1)
            if of_level not in self._scans:
                self._scans[of_level] = Scan(self.facts, relation.child, level=parent.level + 1)
            child = self._viewed(of_level, parent.clock)
        else:
            above = (parent, relation.steps)
            child = Rows(Scan(self.facts, relation.child, level=parent.level + 1, above=above), parent.clock)
        return parent.group(key, child, relation.steps)

    def _viewed(self, scan: Hashable, clock: Clock) -> Rows:
        if (scan, clock) not in self._rows:
            self._rows[scan, clock] = Rows(self._scans[scan], clock)
        return self._rows[scan, clock]

    def complete(self, relation: Relation) -> bool:
        """Whether rows of the relation's child that are not there do not exist."""
        return self.facts.table(relation.child).complete


def truth(condition: Condition, rows: Rows, frames: Frames) -> Tri:
    """Whether the condition holds, in each row; asked twice, it is made once."""
    if condition not in rows.memo:
        rows.memo[condition] = _truth(condition, rows, frames)
    made: Tri = rows.memo[condition]
    return made


def _truth(condition: Condition, rows: Rows, frames: Frames) -> Tri:
    match condition:
        case All(parts=parts):
            return all_of([truth(part, rows, frames) for part in parts])
        case Any(parts=parts):
            return any_of([truth(part, rows, frames) for part in parts])
        case Negation(part=part):
            return negated(truth(part, rows, frames))
        case Named(condition=inner):
            return truth(inner, rows, frames)
        case Compare():
            return field_against(condition, rows)
        case Among(path=path, values=values):
            return one_of(path, values, rows)
        case Presence():
            return _presence(condition, rows)
        case ThisYear(path=path):
            return _this_year(path, rows)
        case Judged(name=name):
            column = rows.column(name)
            return Truth.UNKNOWN if column is None else column
        case Outcomes():
            return _outcomes(condition, rows, frames)
        case Quantified():
            return _quantified(condition, rows, frames)
        case Counted():
            return all_of(counted(condition, rows, frames))


def _presence(node: Presence, rows: Rows) -> Tri:
    cell = rows.cell(node.path)
    if not cell.optional:
        present: Tri = Truth.YES
    elif cell.value is None:
        present = settled(None, Truth.UNKNOWN, cell)
    else:
        known = ex.when(~cell.value.is_null()).then(ex.lit(True)).otherwise(ex.lit(None, dtype=ex.Boolean))
        present = settled(known, Truth.UNKNOWN, cell)
    return present if node.wanted else negated(present)


def _this_year(path: Path, rows: Rows) -> Tri:
    """The calendar year as bounds: of a known measuring date exact, else from its earliest to its latest."""
    day = dates(FieldValue(path), rows)
    first, last = rows.clock.bounds
    years = [bound.year() for bound in (day.lo, day.hi, first, last)]
    yes = (years[0] == years[1]) & (years[2] == years[3]) & (years[0] == years[2])
    no = (years[1] < years[2]) | (years[0] > years[3])
    if day.partial is not None:
        yes = yes & ~day.partial
    if day.none is not None:
        yes, no = yes & ~day.none, no | day.none
    return resolved(yes, no)


def _outcomes(node: Outcomes, rows: Rows, frames: Frames) -> Tri:
    """A decision table: yes if every case that may be the first hit gives one of the values, no if none does."""
    open_still: Tri = Truth.YES
    wanted: list[Tri] = []
    unwanted: list[Tri] = []
    for case in node.cases:
        hit = truth(case.when, rows, frames)
        reached = possible(all_of([open_still, hit]))
        (wanted if case.then in node.values else unwanted).append(reached)
        open_still = all_of([open_still, negated(hit)])
    (wanted if node.otherwise is not None and node.otherwise in node.values else unwanted).append(possible(open_still))
    return resolved(~as_expr(any_of(unwanted)), ~as_expr(any_of(wanted)))


def existence(rows: Rows, frames: Frames, *, ended_included: bool = False) -> Tri:
    """Whether each row exists, or its event has happened, as of the measuring date; both ends of a lifetime count."""
    key = ("exists", ended_included)
    if key not in rows.memo:
        exists = _existence(rows, frames, ended_included=ended_included)
        rows.memo[key] = exists if isinstance(exists, Truth) else rows.early(exists)
    made: Tri = rows.memo[key]
    return made


def _existence(rows: Rows, frames: Frames, *, ended_included: bool) -> Tri:
    tests = existence_tests(rows, frames, ended_included=ended_included)
    exists = all_of(tests.values())
    supplied = rows.is_supplied_row()
    return exists if supplied is None or not tests else any_of([~supplied, exists])


def existence_tests(rows: Rows, frames: Frames, *, ended_included: bool) -> dict[Path, Tri]:
    """The date fields that decide existence, and whether each allows for it; no date of a lifetime is no limit."""
    entity, tests = rows.entity, {}
    if entity.lifetime is not None and entity.lifetime.start is not None:
        start = field_path(entity, entity.lifetime.start)
        tests[start] = by_measuring_date(start, Comparator.AT_MOST, rows)
    if entity.lifetime is not None and entity.lifetime.end is not None and not ended_included:
        end = field_path(entity, entity.lifetime.end)
        tests[end] = by_measuring_date(end, Comparator.AT_LEAST, rows)
    if entity.event_date is not None:
        event = field_path(entity, entity.event_date)
        tests[event] = truth(Compare(event, Comparison(Comparator.AT_MOST, MeasuredOn())), rows, frames)
    return tests


def field_path(entity: Entity, name: str) -> Path:
    """The path of an entity's own field."""
    field = entity.fields[name]
    return Path(
        entity.name,
        (),
        entity.name,
        name,
        field.type,
        optional=field.optional,
        earliest=field.minimum if isinstance(field.minimum, date) else date.min,
        latest=field.maximum if isinstance(field.maximum, date) else date.max,
        choices=frozenset(field.choices) or None,
    )


# --- children ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How many children surely, and how many possibly, satisfy a condition."""

    sure: ex.Expr
    possible: ex.Expr


def tally(
    relation: Relation, condition: Condition, rows: Rows, frames: Frames, *, ended_included: bool = False
) -> Tally:
    """Children that exist and satisfy a condition; those of unknown parent possibly, for every parent."""
    group = frames.children(rows, relation)
    holds = held(group, condition, frames, ended_included=ended_included)
    known, _ = group.count(("sure", condition, ended_included), sure(holds))
    some, shared = group.count(("possible", condition, ended_included), possible(holds))
    return Tally(known.cast(ex.Int64), some.cast(ex.Int64) + shared.cast(ex.Int64))


def held(
    group: Group, condition: Condition, frames: Frames, *, ended_included: bool = False, of: Path | None = None
) -> Tri:
    """Whether each child exists, satisfies a condition and has the value `of`; a column of the group."""
    parts = [existence(group.child, frames, ended_included=ended_included), truth(condition, group.child, frames)]
    if of is not None:
        parts.append(truth(Presence(of, wanted=True), group.child, frames))
    return kept(group, ("held", condition, ended_included, of), all_of(parts))


def kept(group: Group, key: Hashable, tri: Tri) -> Tri:
    """A truth over the children as a column of the group, unless it is the same for all."""
    return tri if isinstance(tri, Truth) else group.kept(key, tri)


def _quantified(node: Quantified, rows: Rows, frames: Frames) -> Tri:
    condition = Negation(node.condition) if node.quantifier == "every" else node.condition
    counts = tally(node.relation, condition, rows, frames)
    none = counts.possible == 0 if frames.complete(node.relation) else ex.lit(False)
    some = resolved(counts.sure > 0, none)
    return some if node.quantifier == "some" else ~some


def counted(node: Counted, rows: Rows, frames: Frames) -> list[Tri]:
    """Each comparison of the number of children."""
    counts = tally(node.relation, node.where, rows, frames)
    open_above = not frames.complete(node.relation)
    hi = rows.backend.nothing(ex.Int64()) if open_above else counts.possible
    number = Bounds(counts.sure, hi)
    return [against(number, c.comparator, numbers(c.operand, rows), rows) for c in node.comparisons]
