"""Every finding of this layer is seen in a broken policy, rendered exactly, in both languages."""

from pathlib import Path

import pytest

from policyengine.language.load import read_policy
from policyengine.plan import check_messages, messages
from policyengine.plan.check import check
from policyengine.reading.findings import Finding
from policyengine.reading.render import render_text
from policyengine.reading.text import Lang
from tests.plan.registry import VOCABULARY

FOLDER = Path(__file__).parent.parent / "broken" / "plan"
BROKEN = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def findings_of(name: str) -> tuple[Finding, ...]:
    policy, tree, problems = read_policy((FOLDER / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    assert policy is not None, render_text(problems, "en")
    return check(policy, VOCABULARY, tree)[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", BROKEN)
def test_findings_are_exactly_those_expected(name: str, lang: Lang) -> None:
    expected = (FOLDER / f"{name}.{lang}.txt").read_text(encoding="utf-8")
    assert render_text(findings_of(name), lang) == expected


def test_every_message_is_seen_in_the_file_of_its_name() -> None:
    codes = {name: name.replace("_", "-") for name in BROKEN}
    assert sorted(codes.values()) == sorted([*messages.MESSAGES, *check_messages.MESSAGES])
    assert [name for name in BROKEN if codes[name] not in {finding.code for finding in findings_of(name)}] == []
