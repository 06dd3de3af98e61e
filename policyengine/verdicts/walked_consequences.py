"""What consequences rest on, by the reference engine: one subject after the other."""

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import subjects, walk
from policyengine.language.statuses import Status
from policyengine.plan.consequences import Literal, Meets, PlannedConsequence, VerdictIs
from policyengine.plan.planned import rule_requiring
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.blocks import GroundBlock
from policyengine.verdicts.consequence_columns import GROUND, by_kind
from policyengine.verdicts.consequences import grounds_of, verdict_truth

Possible = Mapping[str, Mapping[str, Collection[Status]]]
"""The possible statuses of each rule's verdicts, by rule and subject."""


def walked_grounds(
    case: Case, consequences: Iterable[PlannedConsequence], possible: Possible, facts: Facts
) -> tuple[GroundBlock, ...]:
    """What the consequences rest on; `possible` are the statuses of all rules that they name."""
    blocks = []
    for kind, asking in by_kind(consequences).items():
        rows = [
            (subject, *grounds_of(asking, walked_truths(case, asking, subject, possible, facts)).values())
            for subject in subjects(case.plan, kind, facts)
        ]
        schema = {"subject": pl.String, **{f"{n}": GROUND for n in range(len(asking))}}
        blocks.append(GroundBlock(kind, asking, pl.DataFrame(rows, schema=schema, orient="row")))
    return tuple(blocks)


def walked_truths(
    case: Case, consequences: Iterable[PlannedConsequence], subject: str, possible: Possible, facts: Facts
) -> dict[Literal, Truth]:
    """Whether what the consequences say of verdicts and conditions holds for a subject."""
    truths: dict[Literal, Truth] = {}
    for each in consequences:
        for literal in each.literals:
            match literal:
                case VerdictIs(rule=rule):
                    truths[literal] = verdict_truth(literal, possible[rule][subject])
                case Meets(condition=condition):
                    asked = rule_requiring(condition, each.subject)
                    truths[literal] = walk(case.plan, asked, facts, subject, case.as_of).satisfied
    return truths
