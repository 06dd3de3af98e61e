"""From columns back to single outcomes, as the reference engine gives them."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from policyengine.engine.columnar.detail import Detail
from policyengine.engine.outcome import Cause, Outcome
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import known


def outcomes(found: Detail) -> Iterator[tuple[str, Outcome]]:
    """Each subject's id and outcome."""
    for row in found.frame.iter_rows(named=True):
        yield row["subject"], _outcome(row, found)


def _outcome(row: Mapping[str, Any], found: Detail) -> Outcome:
    targets = (
        _target(row[f"target_{n}_lo"], row[f"target_{n}_hi"], scale) for n, scale in enumerate(found.target_scales)
    )
    return Outcome(
        causes=tuple((cause, known(row[cause.value])) for cause in Cause),
        satisfied=known(row["satisfied"]),
        overdue=known(row["overdue"]),
        measured=row["measured"],
        lo=_bound(row["lo_total"], row["lo_population"], found.scale),
        hi=_bound(row["hi_total"], row["hi_population"], found.scale),
        targets=tuple(targets),
        measured_on=_exact(row["measured_from"], row["measured_to"]),
        due=_exact(row["due_from"], row["due_to"]),
        missing=tuple(row["missing"]),
        failed=tuple(row["failed"]),
    )


def _bound(total: int | None, population: int | None, scale: int) -> Bound | None:
    return None if total is None or population is None else Bound(Fraction(total, scale), population)


def _target(lo: int | None, hi: int | None, scale: int) -> Fraction | None:
    return Fraction(lo, scale) if lo is not None and lo == hi else None


def _exact(first: date | None, last: date | None) -> date | None:
    return first if first == last else None
