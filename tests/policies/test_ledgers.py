"""Every sentence of every plan is cited, or said to be uncodified; the summary of a run names the texts not at hand."""

import pytest

from policyengine.language.load import read_policy
from policyengine.reading.render import render_text
from policyengine.sources.check import check_sources
from tests.policies.sources import NAMES, POLICIES, sources, unverified


@pytest.mark.parametrize("name", NAMES)
def test_the_ledger_is_whole(name: str):
    policy, tree, _ = read_policy(POLICIES / f"{name}.yaml")
    assert policy is not None
    assert (policy.name, policy.source_sha256 is not None) == (name, True)
    folder = sources()
    if folder is None or name in unverified():
        return
    ledger, findings = check_sources(policy, tree, folder)
    assert render_text(findings, "en") == ""
    assert ledger is not None
    assert ledger.coverage == 1
