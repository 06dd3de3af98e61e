"""The possible-worlds oracle: an uncertain outcome allows for what each way of filling in the unknown gives."""

import os
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyengine.authoring.strategies import World, worlds
from policyengine.authoring.strategies.pools import SHARES, WHOLE
from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import subjects, walk
from policyengine.language.statuses import Status
from policyengine.plan.nodes import Among, Average, Comparison, Constant, Count, Fold, Ratio, Unmeasured
from policyengine.plan.planned import MeasureRequirement, Plan, PlannedRule
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth
from policyengine.verdicts.judge import possible_statuses
from tests.engine.fillings import fillings
from tests.engine.village import AS_OF, CLUBS, STREETS, UNKNOWN, Village, find, is_, path, plan, population, rule
from tests.worlds import Tally

WANTED = int(os.environ.get("POLICYENGINE_WORLDS", "10000"))
A_WORLD = 60
"""How many ways of filling in one drawn world are tried at most."""

A_RUN = 100
"""How many worlds are drawn at a time, until enough have been evaluated."""

MANY = 100_000
"""More ways than a world of the tests of tightness has."""


def statuses(asked: PlannedRule, outcome: Outcome) -> frozenset[Status]:
    return possible_statuses(
        outcome.applicable, outcome.satisfied, outcome.overdue, waived=False, modality=asked.modality
    )


def outcomes(asked: Plan, facts: Facts, chosen: list[list[str]], as_of: date) -> list[Outcome]:
    """The outcomes of all rules for their chosen subjects."""
    return [
        walk(asked, one, facts, subject, as_of) for one, ids in zip(asked.rules, chosen, strict=True) for subject in ids
    ]


def allows(uncertain: Outcome, certain: Outcome) -> bool:
    """Whether the numbers of the uncertain outcome leave room for those of a world in which the rule applies."""
    if not certain.applicable.sure or not certain.measured:
        return True
    return uncertain.measured and _below(uncertain.lo, certain.lo) and _below(certain.hi, uncertain.hi)


def _below(left: Bound | None, right: Bound | None) -> bool:
    return left is None or right is None or left.value <= right.value


def test_a_world_in_which_all_is_known_never_contradicts_the_uncertain_outcome(tally: Tally) -> None:
    @settings(max_examples=A_RUN, suppress_health_check=list(HealthCheck))
    @given(worlds(most_rows=3), st.randoms(use_true_random=True))
    def check(world: World, random: Random) -> None:
        facts = Facts(world.facts)
        chosen = [subjects(world.plan, one.subject, facts) for one in world.plan.rules]
        rules = [one for one, ids in zip(world.plan.rules, chosen, strict=True) for _ in ids]
        uncertain = outcomes(world.plan, facts, chosen, world.as_of)
        for asked, filled in fillings(world.plan, facts, A_WORLD, random):
            tally.worlds += 1
            for one, before, after in zip(rules, uncertain, outcomes(asked, filled, chosen, world.as_of), strict=True):
                tally.verdicts += 1
                assert statuses(one, after) <= statuses(one, before)
                assert allows(before, after)
                assert len(statuses(one, after)) == 1 or _unmeasured(one)

    while tally.worlds < WANTED:
        check()


def _unmeasured(one: PlannedRule) -> bool:
    return isinstance(one.requirement, MeasureRequirement) and isinstance(one.requirement.measure, Unmeasured)


# --- tightness --------------------------------------------------------------------------------------------------------

ORDERED = st.sampled_from((Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.MORE_THAN, Comparator.LESS_THAN))
CLUB = st.fixed_dictionaries(
    {
        "street": st.sampled_from(("1", "2", None)),
        "grade": st.sampled_from(("one", "three", None, UNKNOWN)),
        "staff": st.sampled_from((None, 2, UNKNOWN)),
        "open": st.sampled_from((True, False, None)),
        "founded_on": st.sampled_from((None, date(2018, 1, 1), date(2019, 1, 1))),
        "ended_on": st.none(),
    }
)
STREETS_OF_TWO_KINDS = ({"city": "1", "kind": "urban"}, {"city": "1", "kind": None})
CLUBS_OF_STREETS = st.lists(CLUB, max_size=3).map(
    lambda clubs: Village({"city": [{}], "street": STREETS_OF_TWO_KINDS, "club": clubs, "visit": [], "work_record": []})
)
GRADED = population(CLUBS, Among(path("club", "grade"), frozenset({"one", "two"})))
COUNTED = st.builds(Comparison, ORDERED, st.sampled_from(WHOLE).map(Constant)).map(
    lambda held: MeasureRequirement(Count(GRADED), (held,))
)
SHARED = st.builds(Comparison, ORDERED, st.sampled_from(SHARES).map(Constant)).map(
    lambda held: MeasureRequirement(Ratio(GRADED, is_(path("club", "open"), "true")), (held,))
)


TOTAL = st.sampled_from((Count(GRADED), Fold("sum", GRADED, path("club", "staff"))))
MEAN = st.builds(
    lambda inner, held: MeasureRequirement(
        Average(inner, population(STREETS, is_(path("street", "kind"), "urban"))), (held,)
    ),
    TOTAL,
    st.builds(Comparison, ORDERED, st.sampled_from(SHARES + WHOLE).map(Constant)),
)


def seen_in(tally: Tally, village: Village, asked: PlannedRule, random: Random) -> list[Outcome]:
    """The outcomes for the first subject in all worlds."""
    seen = [
        walk(filled_plan, filled_plan.rules[0], filled, "1", AS_OF)
        for filled_plan, filled in fillings(plan(asked), village.facts(), MANY, random)
    ]
    tally.worlds += len(seen)
    tally.verdicts += len(seen)
    return seen


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(CLUBS_OF_STREETS, st.one_of(COUNTED, SHARED), st.randoms(use_true_random=True))
def test_of_independent_cells_a_count_or_ratio_leaves_open_just_what_some_world_shows(
    tally: Tally, village: Village, requirement: MeasureRequirement, random: Random
) -> None:
    asked = rule(requirement, subject="street")
    uncertain = find(village, asked)
    seen = seen_in(tally, village, asked, random)
    assert frozenset().union(*(statuses(asked, outcome) for outcome in seen)) == statuses(asked, uncertain)
    measured = [outcome for outcome in seen if outcome.measured]
    assert bool(measured) == uncertain.measured
    assert _hull(measured) == _hull([uncertain])
    assert (uncertain.satisfied is Truth.UNKNOWN) == (len({outcome.satisfied for outcome in measured}) != 1)


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(CLUBS_OF_STREETS, MEAN, st.randoms(use_true_random=True))
def test_an_average_leaves_room_for_every_world_and_no_more_where_its_children_have_parents(
    tally: Tally, village: Village, requirement: MeasureRequirement, random: Random
) -> None:
    asked = rule(requirement)
    uncertain = find(village, asked)
    seen = seen_in(tally, village, asked, random)
    for outcome in seen:
        assert statuses(asked, outcome) <= statuses(asked, uncertain)
        assert allows(uncertain, outcome)
    if all(club["street"] for club in village.rows["club"]):
        assert _hull([outcome for outcome in seen if outcome.measured]) == _hull([uncertain])


def _hull(outcomes_seen: list[Outcome]) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest value of the outcomes, if they have any."""
    lows = [outcome.lo.value for outcome in outcomes_seen if outcome.lo]
    highs = [outcome.hi.value for outcome in outcomes_seen if outcome.hi]
    return min(lows, default=None), max(highs, default=None)
