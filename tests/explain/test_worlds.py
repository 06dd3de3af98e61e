"""Explanations of random worlds: outcomes as the reference engine walks them, rows as it traces them, words for all."""

import json
from collections import Counter
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, settings

from policyengine.authoring.strategies import World, worlds
from policyengine.engine.columnar.classes import Children
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.trace import trace
from policyengine.engine.walker.traced import Traced, TracedChildren, TracedMeasure
from policyengine.engine.walker.walk import subjects
from policyengine.explain import model
from policyengine.explain.explain import explain
from policyengine.explain.inquiry import inquire
from policyengine.explain.model import Finding
from policyengine.plan.nodes import Unmeasured
from policyengine.plan.planned import MeasureRequirement, PlannedRule
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case

UNSHRUNK = settings(suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""Each question is asked of the whole columnar engine: a failing world is shown as it was drawn."""

Totals = Counter[tuple[Truth, Truth | None]]


def questions(world: World) -> Iterator[tuple[Case, PlannedRule, str, Facts]]:
    """Each rule that measures something, or asks something else, with each of its subjects."""
    case, facts = Case(world.plan, world.facts, world.as_of, {}), Facts(world.facts)
    for rule in world.plan.rules:
        if isinstance(rule.requirement, MeasureRequirement) and isinstance(rule.requirement.measure, Unmeasured):
            continue
        for subject in subjects(world.plan, rule.subject, facts):
            yield case, rule, subject, facts


def told(children: Children) -> Totals:
    totals: Totals = Counter()
    for one in children.classes:
        totals[one.membership, one.satisfied] += one.total
    return totals


def traced(children: TracedChildren) -> Totals:
    return Counter({(one.membership, one.satisfied): one.total for one in children.classes})


def over_children(part: Traced) -> Iterator[Traced]:
    if part.children is not None:
        yield part
    for inner in part.parts:
        yield from over_children(inner)


def truths(part: model.Tested | Traced) -> list[Truth]:
    return [part.truth, *(truth for inner in part.parts for truth in truths(inner))]


@settings(UNSHRUNK, max_examples=25)
@given(worlds(most_rows=4))
def test_outcome_truths_and_classes_are_those_of_the_reference_engine(world: World) -> None:
    for case, rule, subject, facts in questions(world):
        found = explain(case, rule, subject).found
        reference = trace(world.plan, rule, facts, subject, world.as_of)
        assert isinstance(found, Finding)
        assert found.outcome == reference.outcome
        assert truths(found.when) == truths(reference.when)
        if isinstance(reference.requirement, Traced):
            assert found.requirement is not None
            assert truths(found.requirement) == truths(reference.requirement)
        inquiry = inquire(case, rule, subject, shown=2)
        if isinstance(reference.requirement, TracedMeasure) and reference.requirement.children is not None:
            assert inquiry.measured is not None
            assert told(inquiry.measured.children) == traced(reference.requirement.children)
        conditions = [part for part in (reference.when, reference.requirement) if isinstance(part, Traced)]
        for part in (one for condition in conditions for one in over_children(condition)):
            assert part.children is not None
            assert told(inquiry.over[part.condition].children) == traced(part.children)


@settings(UNSHRUNK, max_examples=25)
@given(worlds(most_rows=4))
def test_every_explanation_can_be_read_in_both_languages(world: World) -> None:
    for case, rule, subject, _ in questions(world):
        why = explain(case, rule, subject, alternatives=(rule,), shown=1)
        for lang in ("zh", "en"):
            assert why.to_text(lang).endswith("\n")
            assert json.loads(why.to_json(lang))["verdict"]["subject"] == subject


@settings(UNSHRUNK, max_examples=25)
@given(worlds(most_rows=4))
def test_undecided_rows_and_missing_cells_say_where(world: World) -> None:
    """A missing field of the subject or of a row that is shown is found in some row."""
    for case, rule, subject, _ in questions(world):
        found = explain(case, rule, subject).found
        assert isinstance(found, Finding)
        for fact in found.missing:
            assert all(cell.unknown and cell.seen.name == fact.name for cell in fact.cells)
            if fact.name.startswith(f"{rule.subject}.") and found.rows is None:
                assert fact.cells
