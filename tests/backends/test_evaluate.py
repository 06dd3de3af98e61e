"""`policyengine evaluate` over facts that stay in a database: what it prints, and what it leaves undone."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import duckdb
import psycopg
import pytest

from policyengine.backends.duckdb import DuckDBBackend
from policyengine.engine.errors import EngineRefusedError
from policyengine.facts.stored.moved import moved
from policyengine.interfaces.cli import exits
from policyengine.plan.nodes import Constant, Count
from policyengine.plan.planned import PlannedIndicator, PlannedPart
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.indicators import indicator_values
from tests.engine.village import AS_OF, STREETS, Village, plan, population
from tests.interfaces.calling import Called, call

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

POLICY = """\
policy: small
title: 小方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
rules:
  districts:
    title: 市辖区过半
    modality: must
    subject: city
    measure: {ratio: counties, satisfying: {kind: district}}
    require: {at_least: 50%}
    cite: {section: 一, quote: 过半}
indicators:
  strength:
    subject: city
    index:
      counties: {measure: {count: counties}, weight: 1}
"""
TABLES = """
CREATE TABLE city AS SELECT '330800' AS id;
CREATE TABLE county AS SELECT '330802' AS id, '330800' AS city, '市辖区' AS kind
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(POLICY, "utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "registry.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute(TABLES)
    return path


@pytest.fixture
def address(server: str, reader: str) -> Iterator[str]:
    """The same tables in PostgreSQL, for a role that may only read them."""
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(TABLES)
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        yield reader
        owner.execute("DROP TABLE city, county")


@pytest.fixture(params=["file", "address"])
def database(request: pytest.FixtureRequest) -> str | Path:
    """A database in DuckDB's file, and one in PostgreSQL."""
    found: str | Path = request.getfixturevalue(request.param)
    return found


def evaluated(capsys: pytest.CaptureFixture[str], policy: Path, database: str | Path, *more: str) -> Called:
    return call(capsys, "evaluate", policy, "--facts", database, "--as-of", "2019-01-31", *more)


def test_verdicts_without_the_indices(policy: Path, database: str | Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = evaluated(capsys, policy, database)
    assert called.code == exits.FINE
    assert "districts\tcity   \t       1\t        1\t市辖区过半\n" in called.out
    assert "Indices that are not measured: `strength`. The facts stay in" in called.out
    assert "and were checked there" in called.err


def test_indices_are_refused_rather_than_read_out(duck: DuckDBBackend) -> None:
    part = PlannedPart("streets", Count(population(STREETS)), Constant(Fraction(1)))
    asked = replace(plan(), indicators=(PlannedIndicator("force", None, "city", (part,), ()),))
    case = Case(asked, moved(Village({"city": [{}], "street": [{"city": "1"}]}).facts().base, duck), AS_OF, {})
    with pytest.raises(EngineRefusedError, match="the facts stay in duckdb"):
        next(indicator_values(case))


def test_the_sql_is_shown_and_no_verdict(
    policy: Path, database: str | Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = evaluated(capsys, policy, database, "--explain-plan")
    assert called.code == exits.FINE
    assert called.out.startswith("-- small\n")
    assert "SELECT" in called.out
    assert "district" in called.out
    assert "市辖区过半" not in called.out


def test_the_sql_that_is_shown_is_sql_of_that_database(
    policy: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = evaluated(capsys, policy, address, "--explain-plan").out
    *_, statuses = [query for query in shown.split("-- small\n") if query]
    with psycopg.connect(address) as connection:
        rows = connection.execute(statuses.encode()).fetchall()
    assert [row[0] for row in rows] == ["330800"]
