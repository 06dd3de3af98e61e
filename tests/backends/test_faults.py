"""Backends that break off: an error that says so, and no verdict."""

from datetime import date
from pathlib import Path

import duckdb
import ibis
import narwhals.stable.v2 as nw
import polars as pl
import psycopg
import pytest
from py4j.protocol import Py4JNetworkError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

import policyengine as pe
from policyengine.backends.backend import Frame
from policyengine.backends.errors import BackendError
from policyengine.backends.opening import MissingExtraError, UnknownSourceError, connected, opened
from policyengine.backends.postgres import PostgresBackend
from policyengine.backends.spark import ANSI, BROADCAST, SparkBackend
from policyengine.engine.errors import EngineRefusedError
from policyengine.reading.errors import WrongUsageError

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::FutureWarning")

POLICY = Path(__file__).parents[2] / "examples" / "inspections" / "policy.yaml"
AS_OF = date(2019, 1, 31)


def test_a_connection_that_is_lost(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE TABLE city AS SELECT '330800' AS id")
        connection = ibis.connect(server)
        facts = pe.read_facts(connection)
        owner.execute("SELECT pg_terminate_backend(%s)", [connection.con.info.backend_pid])
        with pytest.raises(BackendError, match="no verdict is given"):
            pe.evaluate(pe.load_policy(POLICY), facts, as_of=AS_OF)
        owner.execute("DROP TABLE city")


def test_a_role_that_loses_its_rights_meanwhile(server: str, reader: str) -> None:
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE TABLE city AS SELECT '330800' AS id")
        owner.execute("GRANT SELECT ON city TO reader")
        connection = ibis.connect(reader)
        facts = pe.read_facts(connection)
        owner.execute("REVOKE SELECT ON city FROM reader")
        cities = nw.from_native(facts.table("city").frame)
        with pytest.raises(BackendError, match="no verdict is given: permission denied"):
            facts.backend.collected([cities])
        connection.disconnect()
        owner.execute("DROP TABLE city")


def test_what_changes_meanwhile_is_not_seen(
    server: str, postgres: PostgresBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE TABLE city AS SELECT '330800' AS id")
        owner.execute("GRANT SELECT ON city TO reader")
        cities = postgres.table("city")
        copied = PostgresBackend._copied

        def then_another(backend: PostgresBackend, frame: Frame) -> pl.DataFrame:
            rows = copied(backend, frame)
            owner.execute("INSERT INTO city VALUES ('330100')")
            return rows

        monkeypatch.setattr(PostgresBackend, "_copied", then_another)
        assert [rows.height for rows in postgres.collected([cities, cities])] == [1, 1]
        assert [rows.height for rows in postgres.collected([cities])] == [3]
        owner.execute("DROP TABLE city")


def test_a_transaction_of_the_callers_own(reader: str) -> None:
    connection = ibis.connect(reader)
    connection.con.autocommit = False
    connection.con.execute("SELECT 1")
    backend = PostgresBackend(connection)
    assert backend.collected([backend.literal(pl.DataFrame({"n": [1]}))])[0].rows() == [(1,)]
    connection.disconnect()


def test_a_connection_that_is_closed() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE city AS SELECT '330800' AS id")
        facts = pe.read_facts(connection)
    with pytest.raises(BackendError, match="no verdict is given"):
        pe.evaluate(pe.load_policy(POLICY), facts, as_of=AS_OF)


def test_a_task_that_dies(session: SparkSession, spark: SparkBackend) -> None:
    dying = nw.from_native(session.range(2).selectExpr("assert_true(id > 5) AS id"))
    with pytest.raises(BackendError, match="Spark did not finish; no verdict is given"):
        spark.collected([dying])


@pytest.mark.parametrize("said", ["Not enough memory to build and broadcast the table", "java.lang.OutOfMemoryError"])
def test_memory_that_does_not_suffice_names_the_setting(spark: SparkBackend, said: str) -> None:
    with pytest.raises(BackendError) as refused, spark.failures():
        raise PySparkException(said)
    assert f'session.conf.set("{BROADCAST}", "-1")' in refused.value.render("zh")


@pytest.mark.parametrize("error", [ConnectionRefusedError(111, "refused"), Py4JNetworkError("Answer is empty")])
def test_a_session_whose_java_is_gone(spark: SparkBackend, error: Exception) -> None:
    with pytest.raises(BackendError) as refused, spark.failures():
        raise error
    assert "The Spark session has ended: start another" in refused.value.render("en")


def test_a_session_in_which_overflows_are_null(session: SparkSession) -> None:
    session.conf.set(ANSI, "false")
    try:
        with pytest.raises(BackendError, match=ANSI):
            connected(session)
    finally:
        session.conf.set(ANSI, "true")


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(BackendError, match="PostgreSQL did not finish"):
        opened("postgresql://nobody@127.0.0.1:1/none")


def test_an_address_and_an_object_that_no_backend_has(tmp_path: Path) -> None:
    with pytest.raises(WrongUsageError, match="no backend has addresses such as `mysql://`"):
        opened("mysql://localhost/registry")
    with pytest.raises(BackendError, match="no database file"):
        opened(str(tmp_path / "absent.duckdb"))
    with pytest.raises(UnknownSourceError, match=r"builtins\.object"):
        connected(object())


def test_a_missing_extra_says_what_to_install() -> None:
    assert MissingExtraError("duckdb").render("en").endswith('pip install "policyengine-rules[duckdb]"')


def test_stored_facts_are_not_read_out_to_be_evaluated() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE city AS SELECT '330800' AS id")
        facts = pe.read_facts(connection)
        policy = pe.load_policy(POLICY)
        with pytest.raises(EngineRefusedError, match="the facts stay in duckdb"):
            pe.evaluate(policy, facts, as_of=AS_OF, backend="polars")
