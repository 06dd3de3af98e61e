"""Evaluating a policy with some inputs of one run and the others of another: what each of them brings about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from policyengine.audit.inputs import PolicyOnRecord, RunOnRecord
from policyengine.audit.moved_rows import differ
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord
from policyengine.facts.tables import FactBase, Table
from policyengine.pipeline import judge
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequences import TRUTH_WORDS

MASK = "mask"
FOLLOWS, POSSIBLY = 1, 2


class Input(StrEnum):
    """What a run is made from, apart from the engine."""

    POLICY = "policy"
    FACTS = "facts"
    AS_OF = "as_of"
    WAIVERS = "waivers"


@dataclass(frozen=True, slots=True)
class Side:
    """One run's part in a comparison: the run, and its record of the policy."""

    run: RunOnRecord
    plan: PlanRecord


def unlike(recall: Recall, old: Side, new: Side) -> frozenset[Input]:
    """The inputs in which two runs differ. Facts do where a cell does that both have kept, or what is complete."""
    one, another = old.plan, new.plan
    pairs = {
        Input.POLICY: (
            (one.file.digest, one.vocabulary, one.jurisdiction),
            (another.file.digest, another.vocabulary, another.jurisdiction),
        ),
        Input.AS_OF: (old.run.run.as_of, new.run.run.as_of),
        Input.WAIVERS: (old.run.waivers(), new.run.waivers()),
    }
    found = {name for name, (was, now) in pairs.items() if was != now}
    if one.facts != another.facts and differ(recall.facts(one).facts, recall.facts(another).facts):
        found.add(Input.FACTS)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class World:
    """What some inputs of one run and the others of another lead to: frames of `subject` and `mask`.

    By rule, the possible statuses of its verdicts; by consequence, `FOLLOWS` or `POSSIBLY` for those that it concerns.
    """

    statuses: Mapping[str, pl.DataFrame]
    truths: Mapping[str, pl.DataFrame]


Worlds = Mapping[frozenset[Input], World]
"""Worlds by the inputs that are taken from the new run."""


def worlds(recall: Recall, old: Side, new: Side, differing: frozenset[Input]) -> Worlds:
    """All worlds that tell what a difference is due to: none of the inputs in which the runs differ taken, each of them
    alone, all but each, and all.
    """
    singles = {frozenset({one}) for one in differing}
    mixtures = {frozenset(), differing} | singles | {differing - one for one in singles}
    return {taken: _world(recall, old, new, taken) for taken in mixtures}


def truth_mask(truth: pl.Expr) -> pl.Expr:
    """`yes` and `unknown` as a mask."""
    return pl.when(truth.cast(pl.String) == TRUTH_WORDS[Truth.YES]).then(FOLLOWS).otherwise(POSSIBLY).alias(MASK)


def _world(recall: Recall, old: Side, new: Side, taken: frozenset[Input]) -> World:
    """What follows with the inputs `taken` from the new run.

    What a rule reads and one run's facts do not have, for no rule of that run read it, is taken from the other's.
    """
    ruled, known = (new if Input.POLICY in taken else old), (new if Input.FACTS in taken else old)
    other = old if known is new else new
    policy: PolicyOnRecord = recall.policy(ruled.plan)
    facts = _completed(recall.facts(known.plan).facts, recall.facts(other.plan).facts, policy)
    as_of = (new if Input.AS_OF in taken else old).run.run.as_of
    waivers = (new if Input.WAIVERS in taken else old).run.waivers()
    verdicts = judge(policy.plan, policy.plan.rules, facts, as_of=as_of, waivers=waivers)
    statuses = {
        rule.id: block.masks.select("subject", pl.col(f"{n}").alias(MASK))
        for block in verdicts.blocks
        for n, rule in enumerate(block.rules)
    }
    following = verdicts.consequences()
    truths = {
        each.id: frame.select("subject", truth_mask(pl.col("truth")))
        for each, frame in zip(following.consequences, following.frames(), strict=True)
    }
    return World(statuses, truths)


def _completed(facts: FactBase, other: FactBase, policy: PolicyOnRecord) -> FactBase:
    """Facts for the policy's vocabulary, with the columns of the other facts that they lack."""
    tables = {
        entity: _widened(facts.tables[entity], other.tables.get(entity))
        if entity in facts.tables
        else other.tables[entity]
        for entity in policy.vocabulary.entities
        if entity in facts.tables or entity in other.tables
    }
    unhashed = frozenset[str]()  # references of one may lead into tables of the other
    return replace(facts, vocabulary=policy.vocabulary, tables=tables, hashed=unhashed)


def _widened(table: Table, other: Table | None) -> Table:
    if other is None or not other.supplied:
        return table
    if not table.supplied:
        return other
    more = sorted(other.columns - table.columns)
    if not more:
        return table
    frame = table.frame.join(other.frame.select("id", *more), on="id", how="left", maintain_order="left")
    return replace(table, frame=frame.collect().lazy(), columns=table.columns | set(more))
