"""`clauses`, and `check --sources`."""

import hashlib
import json
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.clauses import VARIABLE
from tests.interfaces.calling import call, write_small

TEXT = "小方案\n一、目标\n城市社区过半。\n二、措施\n做好=台账。\n完。\n"
PASSAGES = """\
uncodified:
  - {section: 前言, reason: heading}
  - {section: 一, quote: 目标, reason: heading}
  - {section: 二, quote: 措施, reason: heading}
"""
LAST = "  - {section: 二, quote: 完, reason: publication_chrome}\n"


@pytest.fixture(autouse=True)
def _no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy that accounts for its text, which stands in the folder `texts` beside it."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "small.txt").write_text(TEXT, "utf-8")
    path, _ = write_small(tmp_path)
    source = f"source: {{sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}}}\n"
    path.write_text(path.read_text("utf-8") + source + PASSAGES + LAST, "utf-8")
    return path


def with_a_gap(policy: Path) -> Path:
    policy.write_text(policy.read_text("utf-8").removesuffix(LAST), "utf-8")
    return policy


def test_the_ledger_as_text(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "clauses", policy, "--sources", policy.parent / "texts", lang="zh")
    assert (called.code, called.err) == (exits.FINE, "")
    assert [line.split() for line in called.out.splitlines()] == [
        ["小方案", "(small)"],
        ["句", "章节", "由何交代", "文字"],
        ["1", "前言", "标题", "小方案"],
        ["2", "一", "标题", "一、目标"],
        ["3", "一", "城市社区过半。"],
        ["urban-share", "过半"],
        ["4", "二", "标题", "二、措施"],
        ["5", "二", "做好=台账。"],
        ["records-kept", "=台账"],
        ["6", "二", "发布页文字", "完。"],
        ["已交代", "100.0%"],
    ]


def test_a_gap_is_an_error_and_the_ledger_is_shown_all_the_same(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "clauses", with_a_gap(policy), "--sources", policy.parent / "texts")
    assert called.code == exits.FINDINGS
    assert called.out.splitlines()[-2].split() == ["6", "二", "unaccounted", "完。"]
    assert called.out.splitlines()[-1] == "92.3% accounted for"
    assert "small.txt:6:1: error [sentence-unaccounted]" in called.err


def test_the_folder_may_be_named_by_the_environment(
    policy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(policy.parent / "texts"))
    assert call(capsys, "clauses", policy).code == exits.FINE


def test_json_is_one_line_a_policy(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = policy.parent / "texts"
    called = call(capsys, "clauses", policy, policy, "--sources", sources, "--format", "json")
    first, second = (json.loads(line) for line in called.out.splitlines())
    assert (called.code, first["policy"], first["coverage"]) == (exits.FINE, "small", 1)
    assert first == second


@pytest.mark.parametrize("output", ["json", "html"])
def test_out_writes_what_would_be_printed(output: str, policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("clauses", policy, "--sources", policy.parent / "texts", "--format", output)
    printed, file = call(capsys, *asked), policy.parent / "ledger"
    written = call(capsys, *asked, "--out", file)
    assert (printed.code, written.code, written.out) == (exits.FINE, exits.FINE, "")
    assert file.read_text("utf-8") == printed.out


@pytest.mark.parametrize("more", [[], ["--sources", "texts", "--out", "ledger.txt"]])
def test_wrong_usage(more: list[str], policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "clauses", policy, *more)
    assert (called.code, called.out) == (exits.USAGE, "")
    assert "--" in called.err


def test_texts_and_policies_that_cannot_be_read(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = call(capsys, "clauses", policy, "--sources", policy.parent)
    assert (missing.code, missing.out) == (exits.REFUSED, "")
    assert "[no-such-file]" in missing.err
    policy.write_text("policy: small\n", "utf-8")
    broken = call(capsys, "clauses", policy, "--sources", policy.parent / "texts")
    assert (broken.code, broken.out) == (exits.REFUSED, "")
    assert "[missing-key]" in broken.err


def test_check_asks_for_the_whole_text_where_sources_are_given(
    policy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = policy.parent / "texts"
    assert call(capsys, "check", policy, "--sources", sources).code == exits.FINE
    assert call(capsys, "check", with_a_gap(policy)).code == exits.FINE
    monkeypatch.setenv(VARIABLE, str(sources))
    assert call(capsys, "check", policy).code == exits.FINE
    called = call(capsys, "check", policy, "--sources", sources, "--format", "json")
    assert called.code == exits.FINDINGS
    assert [one["code"] for one in json.loads(called.out)] == ["sentence-unaccounted"]


def test_check_reports_a_text_that_is_not_there(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "check", policy, "--sources", policy.parent)
    assert called.code == exits.FINDINGS
    assert "[no-such-file]" in called.out
