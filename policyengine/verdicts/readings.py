"""Which verdicts depend on how the text is read (language.md §3, Readings)."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """One other reading of a rule: of `verdicts` verdicts, `differing` have other possible statuses under it."""

    rule: str
    alternative: str
    note: str | None
    verdicts: int
    differing: int


def compare_readings(verdicts: Verdicts, others: Verdicts) -> tuple[ReadingDifference, ...]:
    """Each other reading beside the rule itself, in the policy's order; subjects are compared one by one."""
    own = {rule.id: masks for rule, masks in _masks(verdicts)}
    found = {(rule.id, rule.alternative): _difference(rule, own[rule.id], masks) for rule, masks in _masks(others)}
    return tuple(found[rule.id, rule.alternative] for rule in others.rules)


def _masks(verdicts: Verdicts) -> Iterator[tuple[PlannedRule, pl.DataFrame]]:
    for block in verdicts.blocks:
        for n, rule in enumerate(block.rules):
            yield rule, block.masks.select("subject", mask=pl.col(f"{n}"))


def _difference(rule: PlannedRule, own: pl.DataFrame, other: pl.DataFrame) -> ReadingDifference:
    both = own.join(other, on="subject", how="inner", suffix="_read")
    differing = both.select((pl.col("mask") != pl.col("mask_read")).sum()).item()
    return ReadingDifference(rule.id, rule.alternative or "", rule.reading, own.height, differing)
