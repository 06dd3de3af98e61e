"""Crowds gathered from whole tables are those that are counted row by row."""

from hypothesis import HealthCheck, given, settings

from policyengine.authoring.strategies import World, worlds
from policyengine.engine.columnar.clocks import measured_on
from policyengine.live.crowds import CROWDED, LiveCrowds
from policyengine.live.facts import LiveFacts
from policyengine.live.gathering import gather
from policyengine.live.rulebook import Rulebook
from policyengine.pipeline import determinations
from policyengine.plan.walk import parts_of


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_whole_tables_give_what_single_rows_do(world: World) -> None:
    rulebook = Rulebook((world.plan,), world.facts.vocabulary)
    facts = LiveFacts(world.facts, determinations(world.plan.rules), rulebook.chains)
    gathered, counted = LiveCrowds(facts, large=0), LiveCrowds(facts, large=0)
    for rule in world.plan.rules:
        day = measured_on(rule.due, world.as_of, world.plan.period_until)
        if day is not None and any(isinstance(part, CROWDED) for part in parts_of(rule)):
            gathered.keep((rule,), day)
            counted.keep((rule,), day)
    for slot in gather(world.facts, gathered.slots()):
        gathered.fill(slot)
    for slot, other in zip(gathered.slots(), counted.slots(), strict=True):
        counted.fill(other)
        assert (slot.own, slot.loose) == (other.own, other.loose)
