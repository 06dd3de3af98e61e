"""Which facts would settle what is unknown, as columns: a name, and where it is missing.

Only parts whose truth is unknown are entered, so that a missing fact is named only where it matters.
"""

from collections.abc import Hashable, Iterable

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.conditions import Frames, counted, existence, existence_tests, held, truth
from policyengine.engine.columnar.gather import Group
from policyengine.engine.columnar.measures import membership
from policyengine.engine.columnar.operands import unspecified
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Cell
from policyengine.engine.columnar.tri import Tri, possible, unknown
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Average,
    Compare,
    Condition,
    Constant,
    Count,
    Counted,
    FieldValue,
    Fold,
    Judged,
    Measure,
    MeasuredOn,
    Named,
    Negation,
    Operand,
    Outcomes,
    OwnField,
    Path,
    Population,
    Presence,
    Quantified,
    Ratio,
    Relation,
    ShiftedDate,
    TargetValue,
    ThisYear,
    Unmeasured,
)

Missing = dict[str, ex.Expr]


def merged(parts: Iterable[Missing], where: ex.Expr | None = None) -> Missing:
    """All names of the parts, each where one of them misses it (and `where` holds)."""
    together: Missing = {}
    for part in parts:
        for name, here in part.items():
            there = here if where is None else here & where
            together[name] = together[name] | there if name in together else there
    return together


def missing(condition: Condition, rows: Rows, frames: Frames) -> Missing:
    """What would settle a condition, in the rows where it is unknown."""
    match condition:
        case All(parts=parts) | Any(parts=parts):
            inner = merged(missing(part, rows, frames) for part in parts)
        case Negation(part=part) | Named(condition=part):
            inner = missing(part, rows, frames)
        case Compare(path=path, comparison=comparison):
            inner = merged([field(path, rows), operand(comparison.operand, rows)])
        case Among(path=path) | Presence(path=path):
            inner = field(path, rows)
        case ThisYear(path=path):
            inner = merged([field(path, rows), _measuring_date(rows)])
        case Judged(entity=entity, name=name):
            inner = {f"{entity}.{name}": ex.lit(True)}
        case Outcomes(cases=cases):
            inner = merged(missing(case.when, rows, frames) for case in cases)
        case Quantified(quantifier=quantifier, relation=relation, condition=part):
            tested = Negation(part) if quantifier == "every" else part
            inner = population(relation, tested, rows, frames)
        case Counted(relation=relation, where=where, comparisons=comparisons):
            tests = zip(comparisons, counted(condition, rows, frames), strict=True)
            operands = [merged([operand(comparison.operand, rows)], unknown(test)) for comparison, test in tests]
            inner = merged([population(relation, where, rows, frames), *operands])
    return merged([inner], unknown(truth(condition, rows, frames)))


def field(path: Path, rows: Rows) -> Missing:
    """A field, where it is unknown and not none."""
    return {f"{path.entity}.{path}": _unknown_cell(rows.cell(path))}


def _unknown_cell(cell: Cell) -> ex.Expr:
    empty = ex.lit(True) if cell.value is None else cell.value.is_null()
    return empty if cell.none is None else empty & ~cell.none


def operand(node: Operand, rows: Rows) -> Missing:
    """What is unknown of the right side of a comparison."""
    match node:
        case FieldValue(path=path):
            return field(path, rows)
        case TargetValue(name=name, steps=steps):
            return {f"${name}": unspecified([(start, value is None) for start, value in steps], rows.clock)}
        case MeasuredOn():
            return _measuring_date(rows)
        case ShiftedDate(base=base, count=count):
            return merged([operand(base, rows), operand(count, rows)])
        case Constant():
            return {}


def _measuring_date(rows: Rows) -> Missing:
    if rows.clock.on:
        return {}
    first, last = rows.clock.bounds
    return dict.fromkeys(rows.clock.due_names, first != last)


def of_existence(rows: Rows, frames: Frames, *, ended_included: bool = False) -> Missing:
    """What would settle whether a row exists."""
    tests = existence_tests(rows, frames, ended_included=ended_included)
    parts = [merged([field(path, rows), _measuring_date(rows)], unknown(test)) for path, test in tests.items()]
    return merged(parts, unknown(existence(rows, frames, ended_included=ended_included)))


def population(
    relation: Relation,
    condition: Condition,
    rows: Rows,
    frames: Frames,
    *,
    ended_included: bool = False,
    part: Hashable = None,
) -> Missing:
    """What would settle which children exist, belong to the row and satisfy a condition."""
    group = frames.children(rows, relation, part)
    child, holds = group.child, held(group, condition, frames, ended_included=ended_included)
    parts = [of_existence(child, frames, ended_included=ended_included), missing(condition, child, frames)]
    key = ("missing", condition, ended_included)
    return _gathered(relation, holds, merged(parts), rows, frames, key=key, part=part)


def _gathered(
    relation: Relation,
    holds: Tri,
    parts: Missing,
    rows: Rows,
    frames: Frames,
    *,
    key: Hashable,
    part: Hashable = None,
) -> Missing:
    """Child rows that are not surely out: their missing facts, the unknown parent, and the rows that may be absent."""
    group = frames.children(rows, relation, part)
    here = merged([parts, _reach(group, relation)], possible(holds))
    frames.open_children.append((rows, group, here))
    found = {name: _any(group, (key, name), flag) for name, flag in here.items()}
    return merged([found, absent_rows(relation, frames)])


def _any(group: Group, key: Hashable, flag: ex.Expr) -> ex.Expr:
    known, shared = group.count(key, flag)
    return (known + shared) > 0


def _reach(group: Group, relation: Relation) -> Missing:
    lost = ex.lit(True) if group.key.value is None else group.key.value.is_null()
    return {f"{relation.child}.{'.'.join(relation.steps)}": lost}


def absent_rows(relation: Relation, frames: Frames) -> Missing:
    """The child table itself, where rows may be absent from it."""
    return {} if frames.complete(relation) else {relation.child: ex.lit(True)}


def of_measure(measure: Measure, rows: Rows, frames: Frames) -> Missing:
    """What would settle a measure."""
    match measure:
        case Unmeasured():
            return {"measure": ex.lit(True)}
        case OwnField(path=path):
            return field(path, rows)
        case Count(population=who):
            return population(who.relation, who.where, rows, frames, ended_included=who.ended_included)
        case Fold(population=who, of=of):
            group = frames.children(rows, who.relation)
            holds = membership(who, group, frames, of=of)
            parts = [_of_membership(who, group.child, frames), field(of, group.child)]
            return _gathered(who.relation, holds, merged(parts), rows, frames, key=("missing fold", measure))
        case Ratio():
            return _of_ratio(measure, rows, frames)
        case Average():
            return _of_average(measure, rows, frames)


def _of_membership(who: Population, child: Rows, frames: Frames) -> Missing:
    return merged([of_existence(child, frames, ended_included=who.ended_included), missing(who.where, child, frames)])


def of_emptiness(measure: Measure, rows: Rows, frames: Frames) -> Missing:
    """What would settle whether a population is empty."""
    of: Path | None = None
    match measure:
        case Ratio(population=who):
            pass
        case Fold(function="min" | "max", population=who):
            of = measure.of
        case Average(population=who, inner=OwnField(path=path)):
            of = path
        case Average(population=who):
            pass
        case _:
            return {}
    group = frames.children(rows, who.relation)
    child, holds = group.child, membership(who, group, frames, of=of)
    present = {} if of is None else missing(Presence(of, wanted=True), child, frames)
    parts = [_of_membership(who, child, frames), present]
    return _gathered(who.relation, holds, merged(parts), rows, frames, key=("missing population", measure))


def _of_ratio(measure: Ratio, rows: Rows, frames: Frames) -> Missing:
    who = measure.population
    group = frames.children(rows, who.relation)
    child, holds = group.child, membership(who, group, frames)
    parts = [_of_membership(who, child, frames), missing(measure.satisfying, child, frames)]
    return _gathered(who.relation, holds, merged(parts), rows, frames, key=("missing ratio", measure))


def _of_average(measure: Average, rows: Rows, frames: Frames) -> Missing:
    who = measure.population
    group = frames.children(rows, who.relation)
    of = measure.inner.path if isinstance(measure.inner, OwnField) else None
    parent, holds = group.child, membership(who, group, frames, of=of)
    inner = of_measure(measure.inner, parent, frames)
    parts = [_of_membership(who, parent, frames), inner]
    return _gathered(who.relation, holds, merged(parts), rows, frames, key=("missing average", measure))
