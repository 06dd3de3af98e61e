"""What is to be put right (整改清单): how much is lacking in each place under each rule, and by when."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from policyengine.language.statuses import Status
from policyengine.reports.words import RuleWords

LACKING = (Status.NONCOMPLIANT, Status.SHORTFALL, Status.PENDING)
"""The statuses of what is surely not met, gravest first."""

FEW = 3


@dataclass(slots=True)
class Remedy:
    """What the subjects of one place lack under one rule.

    `amount` is the sum of the least changes that would satisfy it; `conditions` how many subjects each failed
    condition is of. `first_due` and `last_due` are `None` where there is no date. `examples` are a few subjects.
    """

    words: RuleWords
    place: str | None
    place_name: str | None
    status: Status
    subjects: int = 0
    amount: Fraction | None = None
    conditions: Counter[str] = field(default_factory=Counter)
    first_due: date | None = None
    last_due: date | None = None
    examples: tuple[str, ...] = ()


class Remedies:
    """The list, made of verdicts as they pass."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str | None, Status], Remedy] = {}

    def note(self, words: RuleWords, shown: pl.DataFrame) -> None:
        """Take verdicts of a rule in, as `passing` gives them."""
        lacking = shown.filter(pl.col("status").cast(pl.String).is_in([status.value for status in LACKING]))
        for (place, name, status), rows in lacking.partition_by("place", "place_name", "status", as_dict=True).items():
            where, known = (None if one is None else str(one) for one in (place, name))
            key = (words.plan.policy, words.rule.id, where, Status(status))
            _add(self._found.setdefault(key, Remedy(words, where, known, Status(status))), rows)

    def listed(self) -> list[Remedy]:
        """By place (those without one last) and by whose duty it is; the gravest first, then what concerns most."""
        return sorted(
            self._found.values(),
            key=lambda one: (
                one.place is None,
                one.place or "",
                one.words.rule.actor or "",
                LACKING.index(one.status),
                -one.subjects,
                one.words.plan.policy,
                one.words.rule.id,
            ),
        )


def _named(rows: pl.DataFrame) -> list[str]:
    return rows.select(pl.coalesce("subject_name", "subject")).to_series().to_list()


def _add(remedy: Remedy, rows: pl.DataFrame) -> None:
    remedy.subjects += rows.height
    remedy.conditions.update(condition for conditions in rows["gap_conditions"] for condition in conditions)
    sums = rows.drop_nulls("gap_numerator").group_by("gap_denominator").agg(pl.col("gap_numerator").sum())
    for denominator, numerator in sums.iter_rows():
        remedy.amount = (remedy.amount or Fraction(0)) + Fraction(numerator, denominator)
    days = [*rows["due"].drop_nulls().unique(), *(day for day in (remedy.first_due, remedy.last_due) if day)]
    remedy.first_due, remedy.last_due = min(days, default=None), max(days, default=None)
    remedy.examples = (*remedy.examples, *_named(rows.head(FEW)))[:FEW]
