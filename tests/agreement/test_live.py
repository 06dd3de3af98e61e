"""One meaning: after each of a random sequence of changes, what a live session says is what a fresh evaluation says.

POLICYENGINE_AGREEMENT=N tries more.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policyengine.authoring.strategies import World, worlds
from policyengine.authoring.strategies.conditions import judgement
from policyengine.authoring.strategies.domains import values_of
from policyengine.authoring.strategies.operands import row_id
from policyengine.facts.refusals import FactsError
from policyengine.live.changes import Change, ConsequenceChange
from policyengine.live.crowds import LARGE
from policyengine.live.errors import LiveError
from policyengine.live.session import LiveSession
from policyengine.pipeline import determinations
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.consequences import Conclusion
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.verdicts import Verdicts
from policyengine.vocabulary.models import Entity, Field

EXAMPLES = int(os.environ.get("POLICYENGINE_AGREEMENT", "150")) // 2
MOST_CHANGES = 6
DAYS = {"as_of", "measured_on"}
"""What may differ between verdicts that have not changed."""

State = dict[tuple[str, ...], dict[str, Any]]


@st.composite
def rows(draw: st.DrawFn, world: World) -> tuple[str, dict[str, object]]:
    """A row to be set: one of the facts or a new one, with a few of its cells."""
    vocabulary = world.facts.vocabulary
    supplied = [name for name in vocabulary.entities if world.facts.table(name).supplied]
    assume(supplied)
    entity = vocabulary.entities[draw(st.sampled_from(supplied))]
    row: dict[str, object] = {"id": row_id(entity.name, draw(st.integers(1, 6)))}
    fields = [field for name, field in entity.fields.items() if name not in ("id", "name")]
    for field in (
        draw(st.lists(st.sampled_from(fields), max_size=3, unique_by=lambda field: field.name)) if fields else ()
    ):
        row[field.name] = draw(st.sampled_from((*values(field), *values(field), None, "不详")))
    if draw(st.booleans()):
        row[judgement(entity.name)] = draw(st.sampled_from((True, False, None)))
    return entity.name, row


def values(field: Field) -> tuple[object, ...]:
    """Values of a field, as users write them."""
    if field.reference:
        return tuple(row_id(field.reference, n) for n in range(1, 5))
    return tuple(
        Decimal(value.numerator) / value.denominator
        if isinstance(value, Fraction) and value.denominator > 1
        else int(value)
        if isinstance(value, Fraction)
        else value
        for value in values_of(field)
    )


def fresh(session: LiveSession, case: Case, as_of: date) -> State:
    """All verdicts and conclusions of a fresh evaluation of the session's facts."""
    anew = Verdicts(Case(case.plan, session.facts(), as_of, case.waived), case.plan.rules)
    found = {("verdict", each.rule, each.subject): said(each) for each in anew}
    consequences = anew.consequences()
    for name, kind, subject in consequences.to_polars().select("consequence", "subject_kind", "subject").iter_rows():
        conclusion = consequences.get(name, subject)
        assert conclusion is not None
        found["consequence", name, kind, subject] = concluded(conclusion)
    return found


def said(verdict: Verdict) -> dict[str, Any]:
    return verdict.model_dump(mode="json", exclude=DAYS)


def concluded(conclusion: Conclusion) -> dict[str, Any]:
    return {name: value for name, value in asdict(conclusion).items() if name not in DAYS}


def applied(state: State, change: Change) -> None:
    """What a change says goes into the state; it must have been as the change says it was."""
    if isinstance(change, ConsequenceChange):
        key: tuple[str, ...] = ("consequence", change.consequence, change.subject_kind, change.subject)
        before = None if change.before is None else concluded(change.before)
        after = None if change.after is None else concluded(change.after)
    else:
        key = ("verdict", change.rule, change.subject)
        before = None if change.before is None else said(change.before)
        after = None if change.after is None else said(change.after)
    assert state.get(key) == before
    assert before != after
    if after is None:
        del state[key]
    else:
        state[key] = after


@pytest.mark.parametrize("large", [0, LARGE])
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data(), world=worlds(most_rows=4))
def test_a_session_says_what_a_fresh_evaluation_says(large: int, data: st.DataObject, world: World) -> None:
    case = Case(world.plan, world.facts, world.as_of, {})
    judged = determinations(world.plan.rules)
    judged |= all_judgements(world.facts.vocabulary.entities)
    with LiveSession([case], world.facts, judged, large=large) as session:
        as_of = world.as_of
        state = fresh(session, case, as_of)
        for _ in range(data.draw(st.integers(1, MOST_CHANGES), label="changes")):
            kind = data.draw(st.sampled_from(("upsert", "upsert", "upsert", "remove", "advance")), label="kind")
            try:
                if kind == "advance":
                    as_of = data.draw(st.sampled_from([*(day for day in DATES_AHEAD if day >= as_of), as_of]))
                    changes = session.advance(as_of)
                elif kind == "remove":
                    entity, row = data.draw(rows(world))
                    changes = session.remove(entity, str(row["id"]))
                else:
                    entity, row = data.draw(rows(world))
                    changes = session.upsert(entity, row)
            except (FactsError, LiveError):
                changes = ()
            for change in changes:
                applied(state, change)
            assert state == fresh(session, case, as_of)


DATES_AHEAD = (date(2018, 6, 30), date(2018, 12, 31), date(2019, 1, 1), date(2019, 6, 30))


def all_judgements(entities: Mapping[str, Entity]) -> frozenset[tuple[str, str]]:
    """Every determination that drawn conditions may name."""
    return frozenset((name, judgement(name)) for name in entities)
