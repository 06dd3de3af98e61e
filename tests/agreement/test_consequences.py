"""One meaning: for random plans over random facts, the same follows by columns, by scalars, and by durable-rules.

POLICYENGINE_AGREEMENT=N tries more.
"""

import os

from hypothesis import HealthCheck, given, settings

from policyengine.authoring.strategies import World, worlds
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import subjects
from policyengine.language.statuses import Status
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.chaining import Chaining
from policyengine.verdicts.consequence_columns import by_kind
from policyengine.verdicts.consequences import Conclusion, grounds_of
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.walked import WalkedVerdicts
from policyengine.verdicts.walked_consequences import walked_truths

EXAMPLES = int(os.environ.get("POLICYENGINE_AGREEMENT", "100"))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(worlds(following=True))
def test_columns_and_scalars_conclude_the_same(world: World) -> None:
    case = Case(world.plan, world.facts, world.as_of, {})
    walked = WalkedVerdicts(case, world.plan.rules).consequences()
    found = Verdicts(case, world.plan.rules).consequences()
    assert found.consequences == walked.consequences == world.plan.consequences
    assert found.summary().equals(walked.summary())
    assert found.to_polars().equals(walked.to_polars())
    for row in found.to_polars().iter_rows(named=True):
        conclusion = found.get(row["consequence"], row["subject"])
        assert isinstance(conclusion, Conclusion)
        assert [str(step) for step in conclusion.chain] == row["chain"]


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(worlds(following=True))
def test_durable_rules_conclude_the_same(world: World) -> None:
    case = Case(world.plan, world.facts, world.as_of, {})
    possible: dict[str, dict[str, tuple[Status, ...]]] = {rule.id: {} for rule in world.plan.rules}
    for verdict in WalkedVerdicts(case, world.plan.rules):
        possible[verdict.rule][verdict.subject] = verdict.possible
    facts = Facts(world.facts)
    with Chaining(world.plan.consequences) as chaining:
        for kind, consequences in by_kind(world.plan.consequences).items():
            for subject in subjects(world.plan, kind, facts):
                truths = walked_truths(case, consequences, subject, possible, facts)
                assert chaining.grounds(kind, truths) == grounds_of(consequences, truths)
