"""What a verdict led to: the consequences that rest on it, and when durable-rules is needed for that at all."""

import json
import subprocess
import sys

import pytest

from policyengine.explain import following
from policyengine.explain.following import conclusions_from, rules_beside
from policyengine.explain.model import Finding
from policyengine.plan.planned import PlannedRule
from policyengine.semantics.truth import Truth
from tests.explain.registry import case, plan, why
from tests.explain.situations import children, members


def rule(name: str) -> PlannedRule:
    return next(one for one in plan().rules if one.id == name)


def test_a_chain_of_consequences() -> None:
    listed, unfunded = conclusions_from(case(children()), rule("over-children"), "O1")
    assert (listed.consequence, listed.then, listed.truth) == ("abnormal-list", "列入活动异常名录", Truth.YES)
    assert (unfunded.consequence, unfunded.truth, len(unfunded.chain)) == ("not-funded", Truth.YES, 2)
    assert [str(step) for step in unfunded.chain] == [
        "abnormal-list: over-children=noncompliant",
        "not-funded: abnormal-list, standalone-branch!=not_applicable|compliant",
    ]


def test_only_what_rests_on_the_verdict_is_told() -> None:
    of = case(children())
    assert [one.consequence for one in conclusions_from(of, rule("standalone-branch"), "O1")] == ["not-funded"]
    assert {one.id for one in rules_beside(plan(), rule("standalone-branch"))} == {"standalone-branch", "over-children"}


def test_json_has_the_chain_and_its_words() -> None:
    told = json.loads(why(case(children()), "over-children", "O1").to_json("en"))["consequences"]
    assert told[0] == {
        "consequence": "abnormal-list",
        "then": "列入活动异常名录",
        "truth": "yes",
        "chain": ["abnormal-list: over-children=noncompliant"],
        "words": ["abnormal-list ← over-children is “noncompliant”"],
        "citations": [{"section": "六", "quote": "活动异常名录"}],
    }


def test_durable_rules_is_loaded_only_where_something_can_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(following, "import_module", refuse)
    assert rules_beside(plan(), rule("own-field")) == ()
    assert conclusions_from(case(members()), rule("own-field"), "P1") == ()
    with pytest.raises(AssertionError, match="chaining"):
        conclusions_from(case(children()), rule("over-children"), "O1")


def test_explaining_loads_no_durable_rules_of_itself() -> None:
    asked = "import sys, policyengine.pipeline; print('durable' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout == "False\n"


def test_a_subject_without_verdict_leads_to_nothing() -> None:
    assert not isinstance(
        why(case({**children(), "organization": []}, incomplete=["organization"]), "over-children", "O9").found, Finding
    )
