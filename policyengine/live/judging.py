"""The status table and consequences as durable-rules draws them: what fired, from what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from policyengine.engine.outcome import Outcome
from policyengine.language.models import Modality
from policyengine.language.statuses import Status
from policyengine.semantics.truth import Truth
from policyengine.verdicts.judge import STATUS_TABLE, StatusRow
from policyengine.verdicts.rete import Fact, Firing, Pattern, Production, Productions

WAY, STATUS = "way", "status"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Judged:
    """The statuses that are possible, and the steps that led to each."""

    possible: frozenset[Status]
    fired: tuple[Firing, ...]


class Judging:
    """The status table, ready for durable-rules: each way of resolving an outcome is a fact, each row a production.

    A context manager; safe to share between threads.
    """

    def __init__(self) -> None:
        self._productions = Productions([_production(n, row) for n, row in enumerate(STATUS_TABLE)])

    def statuses(self, asked: Iterable[tuple[str, Outcome, Modality, bool]]) -> dict[str, Judged]:
        """Which statuses are possible, and the steps that led there, for each rule of one subject.

        `asked` are the rule's name, its outcome, its modality, and whether it is waived.
        """
        found: dict[str, list[Firing]] = {}
        facts = [way for name, outcome, modality, waived in asked for way in _ways(name, outcome, modality, waived)]
        for firing in self._productions.run(facts):
            found.setdefault(firing.matched[0]["rule"], []).append(firing)
        return {
            name: Judged(frozenset(Status(firing.concluded[0]["status"]) for firing in firings), tuple(firings))
            for name, firings in found.items()
        }

    def close(self) -> None:
        """Give back what the engine holds."""
        self._productions.close()


def _production(number: int, row: StatusRow) -> Production:
    """A row of the table: what it leaves open is not asked."""
    asked = {"applies": row.applies, "satisfied": row.satisfied, "waived": row.waived, "overdue": row.overdue}
    where = tuple((name, _word(value)) for name, value in asked.items() if value is not None)
    modality = () if row.modality is None else (("modality", row.modality.value),)

    def concluded(matched: tuple[Fact, ...]) -> Iterable[Fact]:
        return ({"kind": STATUS, "rule": matched[0]["rule"], "status": row.status.value},)

    return Production(f"{number + 1} {row.status.value}", (Pattern(WAY, (*where, *modality)),), concluded)


def _ways(name: str, outcome: Outcome, modality: Modality, waived: bool) -> Iterator[Fact]:
    """Each way of resolving what is unknown of an outcome, as a fact."""
    truths = (outcome.applicable, outcome.satisfied, outcome.overdue)
    for applies, satisfied, overdue in product(*map(_resolutions, truths)):
        yield {
            "kind": WAY,
            "rule": name,
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
