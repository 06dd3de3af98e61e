"""Facts that stay in a database: found by name or mapping, checked there, refused with what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import psycopg
import pytest

import policyengine as pe
from policyengine.backends.errors import BackendError
from policyengine.facts.refusals import FactsError
from policyengine.facts.stored.read import NotDigestedError

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

MAPPING = """
facts:
  city: {table: 城市, columns: {id: 代码, name: 名称}}
  county: {table: 区县, columns: {id: 代码, city: 所属市}, complete: false}
snapshot_on: 2018-12-31
"""
TABLES = """
CREATE TABLE "城市" ("代码" TEXT, "名称" TEXT, "人口" BIGINT);
INSERT INTO "城市" VALUES ('330800', '衢州市', 5);
CREATE TABLE "区县" ("代码" TEXT, "所属市" TEXT);
INSERT INTO "区县" VALUES ('330802', '330800'), ('330803', ' 330800 '), ('330822', '未知')
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(MAPPING, "utf-8")
    return path


@pytest.fixture
def county(server: str) -> Iterator[str]:
    """The server with two tables under Chinese names."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(TABLES)
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        yield server
        connection.execute('DROP TABLE "城市", "区县"')


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def codes(refused: FactsError) -> set[str]:
    return {refusal.code for refusal in refused.refusals}


@pytest.mark.usefixtures("county")
def test_a_read_only_role_suffices(reader: str, mapping: Path) -> None:
    facts = pe.read_facts(reader, mapping=mapping)
    assert [note.code for note in facts.notes] == ["stored-checked"]
    assert facts.table("county").supplied
    assert not facts.table("county").complete
    assert facts.table("city").unclaimed == ("人口",)
    assert str(facts.snapshot_on) == "2018-12-31"


def test_a_role_without_rights_sees_no_table(county: str, reader: str, mapping: Path) -> None:
    with psycopg.connect(county, autocommit=True) as owner:
        owner.execute('REVOKE SELECT ON "城市" FROM reader')
    with pytest.raises((FactsError, BackendError)) as refused:
        pe.read_facts(reader, mapping=mapping)
    assert "城市" in refused.value.render("zh")


def test_a_file_of_a_database_is_read_under_the_same_mapping(tmp_path: Path, mapping: Path) -> None:
    with duckdb.connect(str(tmp_path / "registry.duckdb")) as made:
        made.execute(TABLES)
    facts = pe.read_facts(tmp_path / "registry.duckdb", mapping=mapping)
    rows = facts.backend.collected([_rows(facts, "county")])[0]
    assert sorted(rows["city"].to_list(), key=str) == ["330800", "330800", None]


def _rows(facts: pe.FactBase, entity: str) -> object:
    return nw.from_native(facts.table(entity).frame).select("id", "city")


def test_a_mapped_column_or_table_that_is_not_there(connection: duckdb.DuckDBPyConnection, mapping: Path) -> None:
    connection.execute('CREATE TABLE "城市" ("编码" TEXT)')
    with pytest.raises(FactsError) as refused:
        pe.read_facts(connection, mapping=mapping)
    assert codes(refused.value) == {"table-absent"}
    connection.execute('CREATE TABLE "区县" ("代码" TEXT)')
    with pytest.raises(FactsError) as refused:
        pe.read_facts(connection, mapping=mapping)
    assert codes(refused.value) == {"mapped-column-absent", "no-id"}


def test_what_is_wrong_is_found_in_the_database(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE city (id TEXT)")
    connection.execute("INSERT INTO city VALUES ('330800'), ('330800'), (NULL), ('33')")
    with pytest.raises(FactsError) as refused:
        pe.read_facts(connection)
    assert codes(refused.value) >= {"duplicate-id", "empty-id"}
    trusted = pe.read_facts(connection, trusted=True)
    assert [note.code for note in trusted.notes] == ["stored-trusted"]


def test_references_that_lead_nowhere_are_found_in_the_database(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE city AS SELECT '330800' AS id")
    connection.execute("CREATE TABLE county AS SELECT '330802' AS id, '339900' AS city")
    with pytest.raises(FactsError) as refused:
        pe.read_facts(connection)
    assert codes(refused.value) == {"dangling-reference"}


def test_a_type_that_does_not_fit_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE city AS SELECT 1.5::DOUBLE AS id")
    with pytest.raises(FactsError) as refused:
        pe.read_facts(connection)
    assert codes(refused.value) == {"unsupported-column"}


def test_stored_facts_have_no_digest(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE city AS SELECT '330800' AS id")
    with pytest.raises(NotDigestedError):
        _ = pe.read_facts(connection).sha256


CELLS = """
CREATE TABLE county (id TEXT, kind TEXT, name TEXT);
INSERT INTO county VALUES ('a', 'district', '甲'), (' b ', ' district', e'\\t乙 '), ('c', '市辖区', '不详'),
    ('d', '不详', ''), ('e', '', ' '), ('f', NULL, NULL), ('g', 'county', '丙'), ('h', ' county ', 'x'),
    (e'\u3000i', e'\u3000市辖区\u00a0', e'\u3000不详'), ('j', e'\u3000', e'丁\u3000')
"""


def test_cells_are_read_alike_with_and_without_space_around_them(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    connection.execute(CELLS)
    (tmp_path / "facts.yaml").write_text("facts:\n  county: {unknown: [county]}\n", "utf-8")
    facts = pe.read_facts(connection, mapping=tmp_path / "facts.yaml")
    frame = nw.from_native(facts.table("county").frame).select("id", "kind", "name")
    assert facts.backend.collected([frame])[0].sort("id").rows() == [
        ("a", "district", "甲"),
        ("b", "district", "乙"),
        ("c", "district", None),
        ("d", None, None),
        ("e", None, None),
        ("f", None, None),
        ("g", None, "丙"),
        ("h", None, "x"),
        ("i", "district", None),
        ("j", None, "丁"),
    ]


def test_a_word_that_is_no_choice_is_refused_with_and_without_space_around_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("CREATE TABLE county AS SELECT 'a' AS id, 'village' AS kind UNION ALL SELECT 'b', ' village '")
    with pytest.raises(FactsError) as refused:
        pe.read_facts(connection)
    assert [refusal.value for refusal in refused.value.refusals] == ["village", " village "]
