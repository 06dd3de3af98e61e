"""The status table of language.md §4: the one place where an outcome becomes a status, for scalars and for columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from types import MappingProxyType

from policyengine.language.models import Modality
from policyengine.language.statuses import DEFINITE, Status
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One row of the table: the status where everything that the row names is so; `None` does not matter.

    The rows exclude one another and leave nothing out.
    """

    status: Status
    applies: bool
    satisfied: bool | None = None
    waived: bool | None = None
    overdue: bool | None = None
    modality: Modality | None = None


STATUS_TABLE = (
    StatusRow(Status.NOT_APPLICABLE, applies=False),
    StatusRow(Status.COMPLIANT, applies=True, satisfied=True),
    StatusRow(Status.WAIVED, applies=True, satisfied=False, waived=True),
    StatusRow(Status.PENDING, applies=True, satisfied=False, waived=False, overdue=False),
    StatusRow(Status.NONCOMPLIANT, applies=True, satisfied=False, waived=False, overdue=True, modality=Modality.MUST),
    StatusRow(Status.SHORTFALL, applies=True, satisfied=False, waived=False, overdue=True, modality=Modality.SHOULD),
)


def _may_be(truth: Truth, wanted: bool | None) -> bool:
    return wanted is None or truth is Truth.UNKNOWN or truth.sure is wanted


@cache
def possible_statuses(
    applicable: Truth, satisfied: Truth, overdue: Truth, *, waived: bool, modality: Modality
) -> frozenset[Status]:
    """The statuses that some way of resolving what is unknown gives."""
    return frozenset(
        row.status
        for row in STATUS_TABLE
        if _may_be(applicable, row.applies)
        and _may_be(satisfied, row.satisfied)
        and _may_be(overdue, row.overdue)
        and row.waived in (None, waived)
        and row.modality in (None, modality)
    )


def status_of(possible: frozenset[Status]) -> Status:
    """The only possible status, or unknown."""
    return next(iter(possible)) if len(possible) == 1 else Status.UNKNOWN


def mask_of(possible: frozenset[Status]) -> int:
    """A set of statuses as a bit mask, bit n for the n-th of `DEFINITE`, as columns hold it."""
    return sum(1 << n for n, status in enumerate(DEFINITE) if status in possible)


def statuses_of(mask: int) -> tuple[Status, ...]:
    """The statuses of a bit mask, in the order of `DEFINITE`."""
    return tuple(status for n, status in enumerate(DEFINITE) if mask >> n & 1)


@cache
def masks(*, waived: bool, modality: Modality) -> Mapping[tuple[Truth, Truth, Truth], int]:
    """The table for columns: the bit mask for each (applicable, satisfied, overdue)."""
    table = {
        (a, q, late): mask_of(possible_statuses(a, q, late, waived=waived, modality=modality))
        for a, q, late in product(Truth, repeat=3)
    }
    return MappingProxyType(table)
