"""Each kind of requirement over a small village: every backend gives the statuses that Polars gives."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from policyengine.backends.backend import Backend
from policyengine.facts.stored.moved import moved
from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    All,
    Average,
    Compare,
    Comparison,
    Count,
    FieldValue,
    Fold,
    MeasuredOn,
    OwnField,
    Presence,
    Quantified,
    Ratio,
    ShiftedDate,
    TargetValue,
    ThisYear,
)
from policyengine.plan.planned import FixedDue, PlannedRule, RelativeDue
from policyengine.semantics.interval import Comparator
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdicts import Verdicts
from tests.backends.statuses import statuses
from tests.engine.village import (
    AS_OF,
    CITY_CLUBS,
    CLUBS,
    STREETS,
    UNKNOWN,
    VISITS,
    Village,
    at_least,
    compare,
    is_,
    literal,
    path,
    plan,
    population,
    require,
    rule,
)

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::FutureWarning")

KIND, HOMES, BUDGET = path("street", "kind"), path("street", "homes"), path("city", "budget")
STAFF, GRADE, FOUNDED = path("club", "staff"), path("club", "grade"), path("club", "founded_on")
MONTH_AFTER = ShiftedDate(FieldValue(FOUNDED), literal(1), DateUnit.MONTHS, forward=True)
VISITED = Quantified("some", VISITS, Compare(path("visit", "held_on"), Comparison(Comparator.AT_MOST, MeasuredOn())))
OPEN = TargetValue("open", ((None, None),))
BY_DATE = TargetValue("days", ((date(2018, 2, 1), Fraction(10)), (date(2018, 3, 1), Fraction(300))))
LARGE = 2**62

VILLAGE = Village(
    {
        "city": [{"budget": LARGE}, {"budget": UNKNOWN}, {"budget": None}],
        "street": [
            {"city": "1", "kind": "urban", "homes": 3},
            {"city": "1", "kind": None, "homes": None},
            {"city": "2", "kind": "rural", "homes": 10},
            {"city": None, "kind": "urban", "homes": 1},
        ],
        "club": [
            {"street": "1", "parent": None, "members": 7, "staff": 5, "grade": "one", "open": True,
             "founded_on": date(2018, 1, 31), "ended_on": None},
            {"street": "1", "parent": "1", "members": 8, "staff": UNKNOWN, "grade": "two", "open": None,
             "founded_on": UNKNOWN, "ended_on": None},
            {"street": "2", "parent": UNKNOWN, "members": None, "staff": None, "grade": UNKNOWN, "open": False,
             "founded_on": date(2018, 11, 30), "ended_on": date(2018, 12, 1)},
            {"street": None, "parent": "1", "members": 2**40, "staff": 50, "grade": None, "open": True,
             "founded_on": None, "ended_on": UNKNOWN},
        ],
        "visit": [{"club": "1", "held_on": date(2018, 2, 28)}, {"club": "2", "held_on": None}, {"club": None}],
    },
    frozenset({"visit"}),
)  # fmt: skip


def rules() -> tuple[PlannedRule, ...]:
    """One rule for each way that the engine computes."""
    clubs_of_streets = Count(population(CLUBS))
    some_days_after = ShiftedDate(FieldValue(FOUNDED), OPEN, DateUnit.DAYS, forward=True)
    some_days_before = ShiftedDate(FieldValue(path("club", "ended_on")), OPEN, DateUnit.DAYS, forward=False)
    by_then = ShiftedDate(literal(date(2018, 1, 31)), BY_DATE, DateUnit.DAYS, forward=True)
    asked = [
        rule(require(Count(population(STREETS, is_(KIND, "urban"))), at_least(1))),
        rule(require(Ratio(population(STREETS), is_(KIND, "urban")), at_least(Fraction(1, 3)))),
        rule(require(Fold("sum", population(CITY_CLUBS), path("club", "members")), at_least(2**30))),
        rule(require(Fold("min", population(STREETS), HOMES), at_least(2))),
        rule(require(Fold("max", population(CITY_CLUBS), STAFF), at_least(50))),
        rule(require(Average(clubs_of_streets, population(STREETS)), at_least(Fraction(4, 3)))),
        rule(require(Average(OwnField(STAFF), population(CITY_CLUBS)), at_least(Fraction(55, 2)))),
        rule(require(OwnField(BUDGET), at_least(Fraction(2**30, 7)))),
        rule(All((compare(STAFF, Comparator.AT_LEAST, 5), is_(GRADE, "one"))), subject="club"),
        rule(compare(path("club", "street", "homes"), Comparator.LESS_THAN, FieldValue(STAFF)), subject="club"),
        rule(Presence(path("club", "parent", "grade"), wanted=True), subject="club"),
        rule(ThisYear(FOUNDED), subject="club", due=FixedDue(date(2018, 6, 30))),
        rule(VISITED, subject="club", due=RelativeDue(MONTH_AFTER)),
        rule(compare(FOUNDED, Comparator.AT_MOST, by_then), subject="club", due=RelativeDue(MONTH_AFTER)),
        rule(compare(FOUNDED, Comparator.AT_LEAST, some_days_before), subject="club", due=RelativeDue(some_days_after)),
        rule(Quantified("every", CLUBS, is_(path("club", "open"), "true")), subject="street"),
    ]
    return tuple(replace(one, id=f"rule-{n}") for n, one in enumerate(asked))


def test_statuses_are_those_of_polars(backend: Backend) -> None:
    planned = rules()
    case = Case(plan(*planned), VILLAGE.facts().base, AS_OF, {})
    there = Verdicts(replace(case, facts=moved(case.facts, backend)), planned)
    found = statuses(there)
    assert found == statuses(Verdicts(case, planned))
    assert len({possible for by_subject in found.values() for possible in by_subject.values()}) > 3


def test_numbers_and_reasons_are_those_of_polars(duck: Backend, postgres: Backend) -> None:
    planned = rules()
    case = Case(plan(*planned), VILLAGE.facts().base, AS_OF, {})
    expected = sorted(Verdicts(case, planned), key=lambda one: (one.rule, one.subject))
    for backend in (duck, postgres):
        there = Verdicts(replace(case, facts=moved(case.facts, backend)), planned)
        assert sorted(there, key=lambda one: (one.rule, one.subject)) == expected
