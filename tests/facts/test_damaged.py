"""Damaged and odd sources end in an error that names them, never in a traceback."""

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from policyengine.facts.judgements import with_judgements
from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.reading.errors import UnreadableInputError
from tests.facts.broken_sources import parquet, workbook
from tests.facts.registry import VOCABULARY


def refused(source: object) -> list[tuple[str, str]]:
    with pytest.raises(FactsError) as caught:
        read_facts(source, VOCABULARY)
    return [(refusal.file, refusal.code) for refusal in caught.value.refusals]


def test_parquet_whose_pages_are_damaged(tmp_path: Path) -> None:
    data = bytearray(parquet(id=[f"c{row}" for row in range(5000)]))
    data[100:2000] = bytes(1900)
    (tmp_path / "city.parquet").write_bytes(data)
    assert refused(tmp_path) == [("city.parquet", "unreadable-file")]


def test_parquet_with_a_reserved_header(tmp_path: Path) -> None:
    (tmp_path / "city.parquet").write_bytes(parquet(id=["c1"], __row=[1]))
    assert refused(tmp_path) == [("city.parquet", "reserved-header")]


def test_parquet_that_vanishes(tmp_path: Path) -> None:
    assert refused({"city": pl.scan_parquet(tmp_path / "city.parquet")}) == [("city", "unusable-table")]


@pytest.mark.parametrize("data", [b"id\nc1\n\xff", b'id\n"c1\n', b'id\nc1 "x" y\n"c2"x\n'])
def test_damaged_csv(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_bytes(data)
    (code,) = {code for _, code in refused(tmp_path)}
    assert code in {"broken-file", "unknown-encoding"}


@pytest.mark.parametrize("text", ["\n\n", ",,\n ,\u200b,\n", "\n", ""])
def test_csv_without_headers(text: str, tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_text(text, "utf-8")
    assert refused(tmp_path) == [("city.csv", "no-header")]


def test_csv_with_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_text("id,name", "utf-8")
    assert read_facts(tmp_path, VOCABULARY).table("city").frame.collect().is_empty()


def test_json_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "city.json").write_bytes('[{"id": "衢州"}]'.encode("gb18030"))
    assert refused(tmp_path) == [("city.json", "wrong-encoding")]


@pytest.mark.parametrize("rows", [[], [[]], [["", " "], ["\u3000"]]])
def test_sheets_without_headers(rows: list[list[object]], tmp_path: Path) -> None:
    (tmp_path / "city.xlsx").write_bytes(workbook(Sheet1=rows))
    assert refused(tmp_path) == [("city.xlsx[Sheet1]", "no-header")]


def test_a_sheet_with_a_header_twice(tmp_path: Path) -> None:
    (tmp_path / "city.xlsx").write_bytes(workbook(Sheet1=[["id", "name", " name"], ["c1", "a", "b"]]))
    assert refused(tmp_path) == [("city.xlsx[Sheet1]", "duplicate-header")]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    with pytest.raises(UnreadableInputError) as caught:
        read_facts(tmp_path, VOCABULARY)
    assert caught.value.render("en") == f"cannot read the folder `{tmp_path}`: Permission denied"


@pytest.mark.parametrize(
    "table",
    [
        [{"id": "c1"}, "c2"],
        [{1: "c1"}],
        {1: ["c1"]},
        pd.Series(["c1"]),
        pd.DataFrame([["c1", "c2"]], columns=["id", "id"]),
        {"id": range(3)},
    ],
)
def test_odd_tables(table: object) -> None:
    assert refused({"city": table}) == [("city", "unusable-table")]


def test_arrays_and_series_as_columns() -> None:
    table = {"id": np.array([1, 2]), "name": pd.Series(["a", None])}
    rows = read_facts({"city": table}, VOCABULARY).table("city").frame.select("id", "name").collect().rows()
    assert rows == [("1", "a"), ("2", None)]


def test_whole_numbers_beyond_64_bits_are_texts_where_texts_are_wanted() -> None:
    table = read_facts({"city": {"id": [10**30, 1]}}, VOCABULARY).table("city")
    assert table.frame.collect()["id"].to_list() == [str(10**30), "1"]


def test_a_determination_that_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "city.parquet").write_bytes(parquet(id=["c1"], active=[[True]]))
    facts = read_facts(tmp_path, VOCABULARY)
    assert "active" not in with_judgements(facts, {("city", "active")}).table("city").columns
