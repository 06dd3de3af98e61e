"""`why` over facts in a database: the rows that it needs are read out, and it says what it says over files."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pytest

import policyengine as pe
from policyengine import pipeline
from policyengine.authoring.selftest.compare import AS_OF, VILLAGE
from policyengine.backends.duckdb import DuckDBBackend
from policyengine.backends.postgres import PostgresBackend
from policyengine.backends.spark import SparkBackend
from policyengine.engine.errors import EngineRefusedError
from policyengine.facts.refusals import FactsError
from policyengine.facts.stored.moved import moved
from policyengine.interfaces.cli import exits
from policyengine.plan.ready import vocabulary_of
from policyengine.reading.text import Lang
from tests.backends.tables import written
from tests.interfaces.calling import call, write_small

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::FutureWarning")

TABLES = """
CREATE TABLE city (id TEXT);
INSERT INTO city VALUES ('330800');
CREATE TABLE county (id TEXT, city TEXT);
INSERT INTO county VALUES ('330802', '330800'), ('330803', '330800');
CREATE TABLE street (id TEXT, county TEXT);
INSERT INTO street VALUES ('s1', '330802'), ('s2', '330803');
CREATE TABLE community (id TEXT, street TEXT, kind TEXT);
INSERT INTO community VALUES ('c1', 's1', 'urban'), ('c2', 's1', 'rural'), ('c3', 's2', 'urban'), ('c4', 's2', '')
"""

SAID: tuple[tuple[Lang, str, str], ...] = (
    ("zh", "2 个社区(村)中 1 个\n", "为作说明，从 duckdb 读出了所依据的表和列。\n"),
    ("en", "1 of 2 communities\n", "the tables and columns on which it rests were read out of duckdb.\n"),
)


def without_rows(value: object) -> object:
    """An explanation without the numbers of rows, which a database has none of."""
    match value:
        case dict():
            return {name: without_rows(each) for name, each in value.items() if name not in ("row", "file", "id")}
        case list():
            return [without_rows(each) for each in value]
        case _:
            return value


@pytest.mark.parametrize("there", ["duck", "written"])
def test_each_explanation_is_that_over_the_same_facts_in_files(
    there: str, duck: DuckDBBackend, server: str, postgres: PostgresBackend
) -> None:
    policy = pe.load_policy(VILLAGE / "policy.yaml")
    facts = pe.read_facts(VILLAGE / "facts", vocabulary_of(policy))
    ready = pipeline.plan(policy, facts)

    def explained(stored: pe.FactBase) -> dict[tuple[str, str], object]:
        told = {}
        for rule in ready.rules:
            for (subject,) in facts.table(rule.subject).frame.select("id").sort("id").head(2).collect().rows():
                why = pipeline.explain_planned(ready, stored, rule.id, subject, as_of=AS_OF)
                told[rule.id, subject] = without_rows(json.loads(why.to_json("en", unmask=True)))
        return told

    here = explained(facts)
    if there == "duck":
        assert explained(moved(facts, duck)) == here
    else:
        with written(facts, server, postgres) as stored:
            assert explained(stored) == here


def test_only_what_it_needs_is_read_out(duck: DuckDBBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy, folder = write_small(tmp_path)
    small = pe.load_policy(policy)
    facts = moved(pe.read_facts(folder), duck)
    read: list[list[str]] = []
    collected = DuckDBBackend.collected

    def noted(backend: DuckDBBackend, frames: list[object]) -> list[object]:
        read.extend(frame.collect_schema().names() for frame in frames)  # type: ignore[attr-defined]
        return collected(backend, frames)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(DuckDBBackend, "collected", noted)
    why = pe.explain(small, facts, "urban-share", "330802", as_of=date(2018, 12, 31))
    assert "1/2" in why.to_text("en")
    assert sorted(read) == [
        ["__file", "city", "id", "name"],
        ["__file", "county", "id", "name"],
        ["__file", "id", "kind", "name", "street"],
        ["__file", "id", "name"],
    ]


def test_why_of_a_database_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, _ = write_small(tmp_path)
    file = tmp_path / "registry.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(TABLES)
    asked = ("why", policy, "urban-share", "330802", "--facts", file, "--as-of", "2018-12-31")
    for lang, said, told in SAID:
        called = call(capsys, *asked, lang=lang)
        assert called.code == exits.FINE
        assert said in called.out
        assert called.err.endswith(told)


def test_a_subject_that_is_not_in_the_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, _ = write_small(tmp_path)
    file = tmp_path / "registry.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(TABLES)
    called = call(capsys, "why", policy, "urban-share", "330809", "--facts", file)
    assert called.code == exits.USAGE
    assert "Did you mean `330803`?" in called.err


def test_trusted_facts_in_which_an_id_stands_twice(tmp_path: Path) -> None:
    policy, _ = write_small(tmp_path)
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        connection.execute("INSERT INTO community VALUES ('c1', 's1', 'rural')")
        facts = pe.read_facts(connection, trusted=True)
        with pytest.raises(FactsError) as refused:
            pe.explain(pe.load_policy(policy), facts, "urban-share", "330802", as_of=date(2018, 12, 31))
    assert [(each.code, each.value) for each in refused.value.refusals] == [("duplicate-id", "c1")]


def test_a_connection_that_is_gone(tmp_path: Path, server: str, reader: str) -> None:
    policy, _ = write_small(tmp_path)
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(TABLES)
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        facts = pe.read_facts(reader)
        facts.backend.connection.con.close()  # type: ignore[attr-defined]
        with pytest.raises(pe.PolicyEngineError, match="no verdict is given"):
            pe.explain(pe.load_policy(policy), facts, "urban-share", "330802", as_of=date(2018, 12, 31))
        owner.execute("DROP TABLE city, county, street, community")


def test_spark_hands_out_no_rows(tmp_path: Path, spark: SparkBackend) -> None:
    policy, folder = write_small(tmp_path)
    stored = replace(pe.read_facts(folder), backend=spark)
    with pytest.raises(EngineRefusedError, match="the facts stay in spark"):
        pe.explain(pe.load_policy(policy), stored, "urban-share", "330802", as_of=date(2018, 12, 31))
