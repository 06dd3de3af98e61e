"""`policyengine evaluate`: what it prints, writes and returns."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from policyengine.interfaces.cli import exits
from policyengine.verdicts.verdict import Verdict
from tests.interfaces.calling import call, write_small

SUMMARY = """\
小方案 (small)
as of 2019-03-01 · facts as of 2018-12-31 · city 330800

rule        \tsubject\tverdicts\tcompliant\tunknown\ttitle
urban-share \tcounty \t       2\t        1\t      1\t城市社区过半
records-kept\tcity   \t       1\t        0\t      1\t建立台账
total       \t       \t       3\t        1\t      2
Tables not supplied: `work_record`. What depends on them is unknown.
"""
READINGS = """
rule       \tother reading\tverdicts\tdiffering\tnote
urban-share\tall-urban    \t       2\t        2\t全部为城市社区
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path)


def test_counts_of_verdicts_and_what_is_lacking(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01")
    assert (called.code, called.out, called.err) == (exits.FINE, SUMMARY, "")


def test_readings_that_change_verdicts_are_counted(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--readings")
    assert called.out == SUMMARY + READINGS


def test_in_chinese(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", lang="zh")
    assert "评价日 2019-03-01 · 事实快照 2018-12-31 · 市 330800" in called.out
    assert "没有提供的表：`work_record`。依赖它们的结论待定。" in called.out


def test_as_of_is_today_unless_said_and_always_printed(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1])
    assert f"as of {date.today()} " in called.out


def test_fail_on_gives_exit_code_1_where_a_status_is_met(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--fail-on"]
    failed = call(capsys, *arguments, "noncompliant,unknown")
    assert (failed.code, failed.err) == (exits.FINDINGS, "`--fail-on`: 2 unknown.\n")
    assert call(capsys, *arguments, "noncompliant,shortfall").code == exits.FINE


def test_json_has_the_fields_of_a_verdict_and_exact_numbers(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "verdicts.json"
    call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--out", out)
    found = json.loads(out.read_text("utf-8"))
    assert [tuple(verdict) for verdict in found] == [tuple(Verdict.model_fields)] * 3
    by_subject = {verdict["subject"]: verdict for verdict in found}
    assert (by_subject["330802"]["lo"], by_subject["330802"]["hi"]) == ("1/2", "1/2")
    assert (by_subject["330803"]["lo"], by_subject["330803"]["hi"]) == ("1/3", "2/3")
    assert by_subject["330803"]["possible"] == ["compliant", "noncompliant"]
    assert by_subject["330803"]["missing"] == ["community.kind"]
    assert by_subject["330803"]["citations"] == [{"section": "一", "quote": "过半"}]
    assert by_subject["330800"]["reasons"] == ["table_not_supplied:work_record"]


def test_csv_is_safe_in_spreadsheets(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (small[1] / "county.csv").write_text(
        "id,name,division_code,city,kind\n=1+1,甲,330802,330800,district\n-x,乙,330803,330800,district\n", "utf-8"
    )
    (small[1] / "street.csv").write_text("id,name,county,kind\ns1,府山,=1+1,street\ns2,樟潭,-x,street\n", "utf-8")
    out = tmp_path / "verdicts.csv"
    call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--out", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pl.read_csv(out, infer_schema=False)
    assert set(frame["subject"]) == {"'=1+1", "'-x", "330800"}
    assert frame.filter(subject="'-x").select("possible", "lo_numerator", "lo_denominator").row(0) == (
        "compliant; noncompliant",
        "1",
        "3",
    )
    assert frame.filter(subject="330800")["citations"].item() == "二: =台账"


def test_every_format_holds_the_same_verdicts(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for suffix in ("parquet", "csv", "json"):
        out = tmp_path / f"verdicts.{suffix}"
        assert call(capsys, "evaluate", small[0], "--facts", small[1], "--out", out).code == exits.FINE
    of_parquet = pl.read_parquet(tmp_path / "verdicts.parquet")
    of_csv = pl.read_csv(tmp_path / "verdicts.csv", infer_schema=False)
    of_json = json.loads((tmp_path / "verdicts.json").read_text("utf-8"))
    keys = ["rule", "subject", "status"]
    expected = of_parquet.select(pl.col(keys).cast(pl.String)).rows()
    assert of_csv.select(keys).rows() == expected
    assert [tuple(verdict[key] for key in keys) for verdict in of_json] == expected
    assert of_parquet.columns == of_csv.columns


def test_an_earlier_file_is_replaced_and_nothing_else_is_left(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "verdicts.json").write_text("old", "utf-8")
    call(capsys, "evaluate", small[0], "--facts", small[1], "--out", folder / "verdicts.json")
    assert [path.name for path in folder.iterdir()] == ["verdicts.json"]
    assert len(json.loads((folder / "verdicts.json").read_text("utf-8"))) == 3


def test_waivers_are_applied_and_idle_ones_noted(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    waivers = tmp_path / "some.waivers.yaml"
    line = "{{policy: small, rule: {}, subject: '330803', from: 2019-01-01, until: 2019-12-31, owner: 局, reason: 灾}}"
    given = "".join(f"  - {line.format(rule)}\n" for rule in ("urban-share", "urban-shore"))
    waivers.write_text(f"waivers:\n{given}", "utf-8")
    out = tmp_path / "verdicts.json"
    arguments = ["--as-of", "2019-03-01", "--waivers", waivers, "--out", out]
    called = call(capsys, "evaluate", small[0], "--facts", small[1], *arguments)
    assert "has no rule `urban-shore`, so that this waiver changes nothing. Did you mean `urban-share`?" in called.err
    by_subject = {verdict["subject"]: verdict for verdict in json.loads(out.read_text("utf-8"))}
    assert by_subject["330803"]["possible"] == ["compliant", "waived"]


def test_another_jurisdiction(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--jurisdiction"]
    assert "· city 150200\n" in call(capsys, *arguments, "city:150200").out
    assert "· the nation\n" in call(capsys, *arguments, "national").out


def test_the_reference_engine_gives_the_same_verdicts(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--readings"]
    printed, written = [], []
    for backend in ("polars", "walker"):
        out = tmp_path / f"{backend}.json"
        printed.append(call(capsys, *arguments, "--backend", backend, "--out", out).out)
        written.append(json.loads(out.read_text("utf-8")))
    assert printed[0] == printed[1]
    assert written[0] == written[1]
