"""A time with a zone falls on the day that it is in China, whatever the zone of the session that reads it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import psycopg
import pytest
from pyspark.sql import SparkSession

import policyengine as pe
from policyengine.facts.tables import FactBase

INSTANTS = [datetime(2017, 12, 31, 15, 59, 59, tzinfo=UTC), datetime(2017, 12, 31, 16, tzinfo=UTC), None]
DAYS = [("0", date(2017, 12, 31)), ("1", date(2018, 1, 1)), ("2", None)]
TABLE = """
CREATE TABLE organization (id TEXT, established_on TIMESTAMPTZ);
INSERT INTO organization VALUES ('0', '2017-12-31 15:59:59+00'), ('1', '2017-12-31 16:00:00+00'), ('2', NULL)
"""
ELSEWHERE = "America/New_York"


def days(facts: FactBase) -> list[tuple[str, date | None]]:
    frame = nw.from_native(facts.table("organization").frame).select("id", "established_on")
    return facts.backend.collected([frame])[0].sort("id").rows()


@pytest.fixture
def registry(server: str) -> Iterator[None]:
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(TABLE)
        owner.execute("GRANT SELECT ON organization TO reader")
        yield
        owner.execute("DROP TABLE organization")


@pytest.fixture
def distant(session: SparkSession) -> Iterator[SparkSession]:
    """A Spark session of another zone, with the table."""
    before = str(session.conf.get("spark.sql.session.timeZone"))
    session.conf.set("spark.sql.session.timeZone", ELSEWHERE)
    rows = [(str(number), instant) for number, instant in enumerate(INSTANTS)]
    session.createDataFrame(rows, "id string, established_on timestamp").createOrReplaceTempView("organization")
    yield session
    session.catalog.dropTempView("organization")
    session.conf.set("spark.sql.session.timeZone", before)


def test_of_frames() -> None:
    utc = pl.Series("established_on", INSTANTS)
    for given in (utc, utc.dt.convert_time_zone("Asia/Shanghai"), utc.dt.convert_time_zone(ELSEWHERE)):
        assert days(pe.read_facts({"organization": pl.DataFrame({"id": ["0", "1", "2"]}).with_columns(given)})) == DAYS


def test_of_values_in_memory() -> None:
    china = [instant and instant.astimezone(timezone(timedelta(hours=8))) for instant in INSTANTS]
    for given in (INSTANTS, china, ["2017-12-31", INSTANTS[1], None], [date(2017, 12, 31), INSTANTS[1], None]):
        assert days(pe.read_facts({"organization": {"id": ["0", "1", "2"], "established_on": given}})) == DAYS


def test_without_a_zone_the_day_is_as_it_is_written() -> None:
    written = [datetime(2017, 12, 31, 23, 59), datetime(2018, 1, 1), None]
    assert days(pe.read_facts({"organization": {"id": ["0", "1", "2"], "established_on": written}})) == DAYS


def test_of_duckdb() -> None:
    with duckdb.connect() as connection:
        connection.execute(f"SET TimeZone = '{ELSEWHERE}'")
        connection.execute(TABLE)
        assert days(pe.read_facts(connection)) == DAYS


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.usefixtures("registry")
def test_of_postgres(reader: str) -> None:
    facts = pe.read_facts(reader)
    assert days(facts) == DAYS


def test_of_spark(distant: SparkSession) -> None:
    assert days(pe.read_facts(distant)) == DAYS
