"""What is kept of random facts gives the verdicts of all of them; kept verdicts are the verdicts."""

import os
from collections.abc import Iterator

import polars as pl
from hypothesis import HealthCheck, given, settings

from policyengine.audit.archive import Archive
from policyengine.audit.earlier_runs import EarlierRuns, Keeper
from policyengine.audit.kept_columns import kept_columns
from policyengine.audit.kept_facts import keep_facts, kept_facts
from policyengine.audit.kept_rows import KEPT, kept_rows
from policyengine.audit.kept_verdicts import keep_verdicts, rows_of
from policyengine.audit.record import VerdictsManifest
from policyengine.audit.sealing import Sealer
from policyengine.authoring.strategies import World, worlds
from policyengine.facts.judgements import with_judgements
from policyengine.pipeline import determinations, judge
from policyengine.verdicts.verdicts import Verdicts

EXAMPLES = int(os.environ.get("POLICYENGINE_AGREEMENT", "12"))


class Memory:
    """An archive's files, in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        """A file's bytes."""
        return self.files.get(name)

    def write(self, name: str, data: bytes) -> None:
        """A file."""
        self.files[name] = data

    def names(self) -> Iterator[str]:
        """All files."""
        yield from self.files


def in_order(verdicts: Verdicts) -> pl.DataFrame:
    """All verdicts by rule and subject."""
    return verdicts.to_polars().sort("rule", "subject")


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_kept_facts_and_verdicts_are_those_that_were_evaluated(world: World) -> None:
    archive = Archive(Memory(), "memory")
    keeper = Keeper(archive, Sealer(None), EarlierRuns(archive))  # nothing that decides is personal here
    given_verdicts = judge(world.plan, world.plan.rules, world.facts, as_of=world.as_of)
    facts = with_judgements(world.facts, determinations((*world.plan.rules, *world.plan.consequences)))
    named = keep_facts(facts, kept_columns([world.plan], facts.vocabulary), keeper)
    found = kept_facts(named, facts.vocabulary, archive, None)
    assert found.lost == {}
    again = judge(world.plan, world.plan.rules, found.facts, as_of=world.as_of)
    assert in_order(again).equals(in_order(given_verdicts))

    manifest = VerdictsManifest.model_validate_json(
        archive.get(keep_verdicts(given_verdicts, keeper, lambda _rows: None))
    )
    rows = [part.collect() for block in manifest.blocks for part in kept_rows(block, archive, None)]
    expected = [each.frame for each in rows_of(given_verdicts)]
    assert bool(rows) == bool(expected)
    if rows:
        assert pl.concat(rows).sort("rule", "subject").equals(pl.concat(expected).sort("rule", "subject"))
        assert rows[0].columns == list(KEPT)
