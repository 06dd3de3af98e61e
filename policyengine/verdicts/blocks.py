"""What is found of rules and consequences that share their subjects: a row for each subject, small integers each."""

from dataclasses import dataclass

import polars as pl

from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.planned import PlannedRule


@dataclass(frozen=True, slots=True)
class StatusBlock:
    """The statuses of rules that share their subjects.

    `masks` has a row for each subject: `subject`, and for each rule a column named by its place in `rules`, the bit
    mask of its possible statuses (`judge.statuses_of` reads it).
    """

    subject_kind: str
    rules: tuple[PlannedRule, ...]
    masks: pl.DataFrame


@dataclass(frozen=True, slots=True)
class GroundBlock:
    """What the consequences for one kind of subject rest on.

    `grounds` has a row for each subject: `subject`, and for each consequence a column named by its place in
    `consequences`, as `consequences.Grounds` writes it.
    """

    subject_kind: str
    consequences: tuple[PlannedConsequence, ...]
    grounds: pl.DataFrame
