"""Facts without what is refused of them are exactly those in which it is unknown, or not there."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyengine.facts.judgements import with_judgements
from policyengine.facts.read import NoQuarantineError, read_facts
from policyengine.facts.refusals import FactsError
from policyengine.facts.tables import FactBase
from tests.facts.broken_sources import PLACES, merged_workbook
from tests.facts.registry import VOCABULARY

CELLS: dict[str, list[object]] = {
    "id": ["o1", "o2", "o3", "o4"],
    "kind": ["urban", "rural", "urban", "不详"],
    "charity": ["是", "否", "", "是"],
    "staff": ["3", "0", "不详", "1000"],
    "assets": ["1.5", "", "不详", "-0.25"],
    "established_on": ["2018-05-09", "", "不详", "2000-01-01"],
    "dissolved_on": ["", "2020-01-01", "", "不详"],
    "county": ["k1", "k2", "k1", ""],
    "street": ["s1", "s2", "", "不详"],
}
BAD = {
    "kind": "suburb",
    "charity": "maybe",
    "staff": "1001",
    "assets": "1.505",
    "established_on": "2018-02-30",
    "dissolved_on": "soon",
    "county": "k9",
    "street": "s9",
}


def contents(facts: FactBase) -> Mapping[str, tuple[bool, list[tuple[object, ...]]]]:
    """Each supplied table's completeness and cells; an optional field that nobody calls unknown is known everywhere."""
    found = {}
    for name, table in facts.tables.items():
        if table.supplied:
            frame = table.frame.collect().drop("__file", "__row")
            flags = [column for column in frame.columns if column.endswith("__unknown") and not frame[column].any()]
            frame = frame.drop(flags)
            found[name] = (table.complete, frame.select(sorted(frame.columns)).sort("id").rows(named=True))
    return found


def codes(facts: FactBase) -> list[tuple[str, int | None, str | None]]:
    return [(refusal.code, refusal.row, refusal.column) for refusal in facts.quarantine or ()]


@settings(max_examples=60)
@given(
    st.sets(st.tuples(st.sampled_from(sorted(BAD)), st.integers(0, 3)), max_size=8),
    st.sets(st.integers(0, 3), max_size=2),
    st.booleans(),
)
def test_bad_cells_are_unknown_and_rows_without_a_key_are_left_out(
    cells: set[tuple[str, int]], keyless: set[int], typed: bool
) -> None:
    bad, mended = ({name: list(column) for name, column in CELLS.items()} for _ in range(2))
    for name, row in cells:
        bad[name][row], mended[name][row] = BAD[name], "不详"
    for row in keyless:
        bad["id"][row] = ""
    kept = [row for row in range(4) if row not in keyless]
    mended = {name: [column[row] for row in kept] for name, column in mended.items()}
    source = pl.DataFrame(bad).lazy() if typed else bad
    found = read_facts({**PLACES, "organization": source}, VOCABULARY, quarantine=True)
    expected = read_facts({**PLACES, "organization": mended}, VOCABULARY, complete={"organization": not keyless})
    assert contents(found) == contents(expected)
    assert {(row, column) for _, row, column in codes(found)} == {
        *((row + 1, name) for name, row in cells if row not in keyless or name not in {"county", "street"}),
        *((row + 1, "id") for row in keyless),
    }


def test_of_rows_with_one_id_none_is_kept() -> None:
    found = read_facts(
        {"city": {"id": ["c1", "c2", "c1"]}, "county": [{"id": "k1", "city": "c1"}]}, VOCABULARY, quarantine=True
    )
    assert codes(found) == [("duplicate-id", 1, "id"), ("duplicate-id", 3, "id")]
    assert contents(found) == {
        "city": (False, [{"id": "c2"}]),
        "county": (True, [{"id": "k1", "city": "c1"}]),
    }


def test_days_in_the_wrong_order_are_both_unknown() -> None:
    table = {"id": ["o1"], "established_on": ["2018-01-01"], "dissolved_on": ["2017-01-01"]}
    found = read_facts({"organization": table}, VOCABULARY, quarantine=True)
    row = found.table("organization").frame.drop("__file", "__row").collect().row(0, named=True)
    assert row == {
        "id": "o1",
        "established_on": None,
        "established_on__unknown": True,
        "dissolved_on": None,
        "dissolved_on__unknown": True,
    }


def test_parents_that_contradict_one_another_are_all_unknown() -> None:
    rows = {"id": ["o1", "o2"], "county": ["k2", "k1"], "street": ["s1", "s1"]}
    found = read_facts({**PLACES, "organization": rows}, VOCABULARY, quarantine=True)
    table = found.table("organization").frame.select("id", "county", "street", "street__unknown").collect()
    assert table.rows() == [("o1", None, None, True), ("o2", "k1", "s1", False)]
    assert codes(found) == [("contradictory-parents", 1, "street")]


def test_records_that_are_about_nothing_are_left_out() -> None:
    rows = {"policy": ["p", "p"], "rule": ["", "r"], "subject_kind": ["city", "planet"], "subject_id": ["c1", "c1"]}
    found = read_facts({"work_record": rows}, VOCABULARY, quarantine=True)
    table = found.table("work_record")
    assert (table.complete, table.frame.collect().height) == (False, 0)


def test_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "社会组织.csv").write_text(
        '编号,名称,工作人员,成立日期,注销日期\no1,甲,1,2018/5/9,03/04/2021\n/,乙,2,,\no3,丙,3\no4,丁,"1,5",无,21/3/5\n',
        "utf-8",
    )
    found = read_facts(tmp_path, VOCABULARY, quarantine=True)
    assert codes(found) == [
        ("ragged-line", 4, None),
        ("unclear-number", 5, "工作人员"),
        ("short-year", 5, "注销日期"),
        ("turned-date", 2, "注销日期"),
        ("placeholder", 3, "编号"),
    ]
    table = found.table("organization")
    rows = table.frame.select("id", "staff", "dissolved_on", "dissolved_on__unknown").collect().rows()
    assert (table.complete, rows) == (False, [("o1", 1, None, True), ("o4", None, None, True)])


def test_merged_cells_that_are_not_clear_are_unknown_in_every_row(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(merged_workbook())
    (tmp_path / "facts.yaml").write_text("facts: {county: {file: 县.csv}}\n", "utf-8")
    (tmp_path / "县.csv").write_text("编号\n", "utf-8")
    found = read_facts(tmp_path, VOCABULARY, quarantine=True)
    rows = found.table("organization").frame.select("id", "name", "staff", "kind", "charity").collect().rows()
    assert rows == [
        ("o1", "组织1", None, None, None),
        ("o2", "组织2", None, None, None),
        ("o3", None, None, None, None),
        ("o4", None, None, None, None),
        ("o5", "组织5", None, None, None),
        ("o6", "组织6", None, None, None),
    ]
    assert codes(found) == [
        ("unclear-merge", 4, "名称"),
        ("unclear-merge", 2, "工作人员"),
        ("unclear-merge", 6, "类别"),
    ]


def test_merged_headers_concern_the_whole_table(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(merged_workbook())
    with pytest.raises(FactsError) as caught:
        read_facts(tmp_path, VOCABULARY, quarantine=True)
    assert {refusal.code for refusal in caught.value.refusals} == {"unclear-merge"}


def test_determinations_that_are_neither_yes_nor_no_were_not_made() -> None:
    rows = {"id": ["o1", "o2", "o3"], "active": ["是", "大概", ""]}
    facts = read_facts({"organization": rows}, VOCABULARY, quarantine=True)
    found = with_judgements(facts, {("organization", "active")})
    assert found.table("organization").frame.collect()["active"].to_list() == [True, None, None]
    assert codes(found) == [("not-judged", 2, "active")]
    assert codes(with_judgements(found, {("organization", "active")})) == codes(found)


def test_parquet_is_still_read_as_far_as_needed(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["o1", "o2", None], "staff": [3, 2000, 4], "kind": ["urban", "x", "rural"]})
    frame.write_parquet(tmp_path / "organization.parquet")
    found = read_facts(tmp_path, VOCABULARY, quarantine=True)
    assert contents(found) == {
        "organization": (
            False,
            [{"id": "o1", "kind": "urban", "staff": 3}, {"id": "o2", "kind": None, "staff": None}],
        )
    }


def test_what_concerns_whole_tables_is_refused_all_the_same() -> None:
    with pytest.raises(FactsError) as caught:
        read_facts({"city": {"name": ["a"]}, "county": {"id": [""]}}, VOCABULARY, quarantine=True)
    assert [refusal.code for refusal in caught.value.refusals] == ["no-id", "empty-id"]


def test_sound_facts_have_an_empty_quarantine_and_the_same_digest() -> None:
    sound = read_facts({"city": {"id": ["c1"]}}, VOCABULARY, quarantine=True)
    assert (sound.quarantine, sound.sha256) == ((), read_facts({"city": {"id": ["c1"]}}, VOCABULARY).sha256)
    bad = read_facts({"city": {"id": ["c1", ""]}}, VOCABULARY, quarantine=True)
    assert bad.sha256 != sound.sha256


def test_facts_in_databases_cannot_be_set_aside(tmp_path: Path) -> None:
    with pytest.raises(NoQuarantineError) as caught:
        read_facts(tmp_path, VOCABULARY, backend="duckdb", quarantine=True)
    assert caught.value.render("zh") == "数据库中的事实不能搁置\n请改正数据，或先导出为文件。"
