"""What `facts.yaml` says, and what follows for the tables."""

from datetime import date
from pathlib import Path

import pytest

from policyengine.facts.manifest import Manifest, ManifestError, read_manifest
from policyengine.facts.read import read_facts
from policyengine.facts.sources import Wanted
from tests.facts.broken_sources import workbook
from tests.facts.registry import VOCABULARY

WHOLE = """
facts:
  organization:
    file: 2018/登记.csv
    columns: {id: 证号, staff: 人数}
    complete: false
    unknown: [待查, "-"]
  city: {file: 台账.xlsx, table: 城市表}
  county: {table: 县表}
snapshot_on: 2018-12-31
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "2018").mkdir()
    (tmp_path / "2018" / "登记.csv").write_text("证号,人数,名称\no1,待查,-\no2,3,不详\n", "utf-8")
    book = workbook(城市表=[["id"], ["c1"]], 县表=[["id", "所属市"], ["k1", "c1"]], street=[["id"], ["s1"]])
    (tmp_path / "台账.xlsx").write_bytes(book)
    (tmp_path / "facts.yaml").write_text(WHOLE, "utf-8")
    return tmp_path


def test_all_that_it_may_say(folder: Path) -> None:
    assert read_manifest(folder, VOCABULARY) == Manifest(
        {
            "organization": Wanted(
                file="2018/登记.csv",
                columns={"id": "证号", "staff": "人数"},
                complete=False,
                unknown=frozenset(("待查", "-")),
            ),
            "city": Wanted(file="台账.xlsx", table="城市表"),
            "county": Wanted(table="县表"),
        },
        date(2018, 12, 31),
    )


def test_what_follows_for_the_tables(folder: Path) -> None:
    facts = read_facts(folder, VOCABULARY)
    assert facts.snapshot_on == date(2018, 12, 31)
    assert {name for name, table in facts.tables.items() if table.supplied} == {
        "organization",
        "city",
        "county",
        "street",
    }
    table = facts.table("organization")
    assert not table.complete
    assert table.frame.select("id", "staff", "name").collect().rows() == [("o1", None, None), ("o2", 3, None)]
    assert facts.table("county").frame.select("id", "city").collect().rows() == [("k1", "c1")]
    assert facts.table("city").complete
    assert [note.message.en for note in facts.notes] == ["`2018` is the table of no entity and was not read"]


def test_the_caller_goes_before_it(folder: Path) -> None:
    facts = read_facts(folder, VOCABULARY, snapshot_on=date(2019, 1, 1), complete={"organization": True, "city": False})
    assert facts.snapshot_on == date(2019, 1, 1)
    assert (facts.table("organization").complete, facts.table("city").complete) == (True, False)


def test_a_name_in_place_of_tables(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("facts: 衢州\nsnapshot_on: 2018-12-31\n", "utf-8")
    assert read_manifest(tmp_path, VOCABULARY) == Manifest({}, date(2018, 12, 31))


def test_a_folder_without_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path, VOCABULARY) == Manifest()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["empty-file"]),
        ("snapshot_on: 2018-12-31\n", ["missing-key"]),
        ("facts: {}\nsnapshot: 2018-12-31\n", ["unknown-key"]),
        ("facts: {}\nsnapshot_on: 31.12.2018\n", ["bad-date"]),
        ("facts: [organization]\n", ["not-a-mapping"]),
        ("facts: {city: {colums: {}, complete: perhaps}}\n", ["unknown-key", "not-one-of"]),
        ("facts: {city: {unknown: 不详}, county: 3}\n", ["not-a-list", "not-a-mapping"]),
        ("facts: {cities: {}}\n", ["unknown-table"]),
        ("facts: {city: [}\n", ["yaml-syntax"]),
        ("- facts\n", ["not-a-mapping"]),
    ],
)
def test_findings(text: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(text, "utf-8")
    with pytest.raises(ManifestError) as caught:
        read_facts(tmp_path, VOCABULARY)
    assert [finding.code for finding in caught.value.findings] == codes
    assert {finding.place.file for finding in caught.value.findings} == {"facts.yaml"}


def test_a_link_that_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    (tmp_path / "city.csv").write_text("id\nc1\n", "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "city.csv")
    (folder / "facts.yaml").write_text("facts: {city: {file: link.csv}}\n", "utf-8")
    with pytest.raises(ManifestError) as caught:
        read_facts(folder, VOCABULARY)
    assert [finding.code for finding in caught.value.findings] == ["file-outside"]
