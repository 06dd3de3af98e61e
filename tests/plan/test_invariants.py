"""A plan that no policy can have is refused, whatever is wrong with it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from policyengine.plan.invariants import InvariantError, check_invariants
from policyengine.plan.nodes import (
    All,
    Among,
    Average,
    Compare,
    Comparison,
    Condition,
    Constant,
    Count,
    Counted,
    Fold,
    Judged,
    Measure,
    Outcomes,
    OwnField,
    Population,
    Presence,
    Quantified,
    Relation,
    ThisYear,
)
from policyengine.plan.planned import ConditionRequirement, MeasureRequirement, Plan, Requirement
from policyengine.semantics.interval import Comparator
from tests.plan.registry import VOCABULARY
from tests.plan.resolved import (
    CATEGORY,
    CITIZENS,
    INSPECTED,
    INSPECTIONS,
    KIND,
    LOCAL,
    MANAGEMENT,
    MEMBERS,
    planned,
)
from tests.plan.test_resolve import EXAMPLE

ONE = Comparison(Comparator.AT_LEAST, Constant(Fraction(1)))
DAY_AGO = Comparison(Comparator.AT_LEAST, Constant("yesterday"))


def refused(plan: Plan) -> str:
    with pytest.raises(InvariantError) as raised:
        check_invariants(plan, VOCABULARY)
    return str(raised.value)


def with_requirement(requirement: Requirement) -> Plan:
    plan = planned(EXAMPLE)
    rule = replace(plan.rules[2], when=All(()), requirement=requirement)
    return replace(plan, rules=(*plan.rules[:2], rule, *plan.rules[3:]))


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (Among(MANAGEMENT, frozenset({"triple"})), "management has no values ['triple']"),
        (Among(MEMBERS, frozenset({"3"})), "party_members is compared with the words ['3']"),
        (Among(replace(CATEGORY, field="sort"), frozenset({"other"})), "no field sort leads from organization"),
        (Presence(MANAGEMENT, wanted=True), "management is never none"),
        (ThisYear(MEMBERS), "party_members is no date"),
        (Judged("club", "active", "活动正常"), "active is a determination about club"),
        (Outcomes("body", (), "unit", frozenset({"committee"})), "body has no outcomes ['committee']"),
        (Counted(INSPECTIONS, All(()), ()), "a number is compared with something else"),
        (
            Quantified("some", INSPECTIONS, Among(KIND, frozenset({"urban"}))),
            "a condition on inspections is about something else",
        ),
        (
            Quantified("some", Relation("organization", "inspection", "inspections", ("on_site",)), All(())),
            "inspection does not belong to organization by ('on_site',)",
        ),
    ],
)
def test_a_condition_that_no_policy_can_have_is_refused(condition: Condition, problem: str) -> None:
    assert problem in refused(with_requirement(ConditionRequirement(condition)))


@pytest.mark.parametrize(
    "comparison",
    [
        Comparison(Comparator.EQUAL, Constant("dual")),
        Comparison(Comparator.AT_LEAST, Constant("dual")),
        Comparison(Comparator.NOT, Constant("triple")),
        Comparison(Comparator.NOT, Constant(Fraction(1))),
    ],
)
def test_a_word_is_compared_with_words_by_not_alone(comparison: Comparison) -> None:
    assert "management is compared with" in refused(
        with_requirement(ConditionRequirement(Compare(MANAGEMENT, comparison)))
    )


@pytest.mark.parametrize(
    ("path", "comparison"), [(MEMBERS, DAY_AGO), (INSPECTED, ONE)]
)  # fmt: skip
def test_numbers_and_dates_are_compared_with_their_own_kind(path: object, comparison: Comparison) -> None:
    compared = Compare(path, comparison)  # type: ignore[arg-type]  # parametrized paths
    assert f"{path} is compared with" in refused(with_requirement(ConditionRequirement(compared)))


@pytest.mark.parametrize(
    ("measure", "problem"),
    [
        (OwnField(MANAGEMENT), "management is no number"),
        (Fold("sum", Population(INSPECTIONS, All(())), INSPECTED), "inspected_on is no number"),
        (
            Average(Count(Population(INSPECTIONS, All(()))), Population(CITIZENS, All(()))),
            "an average over community is of something else",
        ),
        (
            Count(Population(LOCAL, Among(KIND, frozenset({"urban"})))),
            "a condition on organizations is about something else",
        ),
    ],
)
def test_a_measure_that_no_policy_can_have_is_refused(measure: Measure, problem: str) -> None:
    assert problem in refused(with_requirement(MeasureRequirement(measure, (ONE,))))


def test_subjects_and_names_are_looked_at() -> None:
    plan = planned(EXAMPLE)
    assert "no path leads from the subject city" in refused(replace(plan, paths={"organization": ("county", "city")}))
    assert "the path of organization does not lead to city" in refused(
        replace(plan, paths={"city": (), "organization": ("county",)})
    )
    assert "two rules have one name" in refused(replace(plan, rules=plan.rules * 2))
    assert "a reading belongs to no rule" in refused(replace(plan, rules=()))
