"""Every case file of the policies: each case comes out as written, and no changed number goes unnoticed."""

from functools import cache
from pathlib import Path

import pytest

from policyengine.authoring.cases.model import Suite
from policyengine.authoring.cases.prepare import Prepared, prepare
from policyengine.authoring.cases.read import SUFFIX, read_suite
from policyengine.authoring.cases.report import failure_text
from policyengine.authoring.cases.run import run
from policyengine.authoring.mutation.run import mutate
from policyengine.plan.nodes import MeasureRequirement, PlannedRule, TargetValue
from policyengine.plan.walk import parts_of

FILES = sorted(Path(__file__).parent.glob(f"*{SUFFIX}"))
QUZHOU = Path(__file__).parent / f"quzhou_2018{SUFFIX}"


@cache
def prepared(path: Path) -> tuple[Suite, tuple[Prepared, ...]]:
    suite = read_suite(path)
    return suite, prepare(suite)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(SUFFIX))
def test_every_case_comes_out_as_written(path: Path) -> None:
    _, cases = prepared(path)
    failed = [failure_text(result, "zh") for result in run(cases) if not result.passed]
    assert cases
    assert not failed, "\n\n".join(failed)


def demands_a_number(rule: PlannedRule) -> bool:
    """Whether the text itself says how much is demanded."""
    targets = [node for node in parts_of(rule) if isinstance(node, TargetValue)]
    settled = all(value is not None for target in targets for _, value in target.steps)
    return isinstance(rule.requirement, MeasureRequirement) and settled


def test_no_change_of_a_number_of_quzhou_goes_unnoticed() -> None:
    suite, cases = prepared(QUZHOU)
    numeric = {rule.id for rule in suite.plan.rules if demands_a_number(rule)}
    found = mutate(suite, [each for each in cases if each.case.rule.id in numeric])
    assert numeric >= {"urban-average-13", "platforms-cover-streets", "inspection-rate", "on-site-rate"}
    assert found.noticed > 250
    assert (found.unnoticed, found.idle) == ((), ())
