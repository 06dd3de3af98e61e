"""What is sound is left alone, and no finding hides another."""

import pytest

from policyengine.language.load import read_policy
from policyengine.plan.check import check
from policyengine.plan.invariants import check_invariants
from tests.plan.registry import VOCABULARY
from tests.plan.resolved import CITE, HEAD, read


def codes(text: str) -> list[str]:
    """The codes of the findings, by place."""
    policy, tree, problems = read_policy((HEAD + text).encode(), "example.yaml")
    assert policy is not None, problems
    return [finding.code for finding in check(policy, VOCABULARY, tree)[1]]


def rules(*bodies: str, subject: str = "organization") -> str:
    return "rules:\n" + "".join(
        f"  r{number}: {{title: 规则, modality: must, subject: {subject}, {CITE}, {body}}}\n"
        for number, body in enumerate(bodies)
    )


@pytest.mark.parametrize(
    "bodies",
    [
        pytest.param(
            ("measure: {count: inspections}, require: {at_least: 3}, due: 2018-06-30",
             "measure: {count: inspections}, require: {at_most: 2}, due: 2018-12-31"),
            id="different due dates",
        ),
        pytest.param(
            ("when: {management: dual}, require: {registration: filed}",
             "when: {management: direct}, require: {registration: registered}"),
            id="never both applicable",
        ),
        pytest.param(
            ("when: {inspections: {some: {on_site: true}}}, require: {registration: filed}",
             "when: {inspections: {none: {on_site: true}}}, require: {registration: registered}"),
            id="children may keep them apart",
        ),
        pytest.param(
            ("measure: {count: inspections}, require: {at_least: 3}",
             "measure: {count: inspections}, require: {at_most: 3}"),
            id="one value satisfies both",
        ),
        pytest.param(
            ("require: {grade: {not: a5}}", "require: {grade: [a3, a4]}"),
            id="neither implied nor excluded",
        ),
    ],
)  # fmt: skip
def test_rules_that_can_be_kept_are_left_alone(bodies: tuple[str, ...]) -> None:
    assert codes(rules(*bodies)) == []


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (("require: {grade: {not: a5}}", "require: {grade: a5}"), ["contradiction"]),
        (("require: {party_members: 3}", "require: {party_members: {more_than: 3}}"), ["contradiction"]),
        (("require: {established_on: {before: 1949-10-01}}",), ["never-holds"]),
        # An optional field may be none, of which no comparison holds.
        (("require: {grade: [a3, a4, a5]}",), []),
        (("require: {management: [dual, direct]}",), ["never-fails"]),
        (("measure: {field: party_members}, require: {at_least: 999, at_most: 1000}",), []),
        (("measure: {sum: inspections, of: score}, require: {at_least: 101}",), []),
        (("measure: {max: inspections, of: score}, require: {at_least: 101}",), ["never-holds"]),
        (("measure: {count: inspections}, require: {more_than: 2, less_than: 3}",), ["never-holds"]),
    ],
)
def test_requirements_are_held_against_all_that_can_be(bodies: tuple[str, ...], expected: list[str]) -> None:
    assert codes(rules(*bodies)) == expected


def test_a_rule_with_a_fault_gives_no_further_findings_and_hides_none() -> None:
    bodies = ("require: {nothing: true}", "require: {party_members: {less_than: 0}}")
    assert codes(rules(*bodies)) == ["unknown-field", "never-holds"]


def test_what_only_a_broken_definition_uses_is_not_called_unused() -> None:
    text = """
targets: {few: {value: 3}}
definitions:
  small: {subject: organization, where: {party_members: {less_than: $few}, nothing: true}}
"""
    assert codes(text + rules("require: {small: true}")) == ["unknown-field"]


def test_a_table_whose_rows_depend_on_children_is_not_accused_of_overlaps_or_gaps() -> None:
    text = """
definitions:
  seen:
    subject: organization
    cases:
      - {when: {inspections: {some: {on_site: true}}}, then: often}
      - {when: {inspections: {none: {on_site: true}}}, then: never}
"""
    assert codes(text + rules("require: {seen: often}")) == []


def test_a_table_too_large_to_go_through_is_left_alone() -> None:
    lines = "".join(
        f"      - {{when: {{party_members: {n}, income: {n}, established_on: 2018-01-{n:02}}}, then: c{n}}}\n"
        for n in range(1, 29)
    )
    text = f"definitions:\n  large:\n    subject: organization\n    cases:\n{lines}"
    assert codes(text + rules("require: {large: c1}")) == []


def test_a_hundred_rules_over_one_definition_have_no_findings() -> None:
    definition = "definitions:\n  local: {subject: organization, where: {category: [community_service, social_work]}}\n"
    bodies = [
        f"when: {{local: true, party_members: {{at_least: {n}}}}}, require: {{income: {{at_least: {n + 1}}}}}"
        for n in range(100)
    ]
    plan, findings = check(read(definition + rules(*bodies)), VOCABULARY)
    assert findings == ()
    assert plan is not None
    check_invariants(plan, VOCABULARY)
