"""Each entry of a condition resolves to its node."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Compare,
    Comparison,
    Condition,
    Constant,
    FieldValue,
    MeasuredOn,
    Named,
    Negation,
    Outcomes,
    Presence,
    Quantified,
    ShiftedDate,
    ThisYear,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    Standing,
)
from policyengine.semantics.interval import Comparator
from tests.plan.resolved import (
    COUNTY,
    COUNTY_NAME,
    DECOUPLING,
    ESTABLISHED,
    GRADE,
    HEAD,
    INSPECTED,
    INSPECTIONS,
    MANAGEMENT,
    MEMBERS,
    OWN_MEMBERS,
    SCORE,
    at_least,
    condition_of,
    rule_of,
)

FROM, UNTIL = date(2018, 5, 9), date(2018, 12, 31)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{management: dual}", Among(MANAGEMENT, frozenset({"dual"}))),
        ("{management: {not: dual}}", Compare(MANAGEMENT, Comparison(Comparator.NOT, Constant("dual")))),
        ("{decoupling: false}", Among(DECOUPLING, frozenset({"false"}))),
        ("{county: '330802'}", Among(COUNTY, frozenset({"330802"}))),
        ("{county.city.name: 衢州市}", Among(COUNTY_NAME, frozenset({"衢州市"}))),
        ("{grade: {present: false}}", Presence(GRADE, wanted=False)),
        ("{party_members: {at_least: 3}}", Compare(MEMBERS, at_least(3))),
        (
            "{party_members: [3, 5]}",
            Any(
                tuple(Compare(MEMBERS, Comparison(Comparator.EQUAL, Constant(Fraction(n)))) for n in (3, 5)),
            ),
        ),
        ("{established_on: {during: this_year}}", ThisYear(ESTABLISHED)),
        (
            "{established_on: {before: $measured_on}}",
            Compare(ESTABLISHED, Comparison(Comparator.LESS_THAN, MeasuredOn())),
        ),
        (
            "{established_on: {after: $period.from}}",
            Compare(ESTABLISHED, Comparison(Comparator.MORE_THAN, Constant(FROM))),
        ),
        ("{not: {management: dual}}", Negation(Among(MANAGEMENT, frozenset({"dual"})))),
        (
            "{any: [{management: dual}, {decoupling: true, grade: a5}]}",
            Any(
                (
                    Among(MANAGEMENT, frozenset({"dual"})),
                    All((Among(DECOUPLING, frozenset({"true"})), Among(GRADE, frozenset({"a5"})))),
                )
            ),
        ),
        (
            "{inspections: {some: {score: {at_least: {field: organization.party_members}}}}}",
            Quantified(
                "some",
                INSPECTIONS,
                All((Compare(SCORE, Comparison(Comparator.AT_LEAST, FieldValue(OWN_MEMBERS))),)),
            ),
        ),
        (
            "{inspections: {none: {inspected_on: {on_or_before: {after: 2018-05-09, days: 30}}}}}",
            Quantified(
                "none",
                INSPECTIONS,
                All(
                    (
                        Compare(
                            INSPECTED,
                            Comparison(
                                Comparator.AT_MOST,
                                ShiftedDate(Constant(FROM), Constant(Fraction(30)), DateUnit.DAYS, forward=True),
                            ),
                        ),
                    )
                ),
            ),
        ),
    ],
)
def test_an_entry_resolves_to_its_node(written: str, expected: Condition) -> None:
    assert condition_of(written) == expected


def test_during_the_period_is_two_comparisons() -> None:
    requirement = rule_of("require: {established_on: {during: period}}").requirement
    assert requirement == ConditionRequirement(
        All(
            (
                Compare(ESTABLISHED, Comparison(Comparator.AT_LEAST, Constant(FROM))),
                Compare(ESTABLISHED, Comparison(Comparator.AT_MOST, Constant(UNTIL))),
            )
        )
    )


def test_during_an_open_period_is_one_comparison() -> None:
    rule = rule_of("require: {established_on: {during: period}}", head=HEAD.replace(", until: 2018-12-31", ""))
    assert rule.requirement == ConditionRequirement(
        All((Compare(ESTABLISHED, Comparison(Comparator.AT_LEAST, Constant(FROM))),))
    )
    assert rule.due == Standing()


TABLE = """
definitions:
  body:
    subject: organization
    cases:
      - {when: {management: dual}, then: unit}
      - {when: {management: direct}, then: committee}
  dual:
    subject: organization
    where: {body: unit}
"""


def test_a_table_that_must_not_have_an_outcome_has_one_of_the_others() -> None:
    condition = condition_of("{body: {not: unit}}", before=TABLE)
    assert isinstance(condition, Outcomes)
    assert condition.values == {"committee"}


@pytest.mark.parametrize("written", ["{dual: false}", "{dual: {not: true}}"])
def test_a_definition_that_must_not_hold_is_negated(written: str) -> None:
    condition = condition_of(written, before=TABLE)
    assert isinstance(condition, Negation)
    assert isinstance(condition.part, Named)


def test_a_path_across_an_optional_reference_may_be_none() -> None:
    condition = condition_of("{community.kind: {present: true}}")
    assert isinstance(condition, Presence)
    assert condition.path.optional
