"""`policyengine diff`: what it prints and returns."""

import json
import subprocess
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import SMALL, call, write_small

CHANGES = """\
targets
  ~ share
      value: 50% → 3/5
      concerns: `urban-share`
rules
  = kept (formerly records-kept)
      title: 建立台账 → 建立工作台账
      Records of work name their rule: those under `records-kept` no longer count.
  + more  又一条
added 1, removed 0, changed 1, renamed 1
"""
FLIPS = """
6 verdicts change:
rule       \tcounty       \tbefore      \tafter       \tverdicts
urban-share\t330802 柯城区\tcompliant   \tnoncompliant\t       1
more       \t330802 柯城区\t(no verdict)\tcompliant   \t       2
more       \t330803 衢江区\t(no verdict)\tcompliant   \t       2
more       \t330803 衢江区\t(no verdict)\tunknown     \t       1
"""
MORE = """\
  more:
    title: 又一条
    modality: must
    subject: community
    require: {kind: [urban, rural]}
    cite: {section: 三, quote: 又}
"""


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path, Path]:
    old, facts = write_small(tmp_path)
    text = SMALL.replace("{value: 50%}", "{value: 3/5}").replace("records-kept", "kept")
    new = tmp_path / "new.yaml"
    new.write_text(text.replace("建立台账", "建立工作台账") + MORE, "utf-8")
    return old, new, facts


def test_changes_by_meaning(versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "diff", *versions[:2])
    assert (called.code, called.out, called.err) == (exits.FINDINGS, CHANGES, "")


def test_verdicts_that_flip(versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new, facts = versions
    called = call(capsys, "diff", old, new, "--facts", facts, "--as-of", "2019-03-01")
    assert (called.code, called.out, called.err) == (exits.FINDINGS, CHANGES + FLIPS, "")


def test_of_one_meaning(versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, _, facts = versions
    called = call(capsys, "diff", old, old, "--facts", facts, lang="zh")
    assert (called.code, called.out) == (exits.FINE, "两个版本的含义相同。\n\n没有结论因此改变。\n")


def test_as_json(versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new, facts = versions
    called = call(capsys, "diff", old, new, "--facts", facts, "--as-of", "2019-03-01", "--format", "json")
    said = json.loads(called.out)
    assert [said["old"]["file"], said["new"]["file"], said["as_of"]] == [str(old), str(new), "2019-03-01"]
    assert said["changes"][0] == {
        "section": "targets",
        "what": "changed",
        "name": "share",
        "aspects": [{"key": "value", "before": "50%", "after": "3/5"}],
        "formerly": None,
        "affects": ["urban-share"],
        "recorded": False,
    }
    assert said["flips"][0] == {
        "rule": "urban-share",
        "formerly": "urban-share",
        "place": "330802",
        "place_name": "柯城区",
        "before": "compliant",
        "after": "noncompliant",
        "verdicts": 1,
    }


def test_another_kind_of_subject_loses_and_gains_verdicts(
    versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, facts = versions
    new.write_text(SMALL.replace("subject: county", "subject: city"), "utf-8")
    called = call(capsys, "diff", old, new, "--facts", facts, "--as-of", "2019-03-01", "--format", "json")
    counted = [
        (flip["place"], flip["before"], flip["after"], flip["verdicts"]) for flip in json.loads(called.out)["flips"]
    ]
    assert counted == [
        ("330802", "compliant", None, 1),
        ("330803", "unknown", None, 1),
        (None, None, "unknown", 1),
    ]


def test_a_revision_of_git(
    versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, _ = versions
    monkeypatch.chdir(old.parent)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", old.name], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], check=True)
    old.write_bytes(new.read_bytes())
    assert call(capsys, "diff", f"HEAD:{old.name}", old.name).out == CHANGES
    missing = call(capsys, "diff", "HEAD:nothing.yaml", old.name)
    assert missing.code == exits.USAGE
    assert "there is no file `HEAD:nothing.yaml`, and git has no such version" in missing.err


def test_without_facts_there_is_nothing_to_evaluate(
    versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "diff", *versions[:2], "--as-of", "2019-03-01")
    assert (called.code, called.out) == (exits.USAGE, "")
    assert called.err == "no facts are named\n`--as-of`, `--jurisdiction` and `--waivers` go with `--facts`.\n"


def test_a_broken_version_is_refused(versions: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new, _ = versions
    new.write_text("policy: [", "utf-8")
    called = call(capsys, "diff", old, new)
    assert (called.code, called.out) == (exits.REFUSED, "")
    assert f"{new}:2:1: error [yaml-syntax]" in called.err
