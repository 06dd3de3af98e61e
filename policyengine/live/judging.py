"""The status table and consequences as durable-rules draws them: what fired, from what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from policyengine.language.models import Modality
from policyengine.language.statuses import Status
from policyengine.semantics.truth import Truth
from policyengine.verdicts.judge import STATUS_TABLE, StatusRow
from policyengine.verdicts.rete import Fact, Firing, Pattern, Production, Productions

WAY, STATUS = "way", "status"
YES, NO = "yes", "no"


Truths = tuple[Truth, Truth, Truth]
"""Of an outcome, whether the rule applies, whether it is satisfied, and whether it is past due."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The statuses that are possible, and the steps that led to each."""

    possible: frozenset[Status]
    fired: tuple[Firing, ...]


class Judging:
    """The status table, ready for durable-rules: each way of resolving an outcome is a fact, each row a production.

    Truths, modality and exemption decide all, so that each combination of them is drawn once and then remembered.
    """

    def __init__(self) -> None:
        self._productions = Productions([_production(n, row) for n, row in enumerate(STATUS_TABLE)])
        self._drawn: dict[tuple[Truths, Modality, bool], Judged] = {}

    def judged(self, truths: Truths, modality: Modality, *, waived: bool) -> Judged:
        """Which statuses are possible for a rule and a subject, and the steps that led there."""
        found = self._drawn.get((truths, modality, waived))
        if found is None:
            fired = self._productions.run(_ways(truths, modality, waived=waived))
            possible = frozenset(Status(firing.concluded[0]["status"]) for firing in fired)
            found = self._drawn[truths, modality, waived] = Judged(possible, fired)
        return found

    def close(self) -> None:
        """Give back what the engine holds."""
        self._productions.close()


def _production(number: int, row: StatusRow) -> Production:
    """A row of the table: what it leaves open is not asked."""
    asked = {"applies": row.applies, "satisfied": row.satisfied, "waived": row.waived, "overdue": row.overdue}
    where = tuple((name, _word(value)) for name, value in asked.items() if value is not None)
    modality = () if row.modality is None else (("modality", row.modality.value),)

    def concluded(_: tuple[Fact, ...]) -> Iterable[Fact]:
        return ({"kind": STATUS, "status": row.status.value},)

    return Production(f"{number + 1} {row.status.value}", (Pattern(WAY, (*where, *modality)),), concluded)


def _ways(truths: Truths, modality: Modality, *, waived: bool) -> Iterator[Fact]:
    """Each way of resolving what is unknown of an outcome, as a fact."""
    for applies, satisfied, overdue in product(*map(_resolutions, truths)):
        yield {
            "kind": WAY,
            "applies": _word(applies),
            "satisfied": _word(satisfied),
            "overdue": _word(overdue),
            "waived": _word(waived),
            "modality": modality.value,
        }


def _resolutions(truth: Truth) -> tuple[bool, ...]:
    return (True, False) if truth is Truth.UNKNOWN else (truth.sure,)


def _word(value: bool) -> str:
    return YES if value else NO
