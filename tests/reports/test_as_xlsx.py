"""Verdicts as a workbook, read again by another library."""

from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from policyengine.interfaces.cli import exits
from policyengine.reading.text import Lang
from policyengine.reports import workbook
from tests.interfaces.calling import call, write_small

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", "https://example.org", "</row>&<c>")

RULES = """
  named:
    title: {title}
    modality: must
    actor: {actor}
    subject: community
    require: {{kind: urban}}
    cite: {{section: {section}, quote: 有名称}}
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path)


def written(
    capsys: pytest.CaptureFixture[str], small: tuple[Path, Path], lang: Lang, *options: str
) -> tuple[Workbook, str]:
    """The workbook of an evaluation, and what the call told of it."""
    out = small[0].with_name("report.xlsx")
    arguments = ("evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--out", out, *options)
    called = call(capsys, *arguments, lang=lang)
    assert called.code == exits.FINE, called.err
    return load_workbook(out), called.err


def cells(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


@pytest.fixture
def report(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> Workbook:
    """The workbook, in Chinese, of a policy of three rules."""
    small[0].write_text(
        small[0].read_text("utf-8") + RULES.format(title="城市社区", actor="街道", section="三"), "utf-8"
    )
    book, told = written(capsys, small, "zh")
    assert told == f"8 个结论写入 {small[0].with_name('report.xlsx')}\n"
    return book


def test_a_summary_two_lists_and_a_sheet_for_each_status_that_is_met(report: Workbook) -> None:
    assert report.sheetnames == ["汇总", "整改清单", "待核实清单", "未达标", "待定", "达标"]
    for name in report.sheetnames[1:]:
        assert (report[name].freeze_panes, report[name].print_title_rows) == ("A2", "$1:$1")
        assert report[name].auto_filter.ref == f"A1:{report[name].dimensions.split(':')[1]}"


def test_the_summary_counts_by_rule_and_by_place(report: Workbook) -> None:
    summary = cells(report, "汇总")
    assert summary[0][0] == "小方案 (small)"
    assert ("城市社区", "named", "社区(村)", 5, 2, 1, 2) in summary
    assert ("合计", None, None, 8, 2, 3, 3) in summary
    assert ("柯城区", "330802", 3, 1, 0, 2) in [row[:6] for row in summary]


def test_what_to_put_right_is_listed_by_place_and_duty(report: Workbook) -> None:
    lacking = ("类别为“城市社区”", "类别为“城市社区”（1 个没有满足）")
    assert [row[:10] for row in cells(report, "整改清单")[1:]] == [
        ("柯城区", "街道", "未达标", "城市社区", *lacking, "社区(村)", 1, "二", "2018-12-31"),
        ("衢江区", "街道", "未达标", "城市社区", *lacking, "社区(村)", 1, "四", "2018-12-31"),
    ]


def test_what_to_find_out_is_listed_by_how_much_it_would_settle(report: Workbook) -> None:
    assert cells(report, "待核实清单")[1:] == [
        (2, "类别", "社区(村)", "c5", "五", "community.csv", 6, "small/named、small/urban-share"),
        (1, "须补全工作台账的数据", "工作台账", None, None, None, None, "small/records-kept"),
    ]


def test_a_verdict_is_a_row_of_the_sheet_of_its_status(report: Workbook) -> None:
    unknown = {row[1]: row for row in cells(report, "待定")[1:]}["urban-share"]
    assert unknown[6:10] == ("330803", "衢江区", "衢江区", "达标、未达标")
    assert unknown[11:15] == (
        "1/3 (≈33.33%) 至 2/3 (≈66.67%) 之间",
        "社区(村)中，类别为“城市社区”的，所占比例不低于 50%",
        None,
        "社区(村)的类别",
    )
    assert unknown[15:] == (
        datetime(2018, 12, 31),
        datetime(2018, 12, 31),
        datetime(2019, 3, 1),
        None,
        None,
        "一：“过半”",
    )


def test_in_english(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    book, _ = written(capsys, small, "en")
    assert book.sheetnames == ["Summary", "To put right", "To find out", "unknown", "compliant"]
    assert cells(book, "To find out")[1][1] == "kind"


@pytest.mark.parametrize("word", HOSTILE)
def test_no_cell_is_a_formula_or_a_link(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], word: str
) -> None:
    quoted = '"' + word.replace("\t", "\\t").replace("\r", "\\r") + '"'
    small[0].write_text(small[0].read_text("utf-8") + RULES.format(title=quoted, actor=quoted, section=quoted), "utf-8")
    names = small[1] / "community.csv"
    names.write_text(names.read_text("utf-8").replace("c2,二", f'"c2","{word}"'), "utf-8")
    book, _ = written(capsys, small, "zh")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in found)
    assert word.strip() in {str(cell.value).strip() for cell in found}
    with ZipFile(small[0].with_name("report.xlsx")) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets")]
    assert not any("<f>" in text or "<hyperlink" in text for text in texts)


def test_rows_past_the_last_go_on_in_further_sheets_and_it_is_said(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    monkeypatch.setattr("policyengine.reports.as_xlsx.MOST_ROWS", 2)
    small[0].write_text(small[0].read_text("utf-8") + RULES.format(title="一", actor="街道", section="三"), "utf-8")
    book, _ = written(capsys, small, "en", "--by", "community")
    assert book.sheetnames[3:] == ["noncompliant", "unknown", "unknown (2)", "compliant", "compliant (2)"]
    assert [len(cells(book, name)) for name in ("unknown", "unknown (2)")] == [3, 2]
    assert [book[name].auto_filter.ref for name in ("unknown", "unknown (2)")] == ["A1:U3", "A1:U2"]
    told = "A sheet holds 2 rows at most; these go on in further sheets: `unknown`, `compliant`."
    assert told in [row[0] for row in cells(book, "Summary")]


def test_a_cell_that_is_too_long_is_cut_and_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with workbook.workbook(path) as book:
        sheet = book.sheet("a", [workbook.Column("b")])
        sheet.write(["长" * 40_000])
        sheet.close()
    cell = load_workbook(path)["a"]["A2"].value
    assert (len(cell), cell[-1]) == (32_767, "…")


def test_no_word_of_a_header_is_broken_and_no_line_of_it_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "headers.xlsx"
    columns = [
        workbook.Column(header, 9) for header in ("noncompliant", "verdicts it would settle", "有助于确定的结论数")
    ]
    with workbook.workbook(path) as book:
        book.sheet("a", columns).close()
        page = book.page("b")
        page.table(columns, [])
        page.table([workbook.Column("n", 5)] * 3, [])
    for sheet in load_workbook(path):
        assert [
            sheet.column_dimensions[letter].width > width for letter, width in (("A", 14), ("B", 10), ("C", 9))
        ] == [
            True,
            True,
            True,
        ]
        assert sheet.row_dimensions[1].height >= 3 * workbook.LINE
