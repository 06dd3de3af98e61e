"""Sheets as people leave them: titles, totals, examples, remarks, merged cells, and what is told of them."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.facts.tables import ROW_COLUMN, FactBase
from policyengine.reading.text import Lang
from tests.facts.broken_sources import workbook_from_1904
from tests.facts.registry import VOCABULARY

Rows = Sequence[Sequence[object]]


def book(path: Path, merged: Sequence[tuple[int, int, int, int, object]] = (), **sheets: Rows) -> Path:
    """A workbook; `merged` cells (from 0, ends included) are on its first sheet."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as made:
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    sheet.write(row, column, value)
            for merge in merged if number == 0 else ():
                sheet.merge_range(*merge)
    return path


def notes(facts: FactBase, lang: Lang = "zh") -> list[str]:
    return [note.message.within(lang) for note in facts.notes]


def rows(facts: FactBase, *columns: str, entity: str = "organization") -> list[tuple[object, ...]]:
    return facts.table(entity).frame.select(ROW_COLUMN, *columns).collect().rows()


def test_a_title_totals_an_example_and_remarks_are_not_facts(tmp_path: Path) -> None:
    found = read_facts(
        book(
            tmp_path / "x.xlsx",
            社会组织=[
                ["社会组织登记表", "", ""],
                ["填报单位：甲市民政局", "", "2021年3月"],
                [],
                ["编号", "名称 *", "工作\n人员", "", "备注"],
                ["示例：o0", "示例协会", 3],
                ["o1", "甲会", 3],
                ["小 计", "", 3],
                ["", "合计：", 3],
                [],
                ["编号", "名称", "工作人员", "", "备注"],
                ["o2", "合计", 4, "旁注"],
                ["总计（个）", "", 7],
                ["注：本表每季度一报"],
                ["填表人：张三", "", "审核人：李四"],
            ],
        ),
        VOCABULARY,
    )
    assert rows(found, "id", "name", "staff") == [(6, "o1", "甲会", 3), (11, "o2", "合计", 4)]
    assert notes(found) == [
        "列名在第 4 行，其上各行未读取",
        "示例行未读取：第 5 行",
        "重复的列名行未读取：第 10 行",
        "合计行未读取：第 7–8, 12 行",
        "表尾说明未读取：第 13–14 行",
        "没有列名的列未读取：第 4 列",
    ]
    assert notes(found, "en") == [
        "headers are in row 4; rows above were not read",
        "example rows were not read: row 5",
        "headers that stand again were not read: row 10",
        "rows of totals were not read: row 7–8, 12",
        "remarks below were not read: row 13–14",
        "columns without a header were not read: column 4",
    ]


def test_a_row_without_an_id_is_refused_and_not_taken_for_a_remark(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", 社会组织=[["编号", "名称"], ["o1", "甲"], ["", "乙"], ["", "备注"]])
    with pytest.raises(FactsError) as caught:
        read_facts(path, VOCABULARY)
    assert [(refusal.row, refusal.code) for refusal in caught.value.refusals] == [(3, "empty-id"), (4, "empty-id")]


def test_merged_parents_are_filled_down_and_headers_may_stand_over_two_rows(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        [
            (0, 0, 1, 0, "编号"),
            (0, 1, 0, 2, "基本情况"),
            (0, 3, 1, 3, "所在县"),
            (0, 4, 1, 4, "活动正常"),
            (2, 3, 4, 3, "k1"),
            (5, 3, 6, 3, "k2"),
            (2, 4, 3, 4, "√"),
            (7, 0, 7, 2, "合计"),
        ],
        社会组织=[
            [],
            ["", "名称", "慈善组织"],
            ["o1", "甲", "是"],
            ["o2", "乙", "否"],
            ["o3", "丙", ""],
            ["o4", "丁", "是"],
            ["o5", "戊", "否"],
        ],
        县=[["编号"], ["k1"], ["k2"]],
    )
    found = read_facts(path, VOCABULARY)
    assert rows(found, "id", "charity", "county", "活动正常") == [
        (3, "o1", True, "k1", "true"),
        (4, "o2", False, "k1", "true"),
        (5, "o3", None, "k1", None),
        (6, "o4", True, "k2", None),
        (7, "o5", False, "k2", None),
    ]
    assert notes(found) == [
        "列名在第 2 行，其上各行未读取",
        "合计行未读取：第 8 行",
        "列 `所在县`：合并单元格的值填入其每一行（2 处，如第 3–5 行）",
        "列 `活动正常`：合并单元格的值填入其每一行（1 处，如第 3–4 行）",
        "列 `活动正常`：是否的记号 2 处（如第 3 行 `√` 读作 `true`）",
    ]


def test_a_sheet_with_its_example_alone_was_not_filled_in(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        社会组织=[["编号"], ["示例：o0"]],
        县=[["编号"]],
        市=[["编号"], ["c1"]],
        说明=[["列"]],
        县市=[],
    )
    found = read_facts(path, VOCABULARY)
    supplied = {name: (found.table(name).supplied, found.table(name).complete) for name in ("organization", "county")}
    assert supplied == {"organization": (False, False), "county": (True, True)}
    assert notes(found) == [
        "工作表 `说明` 不对应任何实体，未读取",
        "工作表 `县市` 不对应任何实体，未读取",
        "只有示例行，视为未提供（确实一行也没有的，请删去示例行）",
    ]
    assert found.files == ("x.xlsx[社会组织]", "x.xlsx[县]", "x.xlsx[市]")


def test_cells_of_every_kind(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        社会组织=[
            ["编号", "名称", "工作人员", "资产", "成立日期", "慈善组织"],
            [330800, 12, 12.0, 0.1 + 0.2, date(2018, 5, 9), True],
            ["o2", "乙", "12", 1e-1, datetime(2018, 5, 9, 10, 30), False],
            ["o3", "丙", 1000, 1234.5, 43229, 1],
        ],
    )
    assert rows(read_facts(path, VOCABULARY), "id", "name", "staff", "assets", "established_on", "charity") == [
        (2, "330800", "12", 12, 30, date(2018, 5, 9), True),
        (3, "o2", "乙", 12, 10, date(2018, 5, 9), False),
        (4, "o3", "丙", 1000, 123450, date(2018, 5, 9), True),
    ]


def test_what_was_taken_for_what_is_told_in_one_line_a_column(tmp_path: Path) -> None:
    cells = ["2021年3月5日", "2021.3.5", "43229", "无", "2021-03-05", "", "不详"]
    path = book(
        tmp_path / "x.xlsx", 社会组织=[["编号", "注销日期"], *([f"o{n}", cell] for n, cell in enumerate(cells))]
    )
    found = read_facts(path, VOCABULARY)
    assert notes(found) == [
        "列 `注销日期`：日期写法 2 处（如第 2 行 `2021年3月5日` 读作 `2021-03-05`）；"
        "电子表格的日期序列号 1 处（如第 4 行 `43229` 读作 `2018-05-09`）；“无”读作没有 1 处（如第 5 行 `无` 读作空）"
    ]
    assert notes(found, "en") == [
        "column `注销日期`: dates in another form: 2 (such as row 2: `2021年3月5日` read as `2021-03-05`); "
        "dates as serial numbers: 1 (such as row 4: `43229` read as `2018-05-09`); "
        "words for none: 1 (such as row 5: `无` read as empty)"
    ]
    table = found.table("organization").frame.select("dissolved_on", "dissolved_on__unknown").collect().rows()
    day = date(2021, 3, 5)
    assert table == [
        (day, False),
        (day, False),
        (date(2018, 5, 9), False),
        (None, False),
        (day, False),
        (None, False),
        (None, True),
    ]


def test_days_of_workbooks_that_count_from_1904(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(workbook_from_1904())
    found = read_facts(tmp_path / "x.xlsx", VOCABULARY, quarantine=True)
    days = found.table("organization").frame.select("established_on").collect().to_series().to_list()
    assert days == [None, date(2018, 5, 9), date(2018, 5, 9)]


def test_of_personal_columns_no_cell_is_told(tmp_path: Path) -> None:
    organization = VOCABULARY.entities["organization"]
    field = organization.fields["established_on"].model_copy(update={"personal": True})
    fields = {**organization.fields, "established_on": field}
    personal = organization.model_copy(update={"fields": fields})
    vocabulary = VOCABULARY.model_copy(update={"entities": {**VOCABULARY.entities, "organization": personal}})
    path = book(tmp_path / "x.xlsx", 社会组织=[["编号", "成立日期"], ["o1", "2021.3.5"]])
    assert notes(read_facts(path, vocabulary)) == ["列 `成立日期`：日期写法 1 处"]


def test_a_refusal_shows_what_was_written(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", 社会组织=[["编号", "工作人员"], ["o1", "１，００１"], ["o2", "1，000"]])
    with pytest.raises(FactsError) as caught:
        read_facts(path, VOCABULARY)
    assert [(refusal.row, refusal.value, refusal.code) for refusal in caught.value.refusals] == [
        (2, "１，００１", "above-maximum")
    ]


def test_of_a_workbook_that_facts_yaml_names_the_entitys_own_sheet_is_read(tmp_path: Path) -> None:
    book(tmp_path / "填报表.xlsx", 说明=[["社会组织"]], 社会组织=[["编号"], ["o1"]])
    (tmp_path / "facts.yaml").write_text("facts: {organization: {file: 填报表.xlsx}}\n", "utf-8")
    assert rows(read_facts(tmp_path, VOCABULARY), "id") == [(2, "o1")]


def test_mapped_headers_and_markers_count(tmp_path: Path) -> None:
    book(tmp_path / "台账.xlsx", 登记表=[["登记表"], ["代 码", "人 数"], ["o1", "—"], ["o2", "3"]])
    (tmp_path / "facts.yaml").write_text(
        "facts: {organization: {file: 台账.xlsx, columns: {id: 代 码, staff: 人 数}, unknown: [—]}}\n", "utf-8"
    )
    found = read_facts(tmp_path, VOCABULARY)
    assert rows(found, "id", "staff") == [(3, "o1", None), (4, "o2", 3)]
    assert notes(found) == ["列名在第 2 行，其上各行未读取"]


def test_a_workbook_alone_is_identified_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("no such key: 1\n", "utf-8")
    one = read_facts(book(tmp_path / "x.xlsx", 市=[["编号"], ["c1"]]), VOCABULARY)
    two = read_facts(str(book(tmp_path / "y.xlsx", 市=[["编号"], ["c2"]])), VOCABULARY)
    assert one.sha256 != two.sha256
    assert notes(one) == ["同一文件夹的 facts.yaml 未读取"]


def test_sheets_that_start_below_and_beside_the_first_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        [(4, 3, 5, 3, "c1")],
        县=[[], [], ["", "", "编号", "所属市"], [], ["", "", "k1"], ["", "", "k2"]],
    )
    found = read_facts(path, VOCABULARY)
    assert rows(found, "id", "city", entity="county") == [(5, "k1", "c1"), (6, "k2", "c1")]
