"""When the rule is due for the subject, and on which day it is measured (language.md §3)."""

from dataclasses import dataclass
from datetime import date

from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.found import NO, YES, Found, every, found
from policyengine.audit.checker.material import Material
from policyengine.audit.checker.rule import FixedDue, RelativeDue, Standing, YearEnd
from policyengine.audit.checker.scene import NOTHING, Budget, Day, Row, Scene
from policyengine.audit.checker.values import Quantity, days, number_of_day, operand_value
from policyengine.semantics.interval import Comparator, Interval, compare, point
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Timing:
    """The measuring date, the due date (`None`: there is none, or it is not known), and what follows."""

    measured_on: Day
    due: date | None
    in_force: Found
    without_due_date: Found
    overdue: Found


def timing(material: Material, subject: Row, budget: Budget) -> Timing:
    """When the rule is due for the subject, and measured."""
    plan, as_of, due = material.plan, material.as_of, material.rule.due
    begun = YES if as_of >= plan.period_from else NO
    match due:
        case Standing():
            return Timing(_on(as_of), None, begun, NO, YES)
        case FixedDue(on=on):
            return _fixed(on, begun, as_of)
        case YearEnd():
            return _fixed(min(date(as_of.year, 12, 31), plan.period_until or date.max), begun, as_of)
        case RelativeDue():
            return _relative(due, begun, material, subject, budget)


def _on(day: date) -> Day:
    return Day(point(number_of_day(day)))


def _fixed(due: date, begun: Found, as_of: date) -> Timing:
    return Timing(_on(min(as_of, due)), due, begun, NO, YES if as_of > due else NO)


def _relative(due: RelativeDue, begun: Found, material: Material, subject: Row, budget: Budget) -> Timing:
    period_from, as_of = material.plan.period_from, material.as_of
    # The measuring date is not yet known: a target by date that moves the due date counts as of as_of.
    value = operand_value(due.operand, subject, Scene(material, _on(as_of), budget))
    if not isinstance(value, Quantity):
        raise refused("期限不是日期", "the due date is no day")
    if value.none is Truth.YES:
        return Timing(_on(as_of), None, begun, YES, YES)
    first, last = days(value.interval)
    known = Interval(number_of_day(first), number_of_day(last))
    since = found(compare(known, Comparator.AT_LEAST, point(number_of_day(period_from))), value.missing)
    overdue = found(compare(known, Comparator.LESS_THAN, point(number_of_day(as_of))), value.missing)
    without = found(value.none, value.missing)
    if known.exact:
        measured_on = _on(min(as_of, last))
    else:
        # Days before the period do not matter, since the rule is not in force then.
        latest = min(as_of, last)
        earliest = min(latest, max(period_from, min(as_of, first)))
        missing = value.missing if earliest < latest else NOTHING
        measured_on = Day(Interval(number_of_day(earliest), number_of_day(latest)), missing)
    settled = last if known.exact and value.none is Truth.NO else None
    return Timing(measured_on, settled, every((begun, since)), without, overdue)
