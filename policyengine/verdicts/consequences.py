"""What follows for one subject: forward chaining in Kleene truth, and the chain that led to each conclusion.

This is the reference: `consequence_columns.py` does it for whole tables, `chaining.py` by durable-rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from policyengine.language.models import Citation
from policyengine.language.statuses import Status
from policyengine.plan.consequences import Follows, Literal, PlannedConsequence, VerdictIs, Way
from policyengine.semantics.truth import Truth, all_of, negation
from policyengine.verdicts.assemble import Case

Truths = Mapping[Literal, Truth]
"""Of the literals about verdicts and conditions, whether they hold for a subject."""

Grounds = Mapping[str, int]
"""On what each consequence rests: n if its n-th way (from 1) holds, -n if that possibly holds, 0 if none does.

Of several ways it is the first that holds, or else the first that possibly does.
"""

TRUTH_WORDS = {Truth.YES: "yes", Truth.UNKNOWN: "unknown", Truth.NO: "no"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: a consequence, and the way in which it holds or possibly holds."""

    consequence: str
    way: Way

    def __str__(self) -> str:
        return f"{self.consequence}: {', '.join(map(str, self.way))}"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A consequence that follows for a subject (`truth` is yes) or possibly does (unknown).

    `chain` are the steps that led to it, each after those that it rests on, its own last.
    """

    policy: str
    policy_sha256: str
    consequence: str
    then: str
    subject_kind: str
    subject: str
    truth: Truth
    chain: tuple[Step, ...]
    citations: tuple[Citation, ...]
    as_of: date


def verdict_truth(literal: VerdictIs, possible: Iterable[Status]) -> Truth:
    """Whether a verdict with these possible statuses is as the literal says."""
    within = {status in literal.statuses for status in possible}
    truth = Truth.UNKNOWN if len(within) > 1 else Truth.YES if within == {True} else Truth.NO
    return truth if literal.wanted else negation(truth)


def grounds_of(consequences: Iterable[PlannedConsequence], truths: Truths) -> dict[str, int]:
    """On what each consequence rests for a subject; each comes after those that it names."""
    found: dict[str, int] = {}
    for consequence in consequences:
        ways = [all_of(_truth(literal, truths, found) for literal in way) for way in consequence.ways]
        best = max(ways)
        found[consequence.id] = sign(best) * (ways.index(best) + 1)
    return found


def _truth(literal: Literal, truths: Truths, found: Grounds) -> Truth:
    return truth_of(found[literal.consequence]) if isinstance(literal, Follows) else truths[literal]


def sign(truth: Truth) -> int:
    """1 for yes, -1 for unknown, 0 for no, as `Grounds` write it."""
    return {Truth.YES: 1, Truth.UNKNOWN: -1, Truth.NO: 0}[truth]


def truth_of(ground: int) -> Truth:
    """Whether a consequence that rests on this follows."""
    return Truth.YES if ground > 0 else Truth.UNKNOWN if ground else Truth.NO


def chain_of(consequence: str, known: Mapping[str, PlannedConsequence], grounds: Grounds) -> tuple[Step, ...]:
    """The steps that led to a consequence that follows or possibly does, each once, in the plan's order: its own last.

    `known` are in the plan's order, where what a consequence names comes before it.
    """
    needed = {consequence}
    steps: list[Step] = []
    for each in reversed(tuple(known.values())):
        if each.id in needed:
            way = each.ways[abs(grounds[each.id]) - 1]
            needed |= {literal.consequence for literal in way if isinstance(literal, Follows)}
            steps.append(Step(each.id, way))
    return tuple(reversed(steps))


def conclusions_of(
    case: Case, consequences: Iterable[PlannedConsequence], subject: str, grounds: Grounds
) -> tuple[Conclusion, ...]:
    """What follows, or possibly does, for a subject that its consequences rest on these grounds for."""
    known = {each.id: each for each in consequences}
    return tuple(
        Conclusion(
            policy=case.plan.policy,
            policy_sha256=case.plan.policy_sha256,
            consequence=each.id,
            then=each.then,
            subject_kind=each.subject,
            subject=subject,
            truth=truth_of(grounds[each.id]),
            chain=chain_of(each.id, known, grounds),
            citations=each.citations,
            as_of=case.as_of,
        )
        for each in known.values()
        if grounds[each.id]
    )
