"""When a rule is due for a subject, and on which date it is measured (language.md §3)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from policyengine.engine.walker.answer import FAILS, HOLDS, NOTHING, Answer, all_hold, answer
from policyengine.engine.walker.dates import day_number, days, ends
from policyengine.engine.walker.rows import Facts, Row
from policyengine.engine.walker.values import Quantity, Scene, operand_value
from policyengine.plan.nodes import Operand
from policyengine.plan.planned import Due, FixedDue, Plan, RelativeDue, Standing, YearEnd
from policyengine.semantics.interval import Comparator, compare, point
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Timing:
    """The measuring date and the due date (`None`: never, or always), as what is known of them; and what follows."""

    measured_on: Quantity
    due: Quantity | None
    in_force: Answer
    without_due_date: Answer
    overdue: Answer


def timing(plan: Plan, due: Due, subject: Row, facts: Facts, as_of: date) -> Timing:
    """When the rule is due for the subject, and measured."""
    match due:
        case Standing():
            return _standing(plan.period_from, as_of)
        case FixedDue(on=on):
            return _fixed(on, plan.period_from, as_of)
        case YearEnd():
            return _fixed(min(date(as_of.year, 12, 31), plan.period_until or date.max), plan.period_from, as_of)
        case RelativeDue(operand=operand):
            return _relative(operand, plan.period_from, subject, facts, as_of)


def _begun(period_from: date, as_of: date) -> Answer:
    return HOLDS if as_of >= period_from else FAILS


@lru_cache
def on_day(day: date) -> Quantity:
    """A measuring date or a due date that is known."""
    return Quantity(point(day_number(day)))


@lru_cache
def _standing(period_from: date, as_of: date) -> Timing:
    return Timing(on_day(as_of), None, _begun(period_from, as_of), FAILS, HOLDS)


@lru_cache
def _fixed(due: date, period_from: date, as_of: date) -> Timing:
    overdue = HOLDS if as_of > due else FAILS
    return Timing(on_day(min(as_of, due)), on_day(due), _begun(period_from, as_of), FAILS, overdue)


def _relative(operand: Operand, period_from: date, subject: Row, facts: Facts, as_of: date) -> Timing:
    begun = _begun(period_from, as_of)
    # A target by date that moves the due date counts as of as_of: the measuring date is not yet known here.
    value = operand_value(operand, subject, Scene(facts, on_day(as_of)))
    if not isinstance(value, Quantity):
        raise TypeError("a due date is a date")
    if value.none is Truth.YES:
        return Timing(on_day(as_of), None, begun, HOLDS, HOLDS)
    first, last = ends(value.interval)
    due = Quantity(days(first, last), value.none, value.missing)
    since = answer(compare(due.interval, Comparator.AT_LEAST, point(day_number(period_from))), due.missing)
    overdue = answer(compare(due.interval, Comparator.LESS_THAN, point(day_number(as_of))), due.missing)
    measured_on = _measured_on(due, period_from, as_of)
    return Timing(measured_on, due, all_hold((begun, since)), answer(due.none, due.missing), overdue)


def _measured_on(due: Quantity, period_from: date, as_of: date) -> Quantity:
    """The earlier of as_of and due; days before the period do not matter, since the rule is not in force then."""
    first, last = ends(due.interval)
    if due.interval.exact:
        return on_day(min(as_of, last))
    latest = min(as_of, last)
    earliest = min(latest, max(period_from, min(as_of, first)))
    return Quantity(days(earliest, latest), missing=due.missing if earliest < latest else NOTHING)
