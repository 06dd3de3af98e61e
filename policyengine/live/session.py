"""A session: facts that change row by row, and the verdicts and consequences that change with them."""

from collections.abc import Iterable, Mapping
from datetime import date
from threading import RLock
from types import TracebackType
from typing import Self

from policyengine.engine.walker.rows import Cell, Row
from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.tables import FactBase
from policyengine.language.waivers import Waiver
from policyengine.live.changes import Change
from policyengine.live.crowds import LARGE
from policyengine.live.errors import LiveError, no_such_row
from policyengine.live.facts import LiveFacts
from policyengine.live.given import read_cells, read_id
from policyengine.live.passing import passed
from policyengine.live.reads import PRESENCE
from policyengine.live.reckoning import Reckoning
from policyengine.live.rulebook import Rulebook
from policyengine.live.state import LiveState
from policyengine.live.upkeep import refuse_dangling, refuse_referred
from policyengine.reading.dates import only_day
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.consequences import Conclusion
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.waivers import in_force


class LiveSession:
    """Plans over facts that change.

    A context manager; threads may share one, and their changes come one after the other. A change that is refused
    leaves everything as it was. `closed` sessions take no more changes.
    """

    def __init__(
        self,
        cases: Iterable[Case],
        facts: FactBase,
        judged: Iterable[tuple[str, str]],
        *,
        waivers: Iterable[Waiver] = (),
        large: int = LARGE,
    ) -> None:
        self._cases, self._waivers = tuple(cases), tuple(waivers)
        self._lock = RLock()
        rulebook = Rulebook(tuple(case.plan for case in self._cases), facts.vocabulary)
        self._facts = LiveFacts(facts, judged, rulebook.chains)
        self._facts.open(rulebook.trails.entities())
        self._reckoning = Reckoning(rulebook, self._cases)
        self._closed = False
        self._state = LiveState(rulebook, self._facts, self.as_of, large)
        self._reckoning.begin(self._facts)

    @property
    def as_of(self) -> date:
        """The day that all verdicts are as of."""
        return self._cases[0].as_of

    def __repr__(self) -> str:
        policies = ", ".join(case.plan.policy for case in self._cases)
        return f"<LiveSession: {policies} as of {self.as_of}>"

    # --- changes ------------------------------------------------------------------------------------------------------

    def upsert(self, entity: str, row: Mapping[str, object]) -> tuple[Change, ...]:
        """Add a row, or change cells of one; cells that are not named stay as they are, or are unknown in a new row.

        Gives the verdicts and consequences that have changed. Raises `FactsError` for a row that a file would be
        refused for, and `LiveError` for an entity of which no table was read.
        """
        with self._lock:
            table = self._table(entity)
            identity = read_id(row.get("id"))
            if identity is None:
                raise FactsError([Refusal.of(messages.EMPTY_ID, entity, 1, "id")])
            before = self._facts.rows(entity).get(identity)
            cells = read_cells(self._facts.vocabulary.entities[table], row, before, self._facts)
            after = self._facts.rows(entity).with_cells(identity, cells)
            refuse_dangling(self._facts, after, cells)
            return self._changed(before, after, cells)

    def remove(self, entity: str, identity: str) -> tuple[Change, ...]:
        """Take a row out. Raises `LiveError` where there is none, or where rows of the facts refer to it."""
        with self._lock:
            before = self._facts.rows(self._table(entity)).get(identity)
            if before is None:
                raise no_such_row(self._facts.vocabulary, entity, identity)
            refuse_referred(self._facts, before)
            return self._changed(before, None, {})

    def advance(self, as_of: date) -> tuple[Change, ...]:
        """Let days pass: deadlines, lifetimes and certificates end. Raises `LiveError` for a day gone by."""
        with self._lock:
            self._open()
            if only_day(as_of) < self.as_of:
                raise LiveError(
                    Text(
                        f"不能退回 {as_of}：已评至 {self.as_of}", f"{as_of} is past: the session is as of {self.as_of}"
                    ),
                    Text("请另开一个会话", "open another session for it"),
                )
            later = tuple(
                Case(case.plan, case.facts, as_of, in_force(self._waivers, case.plan.policy, as_of))
                for case in self._cases
            )
            verdicts = passed(self._cases, later, self._facts.current())
            consequences = self._reckoning.on(later, self._facts)
            self._cases = later
            self._state.pass_to(as_of)
            return (*verdicts, *consequences)

    # --- questions ----------------------------------------------------------------------------------------------------

    def verdict(self, policy: str, rule: str, subject: str) -> Verdict | None:
        """What a rule says of a subject now; `None` where it does not concern it.

        Raises `LiveError` for a policy, a rule or a subject that there is not.
        """
        with self._lock:
            self._open()
            number = self._reckoning.number(policy, rule)
            entry = self._reckoning.entry(number)
            place = self._cases[entry.plan].plan.jurisdiction
            if subject not in self._facts.rows(entry.rule.subject) and place != (entry.rule.subject, subject):
                raise no_such_row(self._facts.vocabulary, entry.rule.subject, subject)
            outcome = self._state.outcome(number, subject)
            return None if outcome is None else self._reckoning.verdict(number, subject, outcome)

    def conclusions(self, policy: str, subject_kind: str, subject: str) -> tuple[Conclusion, ...]:
        """What follows for a subject now."""
        with self._lock:
            self._open()
            return self._reckoning.conclusions(policy, subject_kind, subject)

    def facts(self) -> FactBase:
        """The facts as they are now; evaluating them anew gives the same verdicts and consequences."""
        with self._lock:
            self._open()
            return self._facts.current()

    def close(self) -> None:
        """Free everything that the session holds."""
        with self._lock:
            self._closed = True
            self._reckoning.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- checks -------------------------------------------------------------------------------------------------------

    def _changed(self, before: Row | None, after: Row | None, cells: Mapping[str, Cell]) -> tuple[Change, ...]:
        row = after or before
        fields = _differing(before, after, cells)
        if row is None or not fields:
            return ()
        because = tuple(sorted(_words(row, name) for name in fields))
        return self._state.take(
            before, after, fields, lambda changed: self._reckoning.changes(changed, because, self._state)
        )

    def _table(self, entity: str) -> str:
        self._open()
        known = self._facts.vocabulary.entities
        if entity not in known:
            raise FactsError(
                [Refusal.of(messages.UNKNOWN_TABLE, entity, name=entity, suggestion=suggestion(entity, known))]
            )
        if not self._facts.supplied(entity):
            raise LiveError(
                Text(f"会话开始时没有 {entity} 表", f"no table of {entity} was read when the session began"),
                Text(
                    "请在事实中给出该表，空表也可；不全的写明 `complete: false`",
                    "give the table with the facts, be it an empty one; say `complete: false` if it may lack rows",
                ),
            )
        return entity

    def _open(self) -> None:
        if self._closed:
            raise LiveError(Text("会话已关闭", "the session is closed"))


def _differing(before: Row | None, after: Row | None, cells: Mapping[str, Cell]) -> frozenset[str]:
    """The fields whose cells differ; all there are, and the row's presence, where it comes or goes."""
    if before is not None and after is not None:
        return frozenset(name for name, cell in cells.items() if before.cell(name) != cell)
    return frozenset((PRESENCE,))


def _words(row: Row, name: str) -> str:
    return f"{row.entity}:{row.id}" if name == PRESENCE else f"{row.entity}:{row.id}.{name}"
