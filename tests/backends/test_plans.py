"""All plans over small registries of their own places, the facts where a database or a folder has them."""

from datetime import date
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.backends.postgres import PostgresBackend
from tests.backends.statuses import statuses
from tests.backends.tables import written

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

PLANS = sorted((Path(__file__).parents[2] / "policies").glob("*.yaml"))
CHECKED = PLANS[:1]  # whose facts DuckDB checks, too
ORGANIZATIONS = 40


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_statuses_of_every_rule_are_those_of_polars(
    path: Path, tmp_path: Path, server: str, postgres: PostgresBackend
) -> None:
    policy = pe.load_policy(path)
    pe.make_demo(tmp_path, policy.jurisdiction.id, ORGANIZATIONS, policies=[policy])
    facts = pe.read_facts(tmp_path)
    as_of = policy.period.end or facts.snapshot_on or date(2024, 12, 31)
    expected = statuses(pe.evaluate(policy, facts, as_of=as_of))
    in_place = pe.read_facts(tmp_path, backend="duckdb", trusted=path not in CHECKED)
    assert statuses(pe.evaluate(policy, in_place, as_of=as_of)) == expected
    with written(facts, server, postgres) as stored:
        assert statuses(pe.evaluate(policy, stored, as_of=as_of)) == expected
