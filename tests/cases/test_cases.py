"""The case files of all policies: each case comes out as written, and no change of a rule goes unnoticed."""

from functools import cache
from pathlib import Path

import pytest

from policyengine.authoring.cases.model import Suite
from policyengine.authoring.cases.prepare import prepare
from policyengine.authoring.cases.read import SUFFIX, read_suite
from policyengine.authoring.cases.report import failure_text
from policyengine.authoring.cases.run import run
from policyengine.authoring.mutation.report import mutation_text
from policyengine.authoring.mutation.run import mutate
from policyengine.plan.nodes import HOLDS
from policyengine.plan.planned import EvidenceRequirement, PlannedRule

POLICIES = Path(__file__).parents[2] / "policies"
FILES = {path.name.removesuffix(SUFFIX): path for path in sorted(Path(__file__).parent.glob(f"*{SUFFIX}"))}


@cache
def suite_of(policy: str) -> Suite:
    return read_suite(FILES[policy])


def is_decided_by_records_alone(form: PlannedRule) -> bool:
    """Whether a rule is of those that `tests/policies` hold to records of work all at once."""
    return isinstance(form.requirement, EvidenceRequirement) and form.when == HOLDS


def test_every_policy_has_cases() -> None:
    assert set(FILES) == {path.stem for path in POLICIES.glob("*.yaml")}


@pytest.mark.parametrize("policy", FILES)
def test_every_number_and_condition_has_cases_in_every_reading(policy: str) -> None:
    suite = suite_of(policy)
    told = {(case.rule.id, case.rule.alternative) for case in suite.cases}
    decided_otherwise = {
        (form.id, form.alternative)
        for form in (*suite.plan.rules, *suite.plan.readings)
        if not is_decided_by_records_alone(form)
    }
    assert decided_otherwise <= told


@pytest.mark.parametrize("policy", FILES)
def test_cases_come_out_as_written_and_notice_every_change(policy: str) -> None:
    # One test, so that facts are read once: reading them takes longer than all that is done with them.
    cases = prepare(suite_of(policy))
    failed = [failure_text(result, "zh") for result in run(cases) if not result.passed]
    assert not failed, "\n\n".join(failed)
    found = mutate(suite_of(policy), cases)
    assert found.noticed > 0
    assert found.fine, mutation_text(found, "zh")
