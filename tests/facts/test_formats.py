"""The same registry in every format gives the same table."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN
from tests.facts.broken_sources import workbook
from tests.facts.registry import VOCABULARY

HEADERS = ["id", "名称", "类别", "慈善组织", "工作人员", "资产", "成立日期"]
ROWS: list[list[object]] = [
    ["o1", "甲", "城市", True, 3, 1.5, date(2018, 5, 9)],
    ["o2", " 乙", "rural", False, None, None, None],
    ["o3", "不详", "town", None, 0, -0.25, date(2000, 1, 1)],
]
EXPECTED = pl.DataFrame(
    {
        "id": ["o1", "o2", "o3"],
        "name": ["甲", "乙", None],
        "kind": ["urban", "rural", "urban"],
        "charity": [True, False, None],
        "staff": [3, None, 0],
        "assets": [150, None, -25],
        "established_on": [date(2018, 5, 9), None, date(2000, 1, 1)],
    }
)


def dicts() -> list[dict[str, object]]:
    return [dict(zip(HEADERS, row, strict=True)) for row in ROWS]


def columns() -> dict[str, list[object]]:
    return dict(zip(HEADERS, map(list, zip(*ROWS, strict=True)), strict=True))


def frame() -> pl.DataFrame:
    return pl.DataFrame(columns())


def csv_text() -> str:
    return frame().with_columns(pl.col("慈善组织").replace_strict({True: "是", False: "否"})).write_csv()


WRITERS: dict[str, Callable[[Path], object]] = {
    "organization.csv": lambda path: path.write_text(csv_text(), "utf-8"),
    "organizations.csv": lambda path: path.write_text(csv_text(), "utf-8-sig"),
    "社会组织.parquet": lambda path: frame().write_parquet(path),
    "organization.json": lambda path: path.write_text(json.dumps(dicts(), default=str), "utf-8"),
    "organizations.json": lambda path: path.write_text(json.dumps(columns(), default=str), "utf-8"),
    "台账.xlsx": lambda path: path.write_bytes(workbook(社会组织=[HEADERS, *ROWS], 说明=[["x"]])),
    "organization.xlsx": lambda path: path.write_bytes(workbook(Sheet1=[HEADERS, *ROWS])),
}


@pytest.mark.parametrize("name", WRITERS)
def test_files(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path / name)
    facts = read_facts(tmp_path, VOCABULARY)
    table = facts.table("organization")
    rows = table.frame.collect()
    assert (table.supplied, table.complete) == (True, True)
    assert rows.select(EXPECTED.columns).equals(EXPECTED)
    first = 1 if name.endswith((".parquet", ".json")) else 2
    assert rows[ROW_COLUMN].to_list() == [first, first + 1, first + 2]
    assert {facts.files[file] for file in rows[FILE_COLUMN]} == {
        "台账.xlsx[社会组织]" if name == "台账.xlsx" else facts.files[0]
    }
    assert facts.files[0].startswith(name)


SOURCES: dict[str, Callable[[], object]] = {
    "polars": frame,
    "lazy": lambda: frame().lazy(),
    "pandas": lambda: pd.DataFrame(columns()),
    "arrow": lambda: pa.table(columns()),
    "dicts": dicts,
    "columns": columns,
    "decimals": lambda: {**columns(), "资产": [Decimal("1.5"), None, Decimal("-0.25")]},
    "texts": lambda: [{key: None if value is None else str(value) for key, value in row.items()} for row in dicts()],
}


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("name", ["organization", "organizations", "社会组织"])
def test_memory(kind: str, name: str) -> None:
    facts = read_facts({name: SOURCES[kind]()}, VOCABULARY)
    rows = facts.table("organization").frame.collect()
    assert rows.select(EXPECTED.columns).equals(EXPECTED)
    assert rows[ROW_COLUMN].to_list() == [1, 2, 3]
    assert facts.files == (name,)


def test_rows_of_several_parts_keep_their_file_and_number(tmp_path: Path) -> None:
    folder = tmp_path / "organization"
    folder.mkdir()
    frame().head(2).write_parquet(folder / "b.parquet")
    frame().tail(1).write_parquet(folder / "a.parquet")
    (tmp_path / "city.csv").write_text("id\nc1\n", "utf-8")
    facts = read_facts(tmp_path, VOCABULARY)
    assert facts.files == ("city.csv", "organization/a.parquet", "organization/b.parquet")
    rows = facts.table("organization").frame.select("id", FILE_COLUMN, ROW_COLUMN).collect().rows()
    assert rows == [("o3", 1, 1), ("o1", 2, 1), ("o2", 2, 2)]


def test_records_of_csv_files_are_counted_with_their_line_breaks_and_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_text('id,name\nc1,"a\nb"\n\n,\nc2,"c, d"\nc3,""\n', "utf-8")
    rows = read_facts(tmp_path, VOCABULARY).table("city").frame.select(ROW_COLUMN, "id", "name").collect().rows()
    assert rows == [(2, "c1", "a\nb"), (5, "c2", "c, d"), (6, "c3", None)]


def test_rows_of_spreadsheets_bear_their_own_numbers(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(
        workbook(city=[["id", "", "name"], ["c1", "", "a"], [], [" ", "stray"], [2018, "", 1.5]])
    )
    rows = read_facts(tmp_path, VOCABULARY).table("city").frame.select(ROW_COLUMN, "id", "name").collect().rows()
    assert rows == [(2, "c1", "a"), (5, "2018", "1.5")]


def test_numbers_in_json_are_exact(tmp_path: Path) -> None:
    (tmp_path / "organization.json").write_text(
        '[{"id": 1, "assets": 12345678901234.56}, {"id": 2, "assets": 1}]', "utf-8"
    )
    rows = read_facts(tmp_path, VOCABULARY).table("organization").frame.select("id", "assets").collect().rows()
    assert rows == [("1", 1234567890123456), ("2", 100)]


@pytest.mark.parametrize(
    "text", ['{"id": NaN}', '[{"id": 1, "id": 2}]', "1", '"id"', "[1]", "[" * 100_000, '{"id": 1}']
)
def test_json_that_is_no_table(text: str, tmp_path: Path) -> None:
    (tmp_path / "city.json").write_text(text, "utf-8")
    with pytest.raises(FactsError) as caught:
        read_facts(tmp_path, VOCABULARY)
    assert {refusal.file for refusal in caught.value.refusals} == {"city.json"}


@pytest.mark.parametrize("table", [[], {}, pl.DataFrame({"id": []}), pd.DataFrame({"id": []})])
def test_a_table_without_rows_is_supplied_and_complete(table: object) -> None:
    found = read_facts({"city": table}, VOCABULARY).table("city")
    assert (found.supplied, found.complete, found.frame.collect().height) == (True, True, 0)
    assert found.frame.collect_schema()["id"] == pl.String
