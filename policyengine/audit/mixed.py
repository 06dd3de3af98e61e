"""Evaluating a policy with some inputs of one run and the others of another: what each of them brings about."""

from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from policyengine.audit.inputs import PolicyOnRecord, RunOnRecord
from policyengine.audit.moved_rows import differ
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord
from policyengine.facts.tables import FactBase, Table
from policyengine.pipeline import judge

MASK = "mask"


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


def statuses(recall: Recall, old: Side, new: Side, taken: frozenset[Input]) -> dict[str, pl.DataFrame]:
    """For each rule, `subject` and `mask`, the possible statuses, with the inputs `taken` from the new run.

    What a rule reads and one run's facts do not have, for no rule of that run read it, is taken from the other's.
    """
    ruled, known = (new if Input.POLICY in taken else old), (new if Input.FACTS in taken else old)
    other = old if known is new else new
    policy: PolicyOnRecord = recall.policy(ruled.plan)
    facts = _completed(recall.facts(known.plan).facts, recall.facts(other.plan).facts, policy)
    as_of = (new if Input.AS_OF in taken else old).run.run.as_of
    waivers = (new if Input.WAIVERS in taken else old).run.waivers()
    verdicts = judge(policy.plan, policy.plan.rules, facts, as_of=as_of, waivers=waivers)
    return {
        rule.id: block.masks.select("subject", pl.col(f"{n}").alias(MASK))
        for block in verdicts.blocks
        for n, rule in enumerate(block.rules)
    }


def _completed(facts: FactBase, other: FactBase, policy: PolicyOnRecord) -> FactBase:
    """Facts for the policy's vocabulary, with the columns of the other facts that they lack."""
    tables = {
        entity: _widened(facts.tables[entity], other.tables.get(entity))
        if entity in facts.tables
        else other.tables[entity]
        for entity in policy.vocabulary.entities
        if entity in facts.tables or entity in other.tables
    }
    return replace(facts, vocabulary=policy.vocabulary, tables=tables)


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
