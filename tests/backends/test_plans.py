"""All plans over small registries of their own places, the facts where a database or a folder has them."""

from datetime import date
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.backends.postgres import PostgresBackend
from policyengine.facts.stored.moved import moved
from tests.backends.statuses import statuses

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

PLANS = sorted((Path(__file__).parents[2] / "policies").glob("*.yaml"))
ORGANIZATIONS = 40


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_statuses_of_every_rule_are_those_of_polars(path: Path, tmp_path: Path, postgres: PostgresBackend) -> None:
    policy = pe.load_policy(path)
    pe.make_demo(tmp_path, policy.jurisdiction.id, ORGANIZATIONS, policies=[policy])
    facts = pe.read_facts(tmp_path)
    as_of = policy.period.end or facts.snapshot_on or date(2024, 12, 31)
    expected = statuses(pe.evaluate(policy, facts, as_of=as_of))
    in_place = pe.read_facts(tmp_path, backend="duckdb")
    assert statuses(pe.evaluate(policy, in_place, as_of=as_of)) == expected
    assert statuses(pe.evaluate(policy, moved(facts, postgres), as_of=as_of)) == expected
