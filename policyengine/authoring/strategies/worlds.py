"""A plan, facts and a date to hold one against the other."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from policyengine.authoring.strategies.consequences import consequences
from policyengine.authoring.strategies.facts import MOST_ROWS, fact_bases
from policyengine.authoring.strategies.plans import plans
from policyengine.authoring.strategies.pools import IN_FORCE, PERIOD_FROM
from policyengine.authoring.strategies.vocabularies import vocabularies
from policyengine.facts.tables import FactBase
from policyengine.plan.nodes import Plan

AS_OF = st.sampled_from((*IN_FORCE, *IN_FORCE, PERIOD_FROM - timedelta(days=1)))


class World(NamedTuple):
    """All that an evaluation needs."""

    plan: Plan
    facts: FactBase
    as_of: date


@st.composite
def worlds(draw: st.DrawFn, most_rows: int = MOST_ROWS, *, following: bool = False) -> World:
    """A random plan over random facts of up to `most_rows` rows an entity, evaluated on a day at or near some bound.

    Where it is about what is `following` from verdicts, the plan has consequences too.
    """
    vocabulary = draw(vocabularies())
    world = World(draw(plans(vocabulary)), draw(fact_bases(vocabulary, most_rows)), draw(AS_OF))
    if not following:
        return world
    return world._replace(plan=replace(world.plan, consequences=draw(consequences(vocabulary, world.plan.rules))))
