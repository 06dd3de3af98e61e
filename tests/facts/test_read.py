"""Reading facts as a whole: what is supplied, what is complete, what is noted, what identifies them."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from policyengine.backends import expressions as ex
from policyengine.facts.read import NoDatabaseError, read_facts
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, absent
from policyengine.facts.unclaimed import unclaimed_columns
from policyengine.reading.errors import UnreadableInputError
from tests.facts.registry import VOCABULARY

DAY = date(2018, 12, 31)


def test_a_table_that_is_not_supplied_is_absent() -> None:
    facts = read_facts({"city": [{"id": "c1"}]}, VOCABULARY)
    table, expected = facts.table("county"), absent("county")
    assert (table.columns, table.supplied, table.complete) == (expected.columns, False, False)
    assert table.frame.collect().is_empty()
    assert set(facts.tables) == set(VOCABULARY.entities)


def test_unknown_cells_of_optional_fields_stand_in_companions_and_of_others_are_null() -> None:
    data = {"id": ["o1", "o2", "o3"], "staff": ["3", "不详", ""], "established_on": ["2018-05-09", "未知", ""]}
    table = read_facts({"organization": data}, VOCABULARY).table("organization")
    assert table.columns == {FILE_COLUMN, ROW_COLUMN, "id", "staff", "established_on", "established_on__unknown"}
    assert table.frame.select("staff", "established_on", "established_on__unknown").collect().rows() == [
        (3, date(2018, 5, 9), False),
        (None, None, True),
        (None, None, False),
    ]


def test_companions_of_typed_tables() -> None:
    data = pl.DataFrame(
        {
            "id": ["o1", "o2", "o3"],
            "staff": [1, 2, 3],
            "staff__unknown": [False, True, None],
            "assets": [1.5, 2.5, None],
            "资产__unknown": [None, True, False],
        }
    )
    table = read_facts({"organization": data}, VOCABULARY).table("organization")
    assert "staff__unknown" not in table.columns
    rows = table.frame.select("staff", "assets", "assets__unknown").collect().rows()
    assert rows == [(1, 150, False), (None, None, True), (3, None, False)]


def test_further_columns_are_kept_and_noted() -> None:
    data = {"id": ["o1"], "normally_active": [" 是"], "staff__unknown": [None], "tags": [["a"]]}
    facts = read_facts({"organization": pl.DataFrame(data)}, VOCABULARY)
    table = facts.table("organization")
    assert table.columns == {FILE_COLUMN, ROW_COLUMN, "id", "normally_active"}
    assert table.frame.select("normally_active").collect().item() == " 是"
    (note,) = unclaimed_columns(facts, [])
    assert (note.code, note.place.file) == ("unused-columns", "organization")
    assert note.message.en == "these columns are no fields of organization: `normally_active`, `tags`"
    assert note.message.zh == "这些列不是 organization 的字段\uff1a`normally_active`、`tags`"
    (note,) = unclaimed_columns(facts, [("organization", "normally_active")])
    assert note.message.en == "these columns are no fields of organization: `tags`"


def test_labels_are_found_whatever_the_width_of_their_characters(tmp_path: Path) -> None:
    (tmp_path / "社会组织.csv").write_text("编号,类别\no1,农村\uff08村\uff09\n", "utf-8")
    table = read_facts(tmp_path, VOCABULARY).table("organization")
    assert table.frame.select("kind").collect().item() == "rural"


def test_work_records_without_ids_get_them_and_kinds_may_be_labels() -> None:
    record = {"policy": "p", "rule": "r", "subject_kind": "社会组织", "subject_id": "o1", "outcome": "已完成"}
    table = read_facts({"work_record": [record, record]}, VOCABULARY).table("work_record")
    rows = table.frame.select("id", "subject_kind", "outcome").collect().rows()
    assert rows == [("0:1", "organization", "done"), ("0:2", "organization", "done")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, (True, True)),
        (True, (True, True)),
        (False, (False, False)),
        ({"city": False}, (False, True)),
        ({"county": False, "city": True}, (True, False)),
    ],
)
def test_completeness_as_the_caller_says(said: bool | dict[str, bool] | None, expected: tuple[bool, bool]) -> None:
    facts = read_facts({"city": [], "county": []}, VOCABULARY, complete=said)
    assert (facts.table("city").complete, facts.table("county").complete) == expected


def test_the_snapshot_is_what_the_caller_says() -> None:
    assert read_facts({"city": []}, VOCABULARY).snapshot_on is None
    assert read_facts({"city": []}, VOCABULARY, snapshot_on=DAY).snapshot_on == DAY


def test_memory_is_identified_by_its_rows_and_by_what_is_said_of_them() -> None:
    rows = [{"id": "c1", "name": None}, {"id": "c2", "name": "a"}]
    first = read_facts({"city": rows}, VOCABULARY).sha256
    assert read_facts({"cities": pl.DataFrame(rows).select("name", "id").lazy()}, VOCABULARY).sha256 == first
    others = [
        read_facts({"city": rows[::-1]}, VOCABULARY),
        read_facts({"city": rows[:1]}, VOCABULARY),
        read_facts({"authority": rows}, VOCABULARY),
        read_facts({"city": [rows[0], {"id": "c2", "name": "b"}]}, VOCABULARY),
        read_facts({"city": rows}, VOCABULARY, snapshot_on=DAY),
        read_facts({"city": rows}, VOCABULARY, complete=False),
    ]
    assert len({first, *(facts.sha256 for facts in others)}) == 7


def test_folders_are_identified_by_their_files_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "city.csv").write_text("id\nc1\n", "utf-8")
        (folder / "注.txt").write_text(folder.name, "utf-8")
    first = read_facts(one, VOCABULARY)
    assert first.sha256 == read_facts(str(two), VOCABULARY).sha256
    assert [note.message.en for note in first.notes] == ["`注.txt` is the table of no entity and was not read"]
    (two / "city.csv").write_text("id\nc1 \n", "utf-8")
    assert read_facts(two, VOCABULARY).sha256 != first.sha256
    (one / "facts.yaml").write_text("facts: {}\n", "utf-8")
    assert read_facts(one, VOCABULARY).sha256 != first.sha256


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    with pytest.raises(UnreadableInputError) as caught:
        read_facts(folder, VOCABULARY)
    assert caught.value.render("zh") == f"没有事实文件夹 `{folder}`"
    assert caught.value.render("en") == f"there is no folder of facts `{folder}`"


def test_a_file_where_a_folder_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "city.csv"
    path.write_text("id\n", "utf-8")
    with pytest.raises(UnreadableInputError) as caught:
        read_facts(path, VOCABULARY)
    assert (
        caught.value.render("zh")
        == f"`{path}` 是文件\uff0c应为文件夹\n请给出放有各表文件的文件夹\uff0c或每个实体一张工作表的 .xlsx 文件。"
    )
    assert caught.value.render("en") == (
        f"`{path}` is a file, not a folder\n"
        "Name the folder in which the tables' files lie, or an .xlsx file with a sheet for each entity."
    )


def test_a_folder_without_tables(tmp_path: Path) -> None:
    (tmp_path / ".hidden.csv").write_text("id\n", "utf-8")
    (tmp_path / "facts.yaml").write_text("facts: {}\nsnapshot_on: 2018-12-31\n", "utf-8")
    with pytest.raises(UnreadableInputError) as caught:
        read_facts(tmp_path, VOCABULARY)
    assert caught.value.render("en").startswith(f"the folder `{tmp_path}` has no table\nFiles are called by")


def test_parquet_is_read_again_at_every_use_and_only_as_far_as_needed(tmp_path: Path) -> None:
    path = tmp_path / "organization.parquet"
    pl.DataFrame({"id": ["o1"], "staff": [3], "kind": ["urban"], "资产": [150.0]}).write_parquet(path)
    frame = read_facts(tmp_path, VOCABULARY).table("organization").frame
    plan = frame.select("id", "staff", "kind").explain()
    assert "Parquet SCAN" in plan
    assert "PROJECT 3/4 COLUMNS" in plan
    assert "strip_chars" not in plan
    assert "replace_strict" not in plan


def test_formats_load_what_they_need_only_when_used() -> None:
    heavy = "{'python_calamine', 'pandas', 'pyarrow', 'stdnum'}"
    code = f"import sys, policyengine.facts.read; print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_what_only_databases_have_is_refused_of_files(tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_text("id,name\n330800,衢州市\n", "utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("facts: {}\n", "utf-8")
    said: list[str] = []
    for source, more in (
        (tmp_path, {"mapping": mapping}),
        (tmp_path, {"mapping": mapping, "backend": "duckdb"}),
        ({"city": []}, {"mapping": mapping}),
        (tmp_path, {"trusted": True}),
        ({"city": []}, {"trusted": True}),
    ):
        with pytest.raises(NoDatabaseError) as caught:
            read_facts(source, **more)
        said.append(caught.value.render("zh"))
    mapped = "只有数据库的表和列才需另行对应\n文件夹中请写 `facts.yaml`。"
    unchecked = "文件中的事实一律检查，不能免检\n请去掉 `--trusted`。"
    assert said == [mapped, mapped, mapped, unchecked, unchecked]


def test_ids_are_told_apart_by_their_hashes_where_all_rows_that_are_referred_to_are_there() -> None:
    source = {
        "city": [{"id": "c1"}, {"id": "c2"}],
        "county": [{"id": "k1", "city": "c9"}],
        "work_record": [{"policy": "p", "rule": "r", "subject_kind": "city", "subject_id": "c1"}],
        "authority": [{"id": ""}, {"id": "a1"}, {"id": "a1"}, {"id": "a2"}],
    }
    facts = read_facts(source, VOCABULARY, complete={"city": False}, quarantine=True)
    assert facts.hashed == {"county"}
    assert read_facts({"city": source["city"]}, VOCABULARY).hashed == {"city"}


def test_two_ids_with_one_hash_are_no_duplicates_but_are_joined_as_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.Expr, "hash", lambda ids: ids.str.len_bytes().cast(pl.UInt64))
    facts = read_facts({"city": [{"id": "c1"}, {"id": "c2"}], "county": [{"id": "k1", "city": "c2"}]}, VOCABULARY)
    assert facts.hashed == {"county"}
    assert facts.key("city", ex.col("id")) is None
    assert facts.key("county", ex.col("id")) is not None
