"""What `evaluate` and `why` say of consequences, and the file that `--consequences` asks for."""

import json
from pathlib import Path

import polars as pl
import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import SMALL, call, write_small

CONSEQUENCES = """\
consequences:
  listed:
    subject: county
    when: {verdicts: {urban-share: noncompliant}}
    then: =列入名单
    cite: {section: 三, quote: 名单}
  unlisted:
    subject: county
    when: {not: {verdicts: {urban-share: noncompliant}}}
    then: 优先扶持
    cite: {section: 三, quote: 扶持}
"""
SECTION = """
consequence\tsubject\tfollows\tpossibly\twhat follows
listed     \tcounty \t      0\t       1\t=列入名单
unlisted   \tcounty \t      1\t       1\t优先扶持
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    policy, facts = write_small(tmp_path)
    policy.write_text(SMALL + CONSEQUENCES, "utf-8")
    return policy, facts


def test_consequences_stand_after_the_rules(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01")
    assert called.code == exits.FINE
    assert SECTION in called.out
    assert called.out.index("total ") < called.out.index(SECTION) < called.out.index("Tables not supplied")
    walked = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--backend", "walker")
    assert walked.out == called.out


def test_in_chinese(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", lang="zh")
    headers = next(line for line in called.out.splitlines() if line.startswith("后果"))
    assert [word.strip() for word in headers.split("\t")] == ["后果", "对象", "成立", "可能", "内容"]


def test_the_file_holds_what_follows_and_the_chain(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "consequences.json"
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--consequences", out)
    assert called.err == f"3 consequences written to {out}\n"
    found = json.loads(out.read_text("utf-8"))
    assert [(one["consequence"], one["subject"], one["truth"], one["chain"]) for one in found] == [
        ("listed", "330803", "unknown", ["listed: urban-share=noncompliant"]),
        ("unlisted", "330802", "yes", ["unlisted: urban-share!=noncompliant"]),
        ("unlisted", "330803", "unknown", ["unlisted: urban-share!=noncompliant"]),
    ]


def test_the_file_of_verdicts_keeps_its_shape(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--out"]
    call(capsys, *arguments, tmp_path / "with.parquet")
    small[0].write_text(SMALL, "utf-8")
    call(capsys, *arguments, tmp_path / "without.parquet")
    with_them, without = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("with", "without"))
    assert with_them.drop("policy_sha256").equals(without.drop("policy_sha256"))


def test_an_unknown_format_is_refused_before_anything_is_read(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", tmp_path / "absent", "--consequences", tmp_path / "a.txt")
    assert called.code == exits.USAGE
    assert ".xlsx" in called.err


def test_why_says_what_the_verdict_led_to(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "why", small[0], "urban-share", "330802", "--facts", small[1], "--as-of", "2019-03-01")
    assert "优先扶持 (unlisted)" in called.out
    assert "unlisted ← urban-share is not “noncompliant”" in called.out
    assert "listed)" not in called.out.replace("(unlisted)", "")
    records = call(capsys, "why", small[0], "records-kept", "330800", "--facts", small[1], "--as-of", "2019-03-01")
    assert "Consequences" not in records.out


# --- on record --------------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    folder = tmp_path / "audit"
    call(capsys, "ledger", "init", folder)
    evaluated = ("evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01")
    assert call(capsys, *evaluated, "--consequences", tmp_path / "then.csv", "--record", folder).code == exits.FINE
    return folder


def test_what_followed_is_listed_from_the_record(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = call(capsys, "consequences", "--run", "1", "--ledger", ledger)
    assert [[cell.strip() for cell in line.split("\t")[1:]] for line in listed.out.splitlines()] == [
        ["consequence", "subject", "truth", "what follows", "chain"],
        ["listed", "330803", "possibly", "=列入名单", "listed: urban-share=noncompliant"],
        ["unlisted", "330802", "follows", "优先扶持", "unlisted: urban-share!=noncompliant"],
        ["unlisted", "330803", "possibly", "优先扶持", "unlisted: urban-share!=noncompliant"],
    ]
    assert listed.err == "consequences 1–3 of 3\n"
    asked = ("--consequence", "unlisted", "--county", "330802", "--truth", "yes", "--format", "json")
    (row,) = json.loads(call(capsys, "consequences", "--run", "1", "--ledger", ledger, *asked).out)
    assert (row["policy"], row["subject"], row["truth"], row["as_of"]) == ("small", "330802", "yes", "2019-03-01")
    none = call(capsys, "consequences", "--run", "1", "--ledger", ledger, "--subject", "330899", lang="zh")
    assert none.out == "没有这样的后果。\n"
    wrong = call(capsys, "consequences", "--run", "1", "--ledger", ledger, "--truth", "no")
    assert (wrong.code, "there is no `no`" in wrong.err) == (exits.USAGE, True)


def test_runs_and_replay_speak_of_consequences(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = call(capsys, "runs", "show", "1", "--ledger", ledger).out
    assert "  consequence unlisted: follows 1 · possibly 1\n" in shown
    replayed = call(capsys, "replay", "1", "--ledger", ledger)
    assert replayed.out.endswith("All 3 consequences come out as they were recorded.\n")


def test_export_writes_them_as_the_evaluation_did(
    ledger: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    now = tmp_path / "now.csv"
    done = call(capsys, "export", "--run", "1", "--ledger", ledger, "--consequences", now)
    assert (done.code, done.err) == (exits.FINE, f"3 consequences written to {now}\n")
    assert now.read_bytes() == (tmp_path / "then.csv").read_bytes()
    nothing = call(capsys, "export", "--run", "1", "--ledger", ledger)
    assert (nothing.code, "`--out` or `--consequences`" in nothing.err) == (exits.USAGE, True)
