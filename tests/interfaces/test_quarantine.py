"""`--quarantine`: what was set aside, in a file and in one line; verdicts that may be unknown because of it."""

import csv
import json
from pathlib import Path

import pytest
import python_calamine as calamine

from policyengine.reading.text import Lang
from tests.interfaces.calling import call, write_small

HEADERS = ["file", "row", "column", "value", "effect", "code", "reason", "hint"]
AS_OF = ("--as-of", "2019-01-31")


def spoiled(folder: Path) -> tuple[str, Path]:
    """The small policy, and its facts with a bad kind, a row without an id, and one that looks like a formula."""
    policy, facts = write_small(folder)
    communities = facts / "community.csv"
    text = communities.read_text("utf-8").replace("c1,一,s1,urban", "c1,一,s1,=urban()")
    communities.write_text(text + ",六,s2,rural\n", "utf-8")
    return str(policy), facts


def lines(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return [*csv.reader(path.read_text("utf-8-sig").splitlines())]
    sheet = calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("quarantine")
    return [[str(cell) for cell in row] for row in sheet.to_python()]


@pytest.mark.parametrize("name", ["aside.csv", "aside.xlsx"])
def test_what_is_set_aside_is_written(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, facts = spoiled(tmp_path)
    file = tmp_path / name
    done = call(capsys, "evaluate", policy, "--facts", facts, *AS_OF, "--quarantine", file)
    assert done.code == 0
    assert done.err.splitlines()[-1] == (
        f"{file}: cells that became unknown: 1, rows left out: 1 (community thus incomplete); "
        "verdicts unknown because of this: at most 2."
    )
    formula = "'=urban()" if name.endswith(".csv") else "=urban()"
    assert [line[:6] for line in lines(file)] == [
        HEADERS[:6],
        ["community.csv", "7", "id", "", "row left out", "empty-id"],
        ["community.csv", "2", "kind", formula, "unknown", "not-choice"],
    ]


def test_without_a_quarantine_they_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, facts = spoiled(tmp_path)
    assert call(capsys, "evaluate", policy, "--facts", facts, *AS_OF).code == 3


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "{file}：0 个单元格视为不详，0 行搁置；至多 0 个结论因此待定。\n"),
        (
            "en",
            "{file}: cells that became unknown: 0, rows left out: 0; verdicts unknown because of this: at most 0.\n",
        ),
    ],
)
def test_sound_facts(lang: Lang, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, facts = write_small(tmp_path)
    file = tmp_path / "aside.csv"
    plain = call(capsys, "evaluate", policy, "--facts", facts, *AS_OF, lang=lang)
    done = call(capsys, "evaluate", policy, "--facts", facts, *AS_OF, "--quarantine", file, lang=lang)
    assert (done.code, done.out, done.err) == (0, plain.out, plain.err + said.format(file=file))
    assert lines(file) == [HEADERS]


def test_why_has_a_quarantine_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, facts = spoiled(tmp_path)
    file = tmp_path / "aside.csv"
    done = call(capsys, "why", policy, "urban-share", "330802", "--facts", facts, *AS_OF, "--quarantine", file)
    assert (done.code, done.out.splitlines()[0].split()[:2]) == (0, ["Result", "Unknown"])
    assert done.err == f"{file}: cells that became unknown: 1, rows left out: 1 (community thus incomplete).\n"
    assert len(lines(file)) == 3


def test_names_that_say_no_format_and_folders_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, facts = spoiled(tmp_path)
    words = ("evaluate", policy, "--facts", facts, *AS_OF, "--quarantine")
    wrong = call(capsys, *words, tmp_path / "aside.txt", lang="zh")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err == "不知道 `aside.txt` 应写成什么格式\n文件名的结尾可以是：.xlsx, .csv\n"
    absent = call(capsys, *words, tmp_path / "none" / "aside.csv")
    assert absent.code == 3
    assert absent.err.splitlines()[-1].startswith(f"cannot write `{tmp_path / 'none' / 'aside.csv'}`: ")


def test_what_is_personal_is_said_only_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, facts = write_small(tmp_path)
    (facts / "party_member.csv").write_text("id,party_organization,status,joined_on\nm1,p1,full,03/04/2019\n", "utf-8")
    file = tmp_path / "aside.csv"
    for unmask, value in (((), "(personal, not shown)"), (("--unmask",), "03/04/2019")):
        done = call(capsys, "evaluate", policy, "--facts", facts, *AS_OF, "--quarantine", file, *unmask)
        assert (done.code, [line[3] for line in lines(file)]) == (0, ["value", value])


# --- on record --------------------------------------------------------------------------------------------------------


def recorded(folder: Path, capsys: pytest.CaptureFixture[str], *more: str | Path) -> Path:
    """A ledger with a run over spoiled facts."""
    policy, facts = spoiled(folder)
    ledger = folder / "audit"
    call(capsys, "ledger", "init", ledger)
    done = call(capsys, "evaluate", policy, "--facts", facts, *AS_OF, "--record", ledger, *more)
    assert done.code == 0
    return ledger


@pytest.mark.parametrize(("name", "lang"), [("aside.csv", "zh"), ("aside.csv", "en"), ("aside.xlsx", "zh")])
def test_a_run_keeps_what_was_set_aside(
    name: str, lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    then, now = tmp_path / f"then-{name}", tmp_path / f"now-{name}"
    ledger = recorded(tmp_path, capsys, "--quarantine", then)
    done = call(capsys, "runs", "quarantine", "1", "--ledger", ledger, "--out", now, lang=lang)
    policy, facts = tmp_path / "small.yaml", tmp_path / "facts"
    call(capsys, "evaluate", policy, "--facts", facts, *AS_OF, "--quarantine", then, lang=lang)
    assert (done.code, lines(now)) == (0, lines(then))
    words = call(capsys, "runs", "show", "1", "--ledger", ledger).out.splitlines()
    (said,) = (line for line in words if line.startswith("facts set aside: "))
    assert said.startswith(
        "facts set aside: cells that became unknown: 1, rows left out: 1 (`community` thus incomplete)  sha256:"
    )
    assert call(capsys, "replay", "1", "--ledger", ledger).code == 0
    assert call(capsys, "ledger", "verify", "--ledger", ledger).code == 0


def test_what_was_set_aside_is_sealed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = recorded(tmp_path, capsys, "--quarantine", tmp_path / "then.csv")
    named = json.loads(call(capsys, "runs", "show", "1", "--ledger", ledger, "--format", "json").out)["quarantine"]
    digits = named["sealed"]["digest"].partition(":")[2]
    sealed = ledger / "archive" / "sha256" / digits[:2] / digits
    assert b"urban()" not in sealed.read_bytes()
    assert call(capsys, "ledger", "forget", "1", "--ledger", ledger, "--yes").code == 0
    gone = call(capsys, "runs", "quarantine", "1", "--ledger", ledger, "--out", tmp_path / "now.csv")
    assert (gone.code, "its key is not here" in gone.err, (tmp_path / "now.csv").exists()) == (3, True, False)
    sealed.write_bytes(sealed.read_bytes()[:-1])
    found = call(capsys, "ledger", "verify", "--ledger", ledger)
    assert (found.code, "record 1: what was set aside of the facts" in found.out) == (1, True)


def test_a_quarantine_in_which_nothing_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, facts = write_small(tmp_path)
    ledger = tmp_path / "audit"
    call(capsys, "ledger", "init", ledger)
    recording = ("evaluate", policy, "--facts", facts, *AS_OF, "--record", ledger)
    call(capsys, *recording, "--quarantine", tmp_path / "then.csv")
    call(capsys, *recording)
    one, two = (json.loads(call(capsys, "runs", "show", n, "--ledger", ledger, "--format", "json").out) for n in "12")
    assert (one["quarantine"], two["quarantine"]) == ({"cells": 0, "rows": 0, "tables": [], "sealed": None}, None)
    nothing = call(capsys, "runs", "quarantine", "1", "--ledger", ledger, "--out", tmp_path / "now.csv")
    assert (nothing.code, lines(tmp_path / "now.csv")) == (0, [HEADERS])
    without = call(capsys, "runs", "quarantine", "2", "--ledger", ledger, "--out", tmp_path / "now.csv")
    assert (without.code, "without `--quarantine`" in without.err) == (2, True)
