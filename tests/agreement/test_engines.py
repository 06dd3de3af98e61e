"""One meaning: for random plans over random facts, walker and columnar give the same outcomes and the same verdicts.

A drawn world has several subjects a rule, so that one frame answers many cases. POLICYENGINE_AGREEMENT=N tries more.
"""

import os

from hypothesis import HealthCheck, given, settings

from policyengine.authoring.strategies import World, worlds
from policyengine.engine.columnar.detail import details
from policyengine.engine.columnar.outcomes import outcomes
from policyengine.engine.columnar.rules import Columns
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import subjects, walk
from policyengine.language.waivers import Waiver
from policyengine.reading.place import Place
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.frame import verdict_frame
from policyengine.verdicts.judge import statuses_of
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.waivers import in_force
from tests.agreement.rows import written

EXAMPLES = int(os.environ.get("POLICYENGINE_AGREEMENT", "150"))


def waivers_for(world: World, chosen: dict[str, list[str]]) -> list[Waiver]:
    """A waiver for the first subject of every other rule."""
    return [
        Waiver(
            policy=world.plan.policy,
            rule=rule,
            subject=ids[0],
            start=world.as_of,
            end=world.as_of,
            owner="民政局",
            reason="试点",
            place=Place("exempt.waivers.yaml"),
        )
        for n, (rule, ids) in enumerate(chosen.items())
        if ids and n % 2
    ]


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_walker_and_columnar_agree_on_every_field(world: World) -> None:
    index = Facts(world.facts)
    chosen = {rule.id: subjects(world.plan, rule.subject, index) for rule in world.plan.rules}
    waived = in_force(waivers_for(world, chosen), world.plan.policy, world.as_of)
    case = Case(world.plan, world.facts, world.as_of, waived)
    found = {
        detail.rule.id: detail for detail in details(Columns(world.plan, world.facts, world.as_of), world.plan.rules)
    }
    masks = status_columns(case)
    for rule in world.plan.rules:
        walked = {subject: walk(world.plan, rule, index, subject, world.as_of) for subject in chosen[rule.id]}
        assert dict(outcomes(found[rule.id])) == walked
        verdicts = {subject: verdict_of(case, rule, subject, outcome) for subject, outcome in walked.items()}
        expected = {subject: verdict.model_dump(mode="json") for subject, verdict in verdicts.items()}
        assert written(verdict_frame(case, found[rule.id])) == expected
        assert masks[rule.id] == {subject: verdict.possible for subject, verdict in verdicts.items()}


def status_columns(case: Case) -> dict[str, dict[str, tuple[str, ...]]]:
    """The possible statuses that the columns alone give, by rule and subject."""
    found = {}
    for block in Verdicts(case, case.plan.rules).blocks:
        for n, rule in enumerate(block.rules):
            pairs = zip(block.masks["subject"], block.masks[f"{n}"], strict=True)
            found[rule.id] = {subject: statuses_of(mask) for subject, mask in pairs}
    return found
