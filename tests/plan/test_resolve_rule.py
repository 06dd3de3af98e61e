"""Measures, evidence and due dates of a rule resolve to their nodes."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    HOLDS,
    Constant,
    FieldValue,
    Fold,
    OwnField,
    Population,
    ShiftedDate,
)
from policyengine.plan.planned import (
    Due,
    EvidenceRequirement,
    FixedDue,
    MeasureRequirement,
    RelativeDue,
    Standing,
    YearEnd,
)
from tests.plan.resolved import ESTABLISHED, INSPECTIONS, MEMBERS, SCORE, at_least, rule_of

SHIFTED = ShiftedDate(FieldValue(ESTABLISHED), Constant(Fraction(2)), DateUnit.MONTHS, forward=True)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2018-06-30", FixedDue(date(2018, 6, 30))),
        ("year_end", YearEnd()),
        ("standing", Standing()),
        ("$period.from", FixedDue(date(2018, 5, 9))),
        ("$deadline", FixedDue(date(2018, 9, 30))),
        ("{field: established_on}", RelativeDue(FieldValue(ESTABLISHED))),
        ("{after: {field: established_on}, months: 2}", RelativeDue(SHIFTED)),
    ],
)
def test_a_due_date_resolves_to_its_node(due: str, expected: Due) -> None:
    targets = "targets: {deadline: {value: 2018-09-30}}"
    assert rule_of(f"require: {{decoupling: true}}\ndue: {due}", before=targets).due == expected


def test_measures_of_own_fields_and_folds() -> None:
    own = rule_of("measure: {field: party_members}\nrequire: {at_least: 3}").requirement
    fold = rule_of("measure: {sum: inspections, of: score}\nrequire: {at_least: 3}").requirement
    assert own == MeasureRequirement(OwnField(MEMBERS), (at_least(3),))
    assert fold == MeasureRequirement(Fold("sum", Population(INSPECTIONS, HOLDS), SCORE), (at_least(3),))


@pytest.mark.parametrize(
    ("body", "undated"),
    [
        ("require: {established_on: {before: 2018-06-01}}", False),
        ("require: {management: dual}", True),
        ("measure: {count: inspections}\nrequire: {at_least: 1}", False),
        ("measure: {sum: inspections, of: score}\nrequire: {at_least: 1}", True),
        ("evidence: {}", False),
    ],
)
def test_a_rule_is_undated_if_a_field_that_is_no_date_decides_it(body: str, undated: bool) -> None:
    assert rule_of(body).undated is undated


def test_evidence_without_items_is_of_the_rule_itself() -> None:
    assert rule_of("evidence: {}").requirement == EvidenceRequirement("example_2018", "r", "organization", ("",))
