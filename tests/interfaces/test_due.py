"""`policyengine due`: what it prints and writes."""

import csv
import json
from pathlib import Path

import pytest
from icalendar import Calendar

from policyengine.interfaces.cli import exits
from tests.authoring.due.town import town
from tests.interfaces.calling import call

PRINTED = """\
2018-06-01 起 20 天内：1 项期限，2 项有效期
日期      \t剩余天数\t类别  \t事项        \t编号\t名称   \t差距                                   \t责任单位
2018-06-09\t       8\t期限  \t店员培训    \ts2  \t=二号店\t尚未满足：“trained”为是；店员数不少于 1
2018-06-12\t      11\t有效期\t许可证到期日\ts5  \t五号店
2018-06-15\t      14\t有效期\t许可证到期日\ts1  \t一号店
"""


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, Path]:
    return town(tmp_path)


def test_a_row_for_each_soonest_first(folder: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "due", folder[0], "--facts", folder[1], "--as-of", "2018-06-01", "--within", "20", lang="zh")
    assert (called.code, called.out) == (exits.FINE, PRINTED)


@pytest.mark.parametrize("out", [(), ("--out", "due.csv")])
def test_only_a_calendar_reminds(
    folder: tuple[Path, Path], capsys: pytest.CaptureFixture[str], out: tuple[str, ...]
) -> None:
    called = call(capsys, "due", folder[0], "--facts", folder[1], *out, "--alarm", "3", lang="zh")
    assert (called.code, called.out, called.err) == (exits.USAGE, "", "`--alarm` 只与 `--out F.ics` 同用\n")


@pytest.mark.parametrize("ending", ["ics", "csv", "json"])
def test_files(folder: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    out = tmp_path / f"due.{ending}"
    alarm = ("--alarm", "3") if ending == "ics" else ()
    called = call(capsys, "due", folder[0], "--facts", folder[1], "--as-of", "2018-06-01", "--out", out, *alarm)
    assert called.code == exits.FINE
    assert called.err.endswith(f"6 written to {out}\n")
    match ending:
        case "ics":
            assert len(Calendar.from_ical(out.read_bytes()).walk("VALARM")) == 6
        case "csv":
            rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
            assert rows[1][:7] == ["2018-06-09", "8", "due", "店员培训", "shop", "s2", "'=二号店"]
            assert len(rows) == 7
        case _:
            said = json.loads(out.read_text("utf-8"))
            assert [one["day"] for one in said] == sorted(one["day"] for one in said)
            assert said[2]["what"] == {"zh": "许可证到期日", "en": "licence expires"}


def test_another_format_is_refused_before_anything_is_read(
    folder: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "due", folder[0], "--facts", tmp_path / "none", "--out", tmp_path / "due.txt")
    assert (called.code, called.out) == (exits.USAGE, "")
    assert "names may end in: .ics, .csv, .json" in called.err


def test_facts_without_any_expiry_say_so(folder: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("shop", "keeper"):
        (folder[1] / f"{name}.csv").unlink()
    called = call(capsys, "due", folder[0], "--facts", folder[1], "--as-of", "2018-06-01")
    assert called.code == exits.FINE
    assert "The facts have none of the dates that the vocabulary marks as `expiry`." in called.err
