"""durable-rules, used in the one way in which it was found to be right.

One ruleset, one session at a time under one name, facts asserted one by one and never retracted, actions that only
take notes, no threads or timers of the engine's own. Whatever the engine does not answer as it should ends the
session with `ChainingRefusedError`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol, TypeVar

from policyengine.reading.findings import shown
from policyengine.reading.text import Text
from policyengine.verdicts.productions import KIND
from policyengine.verdicts.rete_encoding import LOT_NAMES, VALUES, Path
from policyengine.verdicts.rete_hashes import check_distinct
from policyengine.verdicts.rete_limits import MOST_FACTS, MOST_PATTERNS, lost, unavailable

Found = TypeVar("Found")
Match = tuple[int, tuple[int, ...]]
"""A production's number, and the numbers of the facts that it matched, in the order of its patterns."""

RULESET = "productions"
SESSION = "S"
OPENING = "open"
OPENING_ID = "0"
SINK = "sink"
ONE = "one"
LAST = 60_000
"""The sink's priority: after all productions."""
SLOTS = tuple(f"c{number}" for number in range(MOST_PATTERNS))
"""The engine's names of a production's patterns."""


class _Told(Protocol):
    id: str


class _Context(Protocol):
    """What the engine hands to an action: the matched facts, by slot."""

    def __getattr__(self, slot: str, /) -> _Told: ...


Action = Callable[[_Context], None]


class Core:
    """A ruleset of the engine. Facts are counted up from 1 within a session; not safe for threads by itself."""

    def __init__(self, productions: Sequence[Sequence[Path]]) -> None:
        try:
            import durable_rules_engine  # noqa: PLC0415 - compiled; loaded only where something is chained
            from durable import engine  # noqa: PLC0415 - as above
        except ImportError as error:
            raise unavailable(error) from error
        _check_names()
        self._failures = (
            durable_rules_engine.error,
            engine.MessageNotHandledException,
            engine.MessageObservedException,
            MemoryError,
            ValueError,
        )
        self._delete_ruleset = durable_rules_engine.delete_ruleset
        self._opened = False
        self._told: list[str] = []
        self._matches: list[Match] = []
        self._sunk: list[str] = []
        self._raised: BaseException | None = None
        # The engine's own host would start two threads, which take actions away from ours.
        host = type("QuietHost", (engine.Host,), {"_run": lambda _: None})
        self._host = host()
        self._asked(self._host.register_rulesets, {RULESET: self._rules(productions)})
        self._ruleset = self._host.get_ruleset(RULESET)

    @contextmanager
    def session(self) -> Iterator[None]:
        """A session without facts, which is gone at the end."""
        self._opened, self._told = False, []
        try:
            self._send({"id": OPENING_ID, "sid": SESSION, KIND: OPENING})
            yield
        finally:
            # Freeing a session in which no action has run frees a pointer that was never set.
            if self._opened:
                self._asked(self._ruleset.delete_state, SESSION)

    def tell(self, number: int, told: Mapping[str, str]) -> list[Match]:
        """Assert the fact of this number: every match that it completes."""
        self._matches, self._sunk = [], []
        self._send({"id": str(number), "sid": SESSION, ONE: 1, **told})
        if self._sunk != [str(number)]:
            raise lost(Text(f"第 {number} 条事实未被处理", f"fact number {number} was not acted upon"))
        return self._matches

    def check_stored(self) -> None:
        """Raises `ChainingRefusedError` unless the engine holds every fact that it was told in this session, once."""
        stored = sorted(fact["id"] for fact in self._asked(self._ruleset.get_facts, SESSION))
        if stored != sorted(self._told):
            raise lost(
                Text(
                    f"应存 {len(self._told) - 1} 条事实，实存 {len(stored) - 1} 条",
                    f"it holds {len(stored) - 1} facts of {len(self._told) - 1}",
                )
            )

    def close(self) -> None:
        """Free the ruleset; the core is of no more use."""
        self._asked(self._delete_ruleset, self._ruleset._handle)

    def _send(self, message: dict[str, Any]) -> None:
        self._raised = None
        self._told.append(message["id"])
        reply = self._asked(self._host.assert_fact, RULESET, message)
        if self._raised is not None:
            raise self._raised
        if not isinstance(reply, dict) or "exception" in reply:
            raise lost(Text(f"答复是 `{shown(reply)}`", f"it answered `{shown(reply)}`"))

    def _asked(self, function: Callable[..., Found], *arguments: object) -> Found:
        try:
            return function(*arguments)
        except self._failures as error:
            words = shown(getattr(error, "message", repr(error)))
            raise lost(Text(words, words)) from error

    def _rules(self, productions: Sequence[Sequence[Path]]) -> dict[str, Any]:
        rules: dict[str, Any] = {OPENING: {"all": [_condition("m", ((KIND, OPENING),))], "run": self._note(self._open)}}
        for number, paths in enumerate(productions):
            rules[f"p{number}"] = {
                "all": [_condition(slot, path) for slot, path in zip(SLOTS, paths, strict=False)],
                "dist": 0,  # one fact may meet several patterns
                "run": self._note(self._matching(number, SLOTS[: len(paths)])),
            }
        rules[SINK] = {"all": [_condition("m", ((ONE, 1),))], "pri": LAST, "run": self._note(self._sink)}
        return rules

    def _note(self, take: Action) -> Action:
        # The engine looks at the number of parameters, and swallows what an action raises.
        def action(context: _Context) -> None:
            try:
                take(context)
            except BaseException as raised:  # noqa: BLE001 - raised again once the engine has returned
                self._raised = raised

        return action

    def _open(self, _: _Context) -> None:
        self._opened = True

    def _sink(self, context: _Context) -> None:
        self._sunk.append(context.m.id)

    def _matching(self, number: int, slots: Sequence[str]) -> Action:
        def take(context: _Context) -> None:
            self._matches.append((number, tuple(int(getattr(context, slot).id) for slot in slots)))

        return take


@cache
def _check_names() -> None:
    check_distinct((*VALUES, *LOT_NAMES, KIND, ONE, "id", "sid", "$s"))
    check_distinct((*SLOTS, "m"))
    check_distinct((*(str(number) for number in range(MOST_FACTS + 1)), f"sid-{SESSION}", "$pulse"))


def _condition(slot: str, equalities: Sequence[tuple[str, str | int]]) -> dict[str, Any]:
    return {slot: {"$and": [{name: value} for name, value in equalities]}}
