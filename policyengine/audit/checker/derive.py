"""The derivation: the rule evaluated over the rows, and every value on the way to the verdict."""

from typing import Literal

from policyengine.audit.checker.crowds import Crowd
from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.material import Material, StatedVerdict
from policyengine.audit.checker.outcome import Outcome, outcome_of
from policyengine.audit.checker.scalars import Data, Day, Exact, Whole, Words
from policyengine.audit.checker.verdict import verdict_of
from policyengine.semantics.interval import Interval
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth

Answer = Literal["no", "unknown", "yes"]
ANSWERS: dict[Truth, Answer] = {Truth.NO: "no", Truth.UNKNOWN: "unknown", Truth.YES: "yes"}


class End(Data):
    """One end of a measure: a total over a population, 1 for counts and sums."""

    total: Exact
    population: Whole


class Tally(Data):
    """So many rows that are surely or possibly members, what is asked of them, and their value, if one is taken."""

    count: Whole
    member: Answer
    satisfied: Answer
    lo: Exact | None = None
    hi: Exact | None = None


class Derivation(Data):
    """The values on the way to a verdict, in the order of language.md §4.

    `causes` says of each cause whether it keeps the rule from applying. `lo` and `hi` are the measure's ends, where it
    has any. `members` are the rows that the measure was taken from, those that add the same together.
    """

    measured_on: Day | None = None
    due: Day | None = None
    causes: dict[Words, Answer]
    applies: Answer
    members: tuple[Tally, ...] | None = None
    lo: End | None = None
    hi: End | None = None
    targets: tuple[Exact | None, ...]
    satisfied: Answer
    overdue: Answer
    failed: tuple[Words, ...]
    missing: tuple[Words, ...]


def derive(material: Material) -> tuple[Derivation, StatedVerdict]:
    """The derivation and the verdict that follow from the material.

    Raises `RefusedCertificateError` where the material is not whole or there is no verdict to be had from it, and
    `UnreadableCertificateError` where that takes too long.
    """
    waiver = material.waiver
    if waiver and not waiver.start <= material.as_of <= waiver.end:
        raise refused("评价日不在豁免期内", "the waiver is not in force on the day of the verdict")
    outcome = outcome_of(material)
    return _derivation(outcome), verdict_of(material, outcome)


def _derivation(outcome: Outcome) -> Derivation:
    measured = outcome.measured
    return Derivation(
        measured_on=outcome.measured_on,
        due=outcome.due,
        causes={cause: ANSWERS[truth] for cause, truth in outcome.causes},
        applies=ANSWERS[outcome.applies],
        members=None if outcome.crowd is None else _tallies(outcome.crowd),
        lo=_end(measured.lo) if measured else None,
        hi=_end(measured.hi) if measured else None,
        targets=outcome.targets,
        satisfied=ANSWERS[outcome.satisfied],
        overdue=ANSWERS[outcome.overdue],
        failed=outcome.failed,
        missing=tuple(sorted(outcome.missing)),
    )


def _end(bound: Bound | None) -> End | None:
    return None if bound is None else End(total=bound.total, population=bound.population)


def _tallies(crowd: Crowd) -> tuple[Tally, ...]:
    """What the members add, whatever is missing to know it: sure members that satisfy first, lesser values first."""
    counted: dict[tuple[Truth, Truth, Interval], int] = {}
    for share, times in crowd.items():
        key = (share.membership, share.satisfied, share.value)
        counted[key] = counted.get(key, 0) + times
    order = sorted(counted, key=lambda key: (-key[0], -key[1], _rank(key[2])))
    return tuple(
        Tally(
            count=counted[key],
            member=ANSWERS[key[0]],
            satisfied=ANSWERS[key[1]],
            lo=key[2].lo,
            hi=key[2].hi,
        )
        for key in order
    )


def _rank(value: Interval) -> tuple[bool, object, bool, object]:
    """Values in order, open ones first below and last above."""
    return (value.lo is not None, value.lo or 0, value.hi is None, value.hi or 0)
