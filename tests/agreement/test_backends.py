"""One meaning: for random plans over random facts, every engine gives the verdicts that the reference gives.

Several worlds are evaluated at once, so that slow engines run few queries; where no row may belong to another world,
the reference takes one world after the other. POLICYENGINE_AGREEMENT=N gives each engine N examples.
"""

import os
from collections.abc import Iterable
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from policyengine.authoring.strategies import Batch, World, batches
from policyengine.engine.walker.rows import Facts, Lack
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.walked import WalkedVerdicts
from tests.agreement.conftest import Engine
from tests.backends.statuses import statuses

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::FutureWarning")


def test_each_engine_gives_the_verdicts_of_the_reference(engine: Engine) -> None:
    examples = int(os.environ.get("POLICYENGINE_AGREEMENT", engine.examples))

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(batches())
    def agrees(batch: Batch) -> None:
        walked = [WalkedVerdicts(_case(world), world.plan.rules) for world in parted(batch)]
        found = engine.evaluated(_case(batch.together))
        assert statuses(found) == {
            rule.id: {subject: possible for each in walked for subject, possible in statuses(each)[rule.id].items()}
            for rule in batch.together.plan.rules
        }
        assert _in_order(found) == _in_order(verdict for each in walked for verdict in each)
        assert _concluded([found]) == _concluded(walked)

    agrees()


def parted(batch: Batch) -> tuple[World, ...]:
    """The worlds, if they can be told apart: in one place each, with the parents of every row known."""
    return (
        batch.worlds if batch.together.plan.jurisdiction is None and not _loose(batch.together) else (batch.together,)
    )


def _loose(world: World) -> bool:
    """Whether some reference is unknown, or leads to a row of which nothing is known, so that its parents are not."""
    facts = Facts(world.facts)
    references = [
        (name, field.name, field.reference)
        for name, entity in world.facts.vocabulary.entities.items()
        for field in entity.fields.values()
        if field.reference
    ]
    return any(
        row.cell(field) is not Lack.NONE and row.cell(field) not in facts.rows(to)
        for name, field, to in references
        for row in facts.rows(name).values()
    )


def _case(world: World) -> Case:
    return Case(world.plan, world.facts, world.as_of, {})


def _in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda one: (one.rule, one.subject))


def _concluded(found: Iterable[Verdicts]) -> list[tuple[Any, ...]]:
    return sorted(pl.concat(each.consequences().to_polars() for each in found).rows(), key=str)
