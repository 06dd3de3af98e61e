"""A draft accounts for every sentence of its text, and is a policy that loads."""

from datetime import date

import pytest

from policyengine.authoring.drafting import make_draft, yaml_of
from policyengine.authoring.formatting import canonical
from policyengine.language.load import read_policy
from policyengine.plan.ready import check_policy
from policyengine.reading.errors import PolicyEngineError
from policyengine.sources.document import Document, read_document
from tests.authoring.drafting.town import TEXT


def document(text: str) -> Document:
    read = read_document(text.encode(), "town.txt")
    assert isinstance(read, Document)
    return read


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("draft")
    (folder / "town_2024.txt").write_text(TEXT, "utf-8")
    path = folder / "town_2024.yaml"
    path.write_text(yaml_of(make_draft(document(TEXT), "town_2024")), "utf-8")
    return path


def test_it_is_in_canonical_form(drafted):
    assert canonical(drafted.read_bytes(), drafted.name) == drafted.read_bytes()


def test_it_has_no_errors_and_accounts_for_every_sentence(drafted):
    found = check_policy(drafted, sources=drafted.parent).findings
    assert {(finding.code, str(finding.severity)) for finding in found} == {("unused-target", "warning")}


def test_headings_are_told_from_duties(drafted):
    policy, _, _ = read_policy(drafted)
    assert policy is not None
    assert [(passage.section, passage.quote) for passage in policy.uncodified] == [
        ("前言", "2024年桐溪市社会组织工作要点"),
        ("一", "加强党的建设"),
        ("一、（一）", "扩大覆盖"),
        ("一、（二）", "落实经费"),
        ("二", "规范管理"),
    ]
    assert [rule.id for rule in policy.rules] == [f"sentence-{n}" for n in (2, 5, 7, 9, 10, 11, 12, 13)]


def test_what_was_found_stands_in_targets_dues_and_the_period(drafted):
    policy, _, _ = read_policy(drafted)
    assert policy is not None
    values = {target.name: target.steps[0][1] for target in policy.targets}
    assert {name: value and value.text for name, value in values.items()} == {
        "sentence_5_1": "95%", "sentence_5_2": "2", "sentence_5_3": None,
        "sentence_7_1": "30", "sentence_7_2": "3000",
        "sentence_9_1": "5%", "sentence_9_2": "2/3",
        "sentence_12_1": "1", "sentence_13_1": "1",
    }  # fmt: skip
    assert [rule.due.when.text for rule in policy.rules if rule.due] == ["2024-12-31", "2025-06-30"]
    assert (policy.period.start, policy.period.end) == (date(2024, 1, 1), date(2025, 6, 30))


def test_what_is_still_to_do_is_marked(drafted):
    text = drafted.read_text("utf-8")
    assert text.count("  # 待编：第 ") == 8
    assert "若是引言" in text
    assert "一句多项" in text
    assert "禁止性要求" in text
    assert "（起算日待定）" in text


def test_what_stands_twice_in_a_section_is_covered_by_the_section_and_marked(tmp_path):
    text = "2024年要点\n2024年要点\n一、管理\n要加强管理。要加强管理。要建立台账。\n"
    (tmp_path / "twice.txt").write_text(text, "utf-8")
    path = tmp_path / "twice.yaml"
    path.write_text(yaml_of(make_draft(document(text), "twice")), "utf-8")
    assert check_policy(path, sources=tmp_path).findings == ()
    policy, _, _ = read_policy(path)
    assert policy is not None
    assert [(passage.section, passage.quote, passage.reason) for passage in policy.uncodified] == [
        ("一", None, "heading"),
        ("前言", None, "preamble"),
    ]
    assert [rule.title for rule in policy.rules] == ["要建立台账"]
    assert path.read_text("utf-8").count("在本节不止一处") == 2


def test_a_text_without_a_year_needs_one():
    plain = document("加强管理。")
    with pytest.raises(PolicyEngineError, match="names no year"):
        make_draft(plain, "plain")
    draft = make_draft(plain, "plain", 2020)
    assert (draft.start, draft.end) == (date(2020, 1, 1), None)


def test_an_empty_text_is_refused():
    with pytest.raises(PolicyEngineError, match="holds no text"):
        make_draft(document(" \n"), "empty", 2020)


@pytest.mark.parametrize(
    "words", ["是", "123", "- 项", "a: b", "“引”", "'x' # y", "值\\n", "{花}", "*星", "100%", "true"]
)
def test_any_words_survive_yaml(words, tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text(yaml_of(make_draft(document(f"{words}。"), "odd", 2020)), "utf-8")
    policy, _, findings = read_policy(path)
    assert findings == ()
    assert policy is not None
    assert [cite.quote for rule in policy.rules for cite in rule.cite] == [words]
