"""Every consequence of the plans is seen to follow, not to follow, and to be left open."""

from collections import defaultdict
from pathlib import Path

import pytest

from policyengine.authoring.cases.read import SUFFIX, read_suite
from policyengine.semantics.truth import Truth

FILES = sorted(Path(__file__).parent.glob(f"*{SUFFIX}"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(SUFFIX))
def test_every_consequence_is_seen_in_every_truth(path: Path) -> None:
    suite = read_suite(path)
    seen: defaultdict[str, set[Truth]] = defaultdict(set)
    for case in suite.cases:
        for name, truth in case.expected.consequences.items():
            seen[name].add(truth)
    assert {each.id: seen[each.id] for each in suite.plan.consequences} == {
        each.id: set(Truth) for each in suite.plan.consequences
    }
