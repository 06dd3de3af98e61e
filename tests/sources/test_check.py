"""Every finding of holding a policy against its text, rendered exactly in both languages."""

import re
from pathlib import Path

import pytest

from policyengine.reading.findings import Finding
from policyengine.reading.render import render_text
from policyengine.reading.text import Lang
from policyengine.sources.check import check_clauses, check_sources
from policyengine.sources.clauses import make_ledger
from policyengine.sources.messages import MESSAGES
from tests.sources.town import POLICY, TEXT, document, policy

EXPECTED = Path(__file__).parent / "findings"
ASPIRATION = "{section: 二、(二), quote: 风尚, reason: aspiration}"
COVENANT = "cite: {section: 二、(一), quote: 制定护林公约}"

DIGEST = document().sha256

BROKEN = {
    "document_changed": POLICY.replace(DIGEST, "0" * 64),
    "digest_missing": POLICY.replace(f"source: {{sha256: {DIGEST}}}\n", ""),
    "unknown_section": POLICY.replace(COVENANT, COVENANT.replace("(一)", "(三)")).replace(
        "{section: 前言, reason", "{section: 序言, reason"
    ),
    "quote_absent": POLICY.replace("quote: 制定护林公约", "quote: 制定护林规约"),
    "quote_elsewhere": POLICY.replace(COVENANT, COVENANT.replace("二、(一)", "二")),
    "quote_ambiguous": POLICY.replace("quote: 制定护林公约", "quote: 巡林"),
    "sentence_unaccounted": POLICY.replace(f"  - {ASPIRATION}\n", ""),
    "cited_and_uncodified": POLICY.replace("quote: 各村负责", "quote: 护林公约"),
    "unknown_repeated": POLICY.replace("of: warden", "of: wardens"),
    "covers_nothing": POLICY + "  - {section: 一, reason: preamble}\n" + f"  - {ASPIRATION}\n",
}


def findings_of(yaml: str) -> tuple[Finding, ...]:
    said, tree = policy(yaml)
    return check_clauses(said, tree, make_ledger(said, document()))


def test_a_policy_that_accounts_for_its_text_has_no_findings():
    assert findings_of(POLICY) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", BROKEN)
def test_findings_are_exactly_those_expected(name: str, lang: Lang):
    expected = (EXPECTED / f"{name}.{lang}.txt").read_text("utf-8")
    assert render_text(findings_of(BROKEN[name]), lang) == expected


def test_every_message_is_seen_under_its_name():
    codes = {name: name.replace("_", "-") for name in BROKEN}
    assert set(codes.values()) == set(MESSAGES)
    assert [name for name in BROKEN if codes[name] not in {one.code for one in findings_of(BROKEN[name])}] == []


def test_messages_speak_each_language_alone():
    for message in MESSAGES.values():
        assert not re.search("[一-龥]", message.en + message.hint_en)
        assert re.search("[一-龥]", message.zh)


def test_the_text_is_the_file_of_the_policys_name(tmp_path: Path):
    said, tree = policy()
    ledger, findings = check_sources(said, tree, tmp_path)
    assert ledger is None
    assert [one.code for one in findings] == ["no-such-file"]
    (tmp_path / "town_2020.txt").write_text(TEXT, "utf-8")
    ledger, findings = check_sources(said, tree, tmp_path)
    assert ledger is not None
    assert (ledger.coverage, findings) == (1, ())
