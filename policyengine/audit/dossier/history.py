"""What a rule said of a subject, run by run."""

from collections.abc import Iterator
from fractions import Fraction

from policyengine.audit.dossier.model import Point
from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.named import RUN, run_of
from policyengine.audit.verdict_on_record import VerdictOnRecord, verdicts_in
from policyengine.facts.mask import Mask
from policyengine.verdicts.masked import masked_verdict
from policyengine.verdicts.verdict import Verdict

MOST_RUNS = 60
"""So many runs are looked into, the latest ones up to that of the verdict and after it."""


def history(found: VerdictOnRecord, mask: Mask) -> tuple[Point, ...]:
    """The verdicts of the same rule on the same subject in the ledger's runs, by the day that they are as of."""
    entries = list(found.run.home.ledger.entries(RUN))[-MOST_RUNS:]
    runs = [RunOnRecord(entry.number, run_of(entry.body), found.run.home) for entry in entries]
    if found.run.number not in {run.number for run in runs}:
        runs.append(found.run)
    points = [
        _point(run.number, masked_verdict(verdict, found.rule, mask)) for run in runs for verdict in _same(run, found)
    ]
    return tuple(sorted(points, key=lambda point: (point.as_of, point.run)))


def _same(run: RunOnRecord, found: VerdictOnRecord) -> Iterator[Verdict]:
    for plan in run.run.plans:
        if plan.policy == found.plan.policy and plan.jurisdiction == found.plan.jurisdiction:
            yield from verdicts_in(run, plan, found.rule, found.verdict.subject)


def _point(run: int, verdict: Verdict) -> Point:
    value = "" if verdict.lo is None else verdict.lo if verdict.lo == verdict.hi else f"{verdict.lo} – {verdict.hi}"
    return Point(
        run=run,
        as_of=verdict.as_of,
        status=verdict.status,
        value=value,
        target=verdict.target or "",
        lo=_number(verdict.lo),
        hi=_number(verdict.hi),
        aim=_number(verdict.target),
    )


def _number(text: str | None) -> Fraction | None:
    """A bound or target as one number, if it is one."""
    try:
        return None if text is None else Fraction(text)
    except ValueError:
        return None
