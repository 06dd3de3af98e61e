"""What an engine finds for one rule and one subject, before any status is drawn from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth, any_of, negation


class Cause(StrEnum):
    """Why a rule may not apply to a subject, in the order in which reasons are given."""

    NOT_IN_FORCE = "not_in_force"
    NO_DUE_DATE = "no_due_date"
    OUTSIDE_LIFETIME = "outside_lifetime"
    JURISDICTION_UNKNOWN = "jurisdiction_unknown"
    CONDITION_NOT_MET = "condition_not_met"
    EMPTY_POPULATION = "empty_population"

    __hash__ = str.__hash__  # the causes of every outcome are looked up, and the hash of enums is slow


Causes = tuple[tuple[Cause, Truth], ...]
"""Of each cause, whether it keeps a rule from applying."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Applicability, requirement and lateness as truths, and the numbers behind them.

    `causes` says of each cause whether it keeps the rule from applying. `satisfied` is the requirement; of an empty
    population it is unknown and plays no part. `overdue` is whether as_of is past due (always, for a standing duty).
    `lo` and `hi` are the measure's bounds (`None` with `measured` true: unbounded; `measured` false: no number).
    `measured_on` and `due` are `None` where a field that they depend on is unknown, and `due` where there is none.
    `targets` are the values held against the measure, `None` where unspecified or not yet settled.
    `missing` names, in sorted order, the facts of which some resolution changes the status; `failed` the parts of the
    requirement that surely fail, where it surely fails.
    """

    causes: Causes
    satisfied: Truth
    overdue: Truth
    measured: bool
    lo: Bound | None
    hi: Bound | None
    targets: tuple[Fraction | None, ...]
    measured_on: date | None
    due: date | None
    missing: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def applicable(self) -> Truth:
        """Whether the rule applies: no cause keeps it from doing so."""
        return negation(any_of([truth for _, truth in self.causes]))
