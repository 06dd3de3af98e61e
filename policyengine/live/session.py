"""A session: facts that change row by row, and the verdicts and consequences that change with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from types import TracebackType
from typing import Self

from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.rows import Cell, Lack, Row
from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.tables import FactBase
from policyengine.live.changes import Change
from policyengine.live.crowds import LARGE, Addition, LiveCrowds, Slot
from policyengine.live.errors import LiveError
from policyengine.live.facts import LiveFacts
from policyengine.live.gathering import gather
from policyengine.live.given import read_cells
from policyengine.live.passing import passed
from policyengine.live.reads import PRESENCE
from policyengine.live.reckoning import Reckoning
from policyengine.live.rulebook import Rulebook, common_measuring_date
from policyengine.live.trails import Everyone, Ids, Joint, Reached, members
from policyengine.live.upkeep import refuse_dangling, refuse_referred
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.consequences import Conclusion
from policyengine.verdicts.verdict import Verdict

Additions = Mapping[tuple[int, str], Addition]
"""What children add, by slot and child."""


@dataclass
class _Before:
    """How things stood before a change; `paths` are where it leads: subjects, and the joints on the way to them."""

    paths: dict[int, list[tuple[dict[str, None], tuple[Joint, ...]]]] = field(default_factory=dict)
    outcomes: dict[tuple[int, str], Outcome | None] = field(default_factory=dict)
    additions: dict[tuple[int, str], Addition] = field(default_factory=dict)


class LiveSession:
    """Plans over facts that change.

    A context manager; threads may share one, and their changes come one after the other. A change that is refused
    leaves everything as it was. `closed` sessions take no more changes.
    """

    def __init__(
        self, cases: Iterable[Case], facts: FactBase, judged: Iterable[tuple[str, str]], *, large: int = LARGE
    ) -> None:
        self._cases = tuple(cases)
        self._large = large
        self._lock = RLock()
        self._rulebook = Rulebook(tuple(case.plan for case in self._cases), facts.vocabulary)
        self._facts = LiveFacts(facts, judged, self._rulebook.chains)
        self._reckoning = Reckoning(self._rulebook, self._cases)
        self._outcomes: dict[tuple[int, str], Outcome | None] = {}
        self._closed = False
        self._days: list[date | None] = []
        self._crowds = self._gathered()
        self._reckoning.begin(self._facts)

    @property
    def as_of(self) -> date:
        """The day that all verdicts are as of."""
        return self._cases[0].as_of

    # --- changes ------------------------------------------------------------------------------------------------------

    def upsert(self, entity: str, row: Mapping[str, object]) -> tuple[Change, ...]:
        """Add a row, or change cells of one; cells that are not named stay as they are, or are unknown in a new row.

        Gives the verdicts and consequences that have changed. Raises `FactsError` for a row that a file would be
        refused for, and `LiveError` for an entity of which no table was read.
        """
        with self._lock:
            table = self._table(entity)
            identity = row.get("id")
            if not isinstance(identity, str) or not identity.strip():
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
                raise LiveError(Text(f"{entity} 中没有 `{identity}`", f"there is no {entity} `{identity}`"))
            refuse_referred(self._facts, before)
            return self._changed(before, None, {})

    def advance(self, as_of: date) -> tuple[Change, ...]:
        """Let days pass: deadlines, lifetimes and certificates end. Raises `LiveError` for a day gone by."""
        with self._lock:
            self._open()
            if as_of < self.as_of:
                raise LiveError(
                    Text(
                        f"不能退回 {as_of}：已评至 {self.as_of}", f"{as_of} is past: the session is as of {self.as_of}"
                    ),
                    Text("请另开一个会话", "open another session for it"),
                )
            cases, facts = self._cases, self._facts.current()
            later = tuple(Case(case.plan, case.facts, as_of, case.waived) for case in cases)
            changes = passed(cases, later, facts)
            self._cases = later
            self._outcomes.clear()
            self._reckoning.cases = later
            self._crowds = self._gathered()
            return (*changes, *self._reckoning.again(self._facts))

    # --- questions ----------------------------------------------------------------------------------------------------

    def verdict(self, policy: str, rule: str, subject: str) -> Verdict | None:
        """What a rule says of a subject now; `None` where it does not concern it.

        Raises `LiveError` for a policy, a rule or a subject that there is not.
        """
        with self._lock:
            self._open()
            number = self._reckoning.number(policy, rule)
            entry = self._rulebook.entries[number]
            place = self._cases[entry.plan].plan.jurisdiction
            if subject not in self._facts.rows(entry.rule.subject) and place != (entry.rule.subject, subject):
                kind = entry.rule.subject
                raise LiveError(Text(f"{kind} 中没有 `{subject}`", f"there is no {kind} `{subject}`"))
            outcome = self._rulebook.outcome(number, subject, self._facts, self.as_of)
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
            self._outcomes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- how a change is taken ----------------------------------------------------------------------------------------

    def _changed(self, before: Row | None, after: Row | None, cells: Mapping[str, Cell]) -> tuple[Change, ...]:
        row = after or before
        fields = _differing(before, after, cells)
        if row is None or not fields:
            return ()
        reached = self._reached(before, after, row, fields)
        earlier = self._as_it_stands(reached, row, wide=False)
        later = self._made(before, after, earlier)
        if self._is_wide(reached, earlier, later):
            self._undo(before, after, earlier, later)
            earlier = self._as_it_stands(reached, row, wide=True)
            later = self._made(before, after, earlier)
        taken = False
        try:
            changes = self._found(earlier, later, tuple(sorted({_words(row, name) for name in fields})))
            taken = True
        finally:
            if not taken:
                self._undo(before, after, earlier, later)
        return changes

    def _made(self, before: Row | None, after: Row | None, earlier: _Before) -> Additions:
        """Make the change; what the children that it touches add now."""
        self._facts.change(before, after)
        return self._recount(earlier)

    def _is_wide(self, reached: Reached, earlier: _Before, later: Additions) -> bool:
        """Whether something new has come to a child of unknown parent, and so to everyone."""
        changed = _changed(earlier, later)
        return any(
            (day := self._days[number]) is None or all(self._changed_at(joint, day, changed) for joint in path.joints)
            for number, paths in reached.paths.items()
            for path in paths
            if isinstance(path.subjects, Everyone) or any(isinstance(joint.children, Everyone) for joint in path.joints)
        )

    def _found(self, earlier: _Before, later: Additions, because: tuple[str, ...]) -> tuple[Change, ...]:
        """What has changed, now that the facts have."""
        now = {
            (number, subject): self._rulebook.outcome(number, subject, self._facts, self.as_of)
            for number, subject in self._touched(earlier, later)
        }
        changed = {
            key: (earlier.outcomes[key], outcome) for key, outcome in now.items() if earlier.outcomes[key] != outcome
        }
        changes = self._reckoning.changes(changed, because, self._facts)
        known = {**earlier.outcomes, **now}
        self._outcomes.update((key, outcome) for key, outcome in known.items() if key[0] in self._rulebook.far)
        return changes

    def _touched(self, earlier: _Before, later: Additions) -> dict[tuple[int, str], None]:
        """The rules and subjects that something new has come to: not those behind a crowd that has stayed as it was."""
        changed = _changed(earlier, later)
        found: dict[tuple[int, str], None] = {}
        for number, paths in earlier.paths.items():
            day = self._days[number]
            for subjects, joints in paths:
                if day is None or all(self._changed_at(joint, day, changed) for joint in joints):
                    found.update(dict.fromkeys((number, subject) for subject in subjects))
        return found

    def _changed_at(self, joint: Joint, day: date, changed: set[tuple[int, str]]) -> bool:
        """Whether some child adds something else than before; where no crowd is kept, that is not known."""
        slot = self._crowds.on_day(joint.move.node, day)
        if slot is None or isinstance(joint.children, Everyone):
            return True
        return any((id(slot), child) in changed for child in joint.children)

    def _undo(self, before: Row | None, after: Row | None, earlier: _Before, later: Additions) -> None:
        """Put everything back."""
        self._facts.change(after, before)
        for addition in later.values():
            self._crowds.apply(addition, -1)
        for addition in earlier.additions.values():
            self._crowds.apply(addition, 1)

    def _reached(self, before: Row | None, after: Row | None, row: Row, fields: frozenset[str]) -> Reached:
        """What the change leads to, as things stood and as they will stand."""
        trails = self._rulebook.trails
        reached = trails.follow(before or row, fields, self._facts) if before else Reached()
        entity = self._facts.vocabulary.entities[row.entity]
        leads_elsewhere = any(name in entity.fields and entity.fields[name].reference for name in fields)
        if before is not None and after is not None and not leads_elsewhere:
            return reached
        self._facts.change(before, after)
        try:
            reached.merge(trails.follow(row, fields, self._facts) if after else Reached())
        finally:
            self._facts.change(after, before)
        return reached

    def _as_it_stands(self, reached: Reached, changed: Row, *, wide: bool) -> _Before:
        """The outcomes and additions that the change may touch, before it is made; of everyone only if it is `wide`."""
        earlier = _Before()
        for number, paths in reached.paths.items():
            kept = earlier.paths[number] = []
            for path in paths:
                if not wide and isinstance(path.subjects, Everyone):
                    continue
                subjects = self._subjects(number, path.subjects, changed)
                kept.append((subjects, path.joints))
                for subject in subjects:
                    if (number, subject) not in earlier.outcomes:
                        earlier.outcomes[number, subject] = self._outcome(number, subject)
        for joint in reached.joints:
            slots = self._crowds.of_node(joint.move.node)
            if not wide and isinstance(joint.children, Everyone):
                continue
            for child in self._rows(joint.move.relation.child, joint.children, changed) if slots else ():
                for slot in slots:
                    if (id(slot), child) not in earlier.additions:
                        found = self._crowds.addition(slot, child)
                        earlier.additions[id(slot), child] = found or Addition(slot, child, Lack.NONE, None)
        return earlier

    def _outcome(self, number: int, subject: str) -> Outcome | None:
        """What a rule finds, as things stand; of rules that look at children it is remembered."""
        if (number, subject) in self._outcomes:
            return self._outcomes[number, subject]
        return self._rulebook.outcome(number, subject, self._facts, self.as_of)

    def _subjects(self, number: int, ids: Ids, changed: Row) -> dict[str, None]:
        """The subjects; to everyone belongs the jurisdiction itself, which need not have a row of its own."""
        entry = self._rulebook.entries[number]
        found = self._rows(entry.rule.subject, ids, changed)
        place = self._cases[entry.plan].plan.jurisdiction
        if isinstance(ids, Everyone) and place is not None and place[0] == entry.rule.subject:
            found[place[1]] = None
        return found

    def _rows(self, entity: str, ids: Ids, changed: Row) -> dict[str, None]:
        """The rows that are meant; to everyone belongs the changed row, which may be yet to come."""
        found = dict.fromkeys(members(ids, self._facts.rows(entity)))
        if isinstance(ids, Everyone) and changed.entity == entity:
            found[changed.id] = None
        return found

    def _recount(self, earlier: _Before) -> Additions:
        """Take away what children added before, and count what they add now, lower crowds first."""
        for addition in earlier.additions.values():
            self._crowds.apply(addition, -1)
        later: dict[tuple[int, str], Addition] = {}
        for key, addition in sorted(earlier.additions.items(), key=_height):
            now = self._crowds.addition(addition.slot, addition.child)
            if now is not None:
                self._crowds.apply(now, 1)
                later[key] = now
        return later

    # --- upkeep -------------------------------------------------------------------------------------------------------

    def _gathered(self) -> LiveCrowds:
        """The crowds of all rules that are measured on one day."""
        self._facts.crowds = None
        crowds = LiveCrowds(self._facts, self._large)
        self._days = [
            common_measuring_date(self._cases[entry.plan].plan, entry.rule, self.as_of)
            for entry in self._rulebook.entries
        ]
        for entry, day in zip(self._rulebook.entries, self._days, strict=True):
            if day is not None:
                crowds.keep((entry.rule,), day)
        self._facts.crowds = crowds
        for slot in gather(self._facts.current(), crowds.slots()):
            crowds.fill(slot)
        return crowds

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


def _changed(earlier: _Before, later: Additions) -> set[tuple[int, str]]:
    """The children that add something else than before, by slot."""
    return {key for key, addition in earlier.additions.items() if later.get(key) != addition}


def _height(addition: tuple[tuple[int, str], Addition]) -> int:
    slot: Slot = addition[1].slot
    return slot.height


def _differing(before: Row | None, after: Row | None, cells: Mapping[str, Cell]) -> frozenset[str]:
    """The fields whose cells differ; all there are, and the row's presence, where it comes or goes."""
    if before is not None and after is not None:
        return frozenset(name for name, cell in cells.items() if before.cell(name) != cell)
    return frozenset((PRESENCE,))


def _words(row: Row, name: str) -> str:
    return f"{row.entity}:{row.id}" if name == PRESENCE else f"{row.entity}:{row.id}.{name}"
