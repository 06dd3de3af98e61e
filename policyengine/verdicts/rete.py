"""Forward chaining over symbolic facts, by durable-rules inside the envelope in which it is exact.

The engine is young in places: outside a narrow envelope it crashes, hangs, or loses and invents conclusions without
a word. `Productions` stays inside: patterns are equalities of texts and nothing else, no negation, no numbers, no
comparison of two facts. Every limit (`rete_limits`) is checked when productions are made or before a fact is
asserted, and every firing is counted a second time (`rete_tally`); what does not agree is refused aloud.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from threading import RLock
from types import TracebackType
from typing import Self

from policyengine.reading.text import Text
from policyengine.verdicts.productions import Fact, Firing, Pattern, Production
from policyengine.verdicts.rete_checks import check_form, check_network
from policyengine.verdicts.rete_core import Core
from policyengine.verdicts.rete_encoding import encoding_of
from policyengine.verdicts.rete_limits import (
    MOST_FACTS,
    ChainingRefusedError,
    ChainingUnavailableError,
    checked_fact,
    lost,
    refused_fact,
)
from policyengine.verdicts.rete_tally import Register, Tally

__all__ = [
    "ChainingRefusedError",
    "ChainingUnavailableError",
    "Fact",
    "Firing",
    "Pattern",
    "Production",
    "Productions",
]


class Productions:
    """A set of productions, ready to run; `close` it, or use it in a `with` block, to free the engine's memory.

    Threads may share one: their sessions run one after the other. Several may be open in one process. At most 4,000
    productions of up to 16 patterns over 509 kinds; one pattern may be used 255 times; a property may be compared
    with thousands of texts of up to 4,096 characters; a session holds 5,000 facts. A session costs time and memory
    for every pattern of the set, whether it is met or not: keep apart what is never asked together.

    Raises `ChainingRefusedError` for what is beyond the limits, `ChainingUnavailableError` without durable-rules.
    """

    def __init__(self, productions: Sequence[Production]) -> None:
        self._productions = tuple(productions)
        check_form(self._productions)
        self._encoding = encoding_of(self._productions)
        paths = [tuple(self._encoding.path(pattern) for pattern in one.patterns) for one in self._productions]
        check_network(self._productions, paths)
        self._register = Register(self._productions)
        self._lock = RLock()
        self._running = False
        self._core: Core | None = Core(paths)

    def run(self, facts: Iterable[Fact]) -> tuple[Firing, ...]:
        """A session of its own: all that follows from these facts, step by step, in the order in which it did.

        A production fires once for each combination of facts that meets it. Raises `ChainingRefusedError` for a fact
        beyond the limits, given or concluded, and where the engine fails; nothing of the session is then used.
        What a production's `conclude` raises comes through unchanged.
        """
        with self._lock:
            if self._core is None:
                raise ChainingRefusedError(Text("推理机已关闭", "these productions are closed"))
            if self._running:
                raise ChainingRefusedError(Text("推理尚未结束，不能再次开始", "these productions are still running"))
            self._running = True
            try:
                with self._core.session():
                    return self._fixpoint(self._core, facts)
            finally:
                self._running = False

    def _fixpoint(self, core: Core, facts: Iterable[Fact]) -> tuple[Firing, ...]:
        known = _Known()
        tally = Tally(self._register)
        firings: list[Firing] = []
        waiting = deque(known.fresh([checked_fact(fact, None) for fact in facts], None))
        while waiting:
            number = waiting.popleft()
            due = tally.add(known.facts[number])
            if due is None:
                continue
            matches = core.tell(number, self._encoding.fact(known.facts[number]))
            if not len(matches) == len(set(matches)) == due:
                raise lost(
                    Text(
                        f"应推理 {due} 次，实际 {len(matches)} 次", f"productions fired {len(matches)} times, not {due}"
                    )
                )
            for production, numbers in matches:
                matched = tuple(known.facts[one] for one in numbers)
                firing = _fired(self._productions[production], matched)
                firings.append(firing)
                waiting.extend(known.fresh(firing.concluded, firing.production))
        core.check_stored()
        return tuple(firings)

    def close(self) -> None:
        """Free the engine's memory; nothing can be run any more."""
        with self._lock:
            if self._running:
                raise ChainingRefusedError(Text("推理尚未结束，不能关闭", "these productions are still running"))
            core, self._core = self._core, None
            if core is not None:
                core.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Known:
    """The facts of one session, by the number under which the engine has them."""

    def __init__(self) -> None:
        self.facts: dict[int, Fact] = {}
        self._seen: set[frozenset[tuple[str, str]]] = set()

    def fresh(self, facts: Iterable[Fact], production: str | None) -> list[int]:
        """The numbers of those that were not known; `production` concluded them, or nobody."""
        numbers = []
        for fact in facts:
            content = frozenset(fact.items())
            if content in self._seen:
                continue
            if len(self.facts) == MOST_FACTS:
                raise refused_fact(
                    fact, Text(f"事实过多，最多 {MOST_FACTS} 条", f"the limit is {MOST_FACTS} facts"), production
                )
            self._seen.add(content)
            numbers.append(len(self.facts) + 1)
            self.facts[numbers[-1]] = fact
        return numbers


def _fired(production: Production, matched: tuple[Fact, ...]) -> Firing:
    concluded = tuple(checked_fact(fact, production.name) for fact in production.conclude(matched))
    return Firing(production.name, matched, concluded)
