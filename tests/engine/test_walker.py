"""Subjects, jurisdiction and whole outcomes."""

from datetime import date
from fractions import Fraction

from policyengine.engine.outcome import Cause, Outcome
from policyengine.engine.walker.walk import subjects
from policyengine.plan.nodes import All, Count
from policyengine.plan.planned import FixedDue
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth
from tests.engine.village import (
    CITY_CLUBS,
    Village,
    at_least,
    causes,
    compare,
    find,
    is_,
    path,
    plan,
    population,
    require,
    rule,
)

STREETS_OF_CITIES = Village(
    {
        "city": [{}, {}],
        "street": [{"city": "1"}, {"city": "2"}, {"city": None}],
        "club": [{"street": "2"}, {"street": "3"}],
    }
)


def test_subjects_are_those_that_are_or_may_be_in_the_jurisdiction() -> None:
    facts = STREETS_OF_CITIES.facts()
    assert subjects(plan(), "street", facts) == ["1", "3"]
    assert subjects(plan(), "club", facts) == ["2"]
    assert subjects(plan(jurisdiction=None), "street", facts) == ["1", "2", "3"]


def test_the_jurisdiction_itself_needs_no_row() -> None:
    facts = Village({"city": [{"id": "2"}]}).facts()
    assert subjects(plan(), "city", facts) == ["1"]
    assert subjects(plan(), "city", STREETS_OF_CITIES.facts()) == ["1"]
    assert subjects(plan(), "street", facts) == []


def test_an_unknown_path_to_the_jurisdiction_makes_applicability_unknown() -> None:
    homes = compare(path("street", "homes"), Comparator.AT_LEAST, 0)
    outcome = find(STREETS_OF_CITIES, rule(homes, subject="street"), subject="3")
    assert (causes(outcome), outcome.missing) == ({Cause.JURISDICTION_UNKNOWN: Truth.UNKNOWN}, ("street.city",))


def test_nothing_is_missing_where_a_cause_surely_keeps_the_rule_from_applying() -> None:
    asked = rule(is_(path("street", "kind"), "urban"), subject="street", when=is_(path("street", "id"), "9"))
    assert find(STREETS_OF_CITIES, asked, subject="3").missing == ()


def test_the_parts_of_a_condition_that_fail_are_named_once() -> None:
    homes = path("street", "homes")
    parts = All(
        (
            compare(homes, Comparator.AT_LEAST, 3),
            is_(path("street", "kind"), "urban"),
            compare(homes, Comparator.NOT, 2),
        )
    )
    village = Village({"street": [{"city": "1", "kind": "urban", "homes": 2}]})
    assert find(village, rule(parts, subject="street")).failed == ("homes",)
    assert find(village, rule(parts.parts[0], subject="street")).failed == ("homes",)


def test_a_whole_outcome() -> None:
    clubs = [{"street": "1", "founded_on": None, "ended_on": None}]
    village = Village({"city": [{}], "street": [{"city": "1"}], "club": clubs})
    asked = rule(require(Count(population(CITY_CLUBS)), at_least(2)), due=FixedDue(date(2018, 6, 30)))
    assert find(village, asked) == Outcome(
        causes=tuple((cause, Truth.NO) for cause in Cause),
        satisfied=Truth.NO,
        overdue=Truth.YES,
        measured=True,
        lo=Bound(Fraction(1)),
        hi=Bound(Fraction(1)),
        targets=(Fraction(2),),
        measured_on=date(2018, 6, 30),
        due=date(2018, 6, 30),
        missing=(),
        failed=(),
    )
