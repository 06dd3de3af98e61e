"""Plans over small registries of their own places, the facts where a database or a folder has them.

The suite runs one plan on DuckDB and PostgreSQL; POLICYENGINE_BACKENDS=all runs the other plans there as well, and the
first one on Spark, which takes minutes.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.backends.postgres import PostgresBackend
from policyengine.backends.spark import SparkBackend
from policyengine.facts.stored.moved import moved
from tests.backends.statuses import statuses
from tests.backends.tables import written

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::FutureWarning")

VARIABLE = "POLICYENGINE_BACKENDS"
FIRST = "ningbo_2018"
PLANS = sorted((Path(__file__).parents[2] / "policies").glob("*.yaml"), key=lambda path: (path.stem != FIRST, path))
ORGANIZATIONS = 40

extensive = pytest.mark.skipif(os.environ.get(VARIABLE) != "all", reason=f"not run: {VARIABLE} is not `all`")


@dataclass(frozen=True)
class Evaluated:
    """A plan over its own registry: the facts as Polars has them, and the statuses that it gives."""

    policy: pe.Policy
    facts: pe.FactBase
    as_of: date
    expected: Mapping[str, Mapping[str, tuple[str, ...]]]

    def found(self, facts: pe.FactBase) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return statuses(pe.evaluate(self.policy, facts, as_of=self.as_of))


def evaluated(path: Path, folder: Path) -> Evaluated:
    policy = pe.load_policy(path)
    pe.make_demo(folder, policy.jurisdiction.id, ORGANIZATIONS, policies=[policy])
    facts = pe.read_facts(folder)
    as_of = policy.period.end or facts.snapshot_on or date(2024, 12, 31)
    return Evaluated(policy, facts, as_of, statuses(pe.evaluate(policy, facts, as_of=as_of)))


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem, marks=[] if path.stem == FIRST else extensive) for path in PLANS]
)
def test_statuses_of_every_rule_are_those_of_polars(
    path: Path, tmp_path: Path, server: str, postgres: PostgresBackend
) -> None:
    plan = evaluated(path, tmp_path)
    # The facts of one plan are checked by DuckDB, too: they are files of the same form for all.
    in_place = pe.read_facts(tmp_path, backend="duckdb", trusted=path.stem != FIRST)
    assert plan.found(in_place) == plan.expected
    with written(plan.facts, server, postgres) as stored:
        assert plan.found(stored) == plan.expected


@extensive
def test_statuses_on_spark(tmp_path: Path, spark: SparkBackend) -> None:
    plan = evaluated(PLANS[0], tmp_path)
    assert plan.found(moved(plan.facts, spark)) == plan.expected
