"""A connection that breaks while a query runs: an error with the way out, and no file that is half of one."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest

import policyengine as pe
from policyengine.backends.errors import BackendError
from policyengine.backends.postgres import CANCELLED, DISK_FULL, RECONNECT, RIGHTS_LACKING, WAYS_OUT, way_out
from policyengine.interfaces.cli import exits
from policyengine.reading.text import NOTHING, Lang
from policyengine.verdicts.write import write_verdicts
from tests.interfaces.calling import call

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

POLICY = """\
policy: small
title: 小方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
rules:
  district:
    title: 市辖区
    modality: must
    subject: county
    require: {kind: district}
    cite: {section: 一, quote: 市辖区}
"""
SAID: dict[Lang, str] = {
    "zh": "PostgreSQL 未能完成查询，没有给出任何结论：terminating connection",
    "en": "PostgreSQL did not finish; no verdict is given: terminating connection",
}
SECONDS = 60
TABLES = """
CREATE TABLE city AS SELECT '330800' AS id;
CREATE TABLE pace AS SELECT 0 AS seconds;
CREATE VIEW county AS SELECT '330802' AS id, '330800' AS city, 'district' AS kind
FROM (SELECT pg_sleep(seconds) FROM pace) AS slow;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader
"""
RUNNING = "SELECT pid FROM pg_stat_activity WHERE usename = 'reader' AND state = 'active' AND query LIKE '%COPY%'"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(POLICY, "utf-8")
    return path


@pytest.fixture
def owner(server: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(TABLES)
        yield connection
        connection.execute("DROP VIEW county; DROP TABLE city, pace")


@contextmanager
def ended(owner: psycopg.Connection, how: str) -> Iterator[None]:
    """Queries take long; the first of the role `reader` is ended, by `pg_terminate_backend` or `pg_cancel_backend`."""
    owner.execute("UPDATE pace SET seconds = %s", [SECONDS])

    def end() -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            if found := owner.execute(RUNNING).fetchone():
                owner.execute(f"SELECT {how}(%s)".encode(), found)
                return
            time.sleep(0.01)

    thread = threading.Thread(target=end)
    thread.start()
    yield
    thread.join()


@pytest.mark.parametrize("lang", SAID)
def test_a_connection_that_breaks_while_statuses_are_computed(
    lang: Lang, policy: Path, owner: psycopg.Connection, reader: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = policy.parent / "out" / "verdicts.parquet"
    out.parent.mkdir()
    with ended(owner, "pg_terminate_backend"):
        called = call(capsys, "evaluate", policy, "--facts", reader, "--trusted", "--out", out, lang=lang)
    assert (called.code, called.out) == (exits.REFUSED, "")
    assert SAID[lang] in called.err
    assert RECONNECT.within(lang) in called.err
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_a_connection_that_breaks_while_verdicts_are_written(
    suffix: str, policy: Path, owner: psycopg.Connection, reader: str
) -> None:
    out = policy.parent / "out" / f"verdicts.{suffix}"
    out.parent.mkdir()
    out.write_text("what was there before", "utf-8")
    verdicts = pe.evaluate(pe.load_policy(policy), pe.read_facts(reader), as_of=date(2018, 12, 31))
    with ended(owner, "pg_terminate_backend"), pytest.raises(BackendError, match="terminating connection"):
        write_verdicts(verdicts.frames(), out)
    assert [path.read_text("utf-8") for path in out.parent.iterdir()] == ["what was there before"]


def test_a_query_that_is_cancelled(policy: Path, owner: psycopg.Connection, reader: str) -> None:
    facts = pe.read_facts(reader)
    with ended(owner, "pg_cancel_backend"), pytest.raises(BackendError) as refused:
        pe.evaluate(pe.load_policy(policy), facts, as_of=date(2018, 12, 31))
    assert WAYS_OUT[CANCELLED].en in refused.value.render("en")
    owner.execute("UPDATE pace SET seconds = 0")
    assert len(pe.evaluate(pe.load_policy(policy), facts, as_of=date(2018, 12, 31))) == 1


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (psycopg.errors.InsufficientPrivilege(), WAYS_OUT[RIGHTS_LACKING]),
        (psycopg.errors.DiskFull(), WAYS_OUT[DISK_FULL]),
        (psycopg.errors.ConnectionFailure(), RECONNECT),
        (psycopg.OperationalError("the connection is closed"), RECONNECT),
        (psycopg.errors.SyntaxError(), NOTHING),
    ],
)
def test_each_error_has_its_way_out(error: psycopg.Error, way: object) -> None:
    assert way_out(error) == way
