"""Rules that share a query: over the same subjects, no more and no wider than may be."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policyengine.authoring.demo import make_demo
from policyengine.backends.postgres import PostgresBackend
from policyengine.engine.columnar import detail
from policyengine.engine.columnar.portions import Portion, sharing
from policyengine.engine.columnar.rules import Columns
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import plan
from policyengine.plan.nodes import Count
from policyengine.plan.planned import PlannedRule
from tests.engine.village import STREETS, at_least, population, require, rule

POLICIES = [Path(__file__).parents[2] / "policies" / f"{name}.yaml" for name in ("quzhou_2018", "changning_2023")]
"""Those whose rules, all in one query, would be far too wide."""
MOST_IN_POSTGRESQL = 1664
"""So many columns may stand behind a `SELECT`: `MaxTupleAttributeNumber`."""


def rules(*subjects: str) -> list[PlannedRule]:
    one = rule(require(Count(population(STREETS)), at_least(1)))
    return [replace(one, id=f"rule-{n}", subject=subject) for n, subject in enumerate(subjects)]


def shared(
    given: list[PlannedRule], widths: list[int], widest: int, portions: dict[str, Portion]
) -> list[tuple[str, ...]]:
    return [tuple(one.id for one in together) for together in sharing(given, widths, widest, portions)]


def test_rules_over_the_same_subjects_share_a_query() -> None:
    given = rules("city", "club", "city", "city", "club")
    many = {"city": Portion(9), "club": Portion(9)}
    assert shared(given, [1] * 5, 100, many) == [("rule-0", "rule-2", "rule-3"), ("rule-1", "rule-4")]
    assert shared(given, [1] * 5, 100, {"city": Portion(2)}) == [
        ("rule-0", "rule-2"),
        ("rule-3",),
        ("rule-1",),
        ("rule-4",),
    ]
    assert shared([], [], 100, many) == []


def test_a_query_is_no_wider_than_it_may_be_unless_it_is_for_one_rule() -> None:
    given, many = rules("city", "city", "city", "city"), {"city": Portion(9)}
    assert shared(given, [40, 60, 1, 200], 100, many) == [("rule-0", "rule-1"), ("rule-2",), ("rule-3",)]


@pytest.mark.parametrize("path", POLICIES, ids=[path.stem for path in POLICIES])
def test_postgresql_bears_each_query_of_each_plan(path: Path, tmp_path: Path) -> None:
    policy = load_policy(path)
    make_demo(tmp_path, policy.jurisdiction.id, 5, policies=[policy])
    facts = read_facts(tmp_path)
    ready = plan(policy, facts)

    def columns() -> Columns:
        return Columns(ready, facts, date(2018, 12, 31))

    widths = [detail._width(columns(), one) for one in ready.rules]
    every = {one.subject: Portion(len(ready.rules)) for one in ready.rules}
    found = []
    for together in sharing(ready.rules, widths, PostgresBackend.widest, every):
        asked = columns()
        [batch] = asked.batches(together)
        wanted = sum(len(detail._asked(made, asked).wanted) for made in batch.rules)
        detail.settle([batch.scan])
        found.append(len(batch.frame.columns()) + wanted)
    assert len(found) < len(ready.rules) / 4
    assert max(found) < MOST_IN_POSTGRESQL
