"""Consequences derived by durable-rules, one subject after the other: each way is a production, in two strands.

In the strand `surely` a fact stands for what holds, in the strand `possibly` for what is not ruled out. Both are
symbols: truths are decided before, in `consequences.py`, so that no number and no unknown ever reaches the engine.
"""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from policyengine.plan.consequences import Follows, Literal, PlannedConsequence, Way
from policyengine.verdicts.consequences import Truths
from policyengine.verdicts.rete import Fact, Pattern, Production, Productions

KIND = "literal"
SURELY, POSSIBLY = "surely", "possibly"


class Chaining:
    """The consequences of a plan, made ready for durable-rules.

    A context manager; safe to share between threads. Raises `ChainingRefusedError` where consequences are more than
    the engine can hold.
    """

    def __init__(self, consequences: Iterable[PlannedConsequence]) -> None:
        self._consequences = tuple(consequences)
        # What is said of subjects of different kinds, or in the same words, is told apart by the number before it.
        said = dict.fromkeys((each.subject, literal) for each in self._consequences for literal in each.literals)
        self._names = {about: _name(n, about[1]) for n, about in enumerate(said)}
        self._ways: dict[str, tuple[str, int]] = {}
        self._productions = Productions(list(self._made()))

    def grounds(self, subject_kind: str, truths: Truths) -> dict[str, int]:
        """On what each consequence for such subjects rests, as `consequences.grounds_of` says it."""
        sure: dict[str, list[int]] = {each.id: [] for each in self._consequences if each.subject == subject_kind}
        possible: dict[str, list[int]] = {name: [] for name in sure}
        for firing in self._productions.run(self._facts(subject_kind, truths)):
            consequence, way = self._ways[firing.production]
            (sure if way > 0 else possible)[consequence].append(way)
        return {name: min(ways) if (ways := sure[name]) else max(possible[name], default=0) for name in sure}

    def close(self) -> None:
        """Give back what the engine holds."""
        self._productions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _made(self) -> Iterator[Production]:
        for consequence in self._consequences:
            for n, way in enumerate(consequence.ways, 1):
                for strand, ground in ((SURELY, n), (POSSIBLY, -n)):
                    name = f"{consequence.id} {n} {strand}"
                    self._ways[name] = (consequence.id, ground)
                    yield self._production(name, way, consequence, strand)

    def _production(self, name: str, way: Way, consequence: PlannedConsequence, strand: str) -> Production:
        concluded = (_fact(_follows(consequence.id), strand),)
        names = (self._names[consequence.subject, literal] for literal in way)
        patterns = tuple(Pattern(KIND, (("name", one), ("truth", strand))) for one in names)
        return Production(name, patterns, lambda _: concluded)

    def _facts(self, subject_kind: str, truths: Truths) -> Iterator[Fact]:
        for literal, truth in truths.items():
            name = self._names.get((subject_kind, literal))
            if name is not None and truth.possible:
                yield _fact(name, POSSIBLY)
            if name is not None and truth.sure:
                yield _fact(name, SURELY)


def _name(n: int, literal: Literal) -> str:
    return _follows(literal.consequence) if isinstance(literal, Follows) else f"{n} {literal}"


def _follows(consequence: str) -> str:
    return f"follows {consequence}"


def _fact(name: str, strand: str) -> Fact:
    return {"kind": KIND, "name": name, "truth": strand}
