"""When a rule is due and on which date it is measured (language.md §3; an unknown due date makes both intervals)."""

from dataclasses import dataclass, replace
from datetime import date

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.operands import dates
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.tri import Tri, resolved
from policyengine.plan.nodes import FieldValue, Operand, ShiftedDate, TargetValue
from policyengine.plan.planned import Due, FixedDue, RelativeDue, Standing, YearEnd
from policyengine.semantics.truth import Truth, known


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rule's due date in each row: its bounds, whether the rule has come into force, and whether it is past due.

    `first` and `last` are `None` for a standing duty. `undated` is where the field it depends on is none.
    """

    first: ex.Expr | None
    last: ex.Expr | None
    in_force: Tri
    undated: Tri
    overdue: Tri


def fixed_due(due: Due, as_of: date, period_until: date | None) -> date | None:
    """The due date where it is the same for all subjects; `None` for a standing duty."""
    match due:
        case FixedDue(on=on):
            return on
        case YearEnd():
            end = date(as_of.year, 12, 31)
            return end if period_until is None else min(end, period_until)
        case _:
            return None


def measured_on(due: Due, as_of: date, period_until: date | None) -> date | None:
    """The measuring date of a rule that is due so, where it is the same for all subjects."""
    if isinstance(due, RelativeDue):
        return None
    on = fixed_due(due, as_of, period_until)
    return as_of if on is None else min(as_of, on)


def due_names(operand: Operand) -> tuple[str, ...]:
    """The facts and targets that a relative due date depends on."""
    match operand:
        case FieldValue(path=path):
            return (f"{path.entity}.{path}",)
        case TargetValue(name=name):
            return (f"${name}",)
        case ShiftedDate(base=base, count=count):
            return (*due_names(base), *due_names(count))
        case _:
            return ()


def schedule(due: Due, rows: Rows, as_of: date, period: tuple[date, date | None]) -> Schedule:
    """The due date over the subjects' rows; a relative one also sets the rows' measuring interval."""
    begun = known(as_of >= period[0])
    if isinstance(due, Standing):
        return Schedule(None, None, begun, Truth.NO, Truth.YES)
    if not isinstance(due, RelativeDue):
        on = fixed_due(due, as_of, period[1])
        assert on is not None  # noqa: S101  # only a standing duty has none
        return Schedule(ex.lit(on), ex.lit(on), begun, Truth.NO, known(as_of > on))
    today, start = ex.lit(as_of), ex.lit(period[0])
    bounds = dates(counted_on(due.operand, as_of), rows)
    none = ex.lit(False) if bounds.none is None else bounds.none
    undated = Truth.NO if bounds.none is None and bounds.partial is None else _undated(bounds.none, bounds.partial)
    first, last = bounds.lo, bounds.hi
    to = ex.min_horizontal(today, last)
    earliest = ex.max_horizontal(start, ex.min_horizontal(today, first))
    since = ex.when(first == last).then(to).otherwise(ex.min_horizontal(to, earliest))
    rows.moment = (ex.when(none).then(today).otherwise(since), ex.when(none).then(today).otherwise(to))
    in_force: Tri = Truth.NO
    overdue = resolved((last < today) | none, (first >= today) & ~none)
    if begun is Truth.YES:
        in_force = resolved((first >= start) | none, (last < start) & ~none)
    return Schedule(first, last, in_force, undated, overdue)


def counted_on(operand: Operand, day: date) -> Operand:
    """A number of days that changes by date counts as of `day`: the measuring date is not yet known."""
    if not isinstance(operand, ShiftedDate):
        return operand
    count = operand.count
    if isinstance(count, TargetValue):
        current = [value for start, value in count.steps if start is None or start <= day][-1:]
        count = replace(count, steps=tuple((None, value) for value in current))
    return replace(operand, base=counted_on(operand.base, day), count=count)


def _undated(none: ex.Expr | None, partial: ex.Expr | None) -> Tri:
    surely = ex.lit(False) if none is None else none
    perhaps = ex.lit(False) if partial is None else partial
    return resolved(surely, ~surely & ~perhaps)
