"""How things stand: facts, crowds and remembered outcomes, and what becomes of them when a row changes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from policyengine.engine.columnar.clocks import measured_on
from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.rows import Lack, Row
from policyengine.engine.walker.share import Share
from policyengine.live.crowds import LARGE, Addition, Changing, LiveCrowds, Slot
from policyengine.live.facts import LiveFacts
from policyengine.live.gathering import gather
from policyengine.live.likeness import Alike
from policyengine.live.results import Results
from policyengine.live.rulebook import Rulebook
from policyengine.live.trails import Everyone, Ids, Joint, Path, Reached, members

Answer = TypeVar("Answer")

Changed = Mapping[tuple[int, str], tuple[Outcome | None, Outcome | None]]
"""By rule and subject, the outcome before and now; `None` where the rule does not concern the subject."""

Additions = Mapping[tuple[int, str], Addition]
"""What children add that add something else than before, by slot and child."""

REMEMBERED = 16_384
"""So many outcomes of rules that look at children are remembered."""


@dataclass
class _Before:
    """How things stood before a change.

    `known` and `shares` are what was found then, so that equal things found after the change are the same objects.
    `changing` are the fields that the change touches.
    """

    changing: Changing
    outcomes: dict[tuple[int, str], Outcome | None] = field(default_factory=dict)
    additions: dict[tuple[int, str], Addition] = field(default_factory=dict)
    known: dict[Outcome | None, Outcome | None] = field(default_factory=dict)
    shares: dict[Share | None, Share | None] = field(default_factory=dict)


class LiveState:
    """The facts of a session as of a day, with what is kept so that a change need not recount them.

    Of more than `large` rows at once it is asked which are alike.
    """

    def __init__(self, rulebook: Rulebook, facts: LiveFacts, as_of: date, large: int = LARGE) -> None:
        self.facts, self.as_of = facts, as_of
        self._rulebook, self._large = rulebook, large
        self._outcomes: dict[tuple[int, str], Outcome | None] = {}
        self._days: list[date | None] = []
        self._crowds = self._gathered()

    def pass_to(self, as_of: date) -> None:
        """Let it be another day."""
        self.as_of = as_of
        self._outcomes.clear()
        self._crowds = self._gathered()

    def outcome(self, number: int, subject: str, results: Results | None = None) -> Outcome | None:
        """What a rule finds, as things stand; of rules that look at children it is remembered."""
        if (number, subject) in self._outcomes:
            return self._outcomes[number, subject]
        return self._walked(number, subject, results)

    def take(
        self, before: Row | None, after: Row | None, fields: frozenset[str], then: Callable[[Changed], Answer]
    ) -> Answer:
        """Make a change of some fields, and give what `then` makes of the outcomes that it changed.

        Where `then` fails everything is put back, and its error comes through.
        """
        row = after or before
        if row is None:
            raise ValueError("a change is of some row")
        results = Results(row.entity, fields)
        self._forget(results.cells)
        reached = self._reached(before, after, row, fields)
        earlier = _Before(results.cells)
        self._add_up(earlier, reached, row, everyone=False)
        later = self._made(before, after, earlier)
        touched = self._touched(reached, later)
        concerned = {
            number: dict.fromkeys(subject for path in paths for subject in self._subjects(number, path.subjects, row))
            for number, paths in touched.items()
        }
        find, find_anew = partial(self.outcome, results=results), partial(self._walked, results=results)
        if any(path.wide for paths in touched.values() for path in paths):
            self._undo(before, after, earlier, later)
            self._add_up(earlier, reached, row, everyone=True)
            earlier.outcomes = self._found(concerned, find, earlier)
            later = self._made(before, after, earlier)
        elif (remembered := self._remembered(concerned)) is not None:
            earlier.outcomes = remembered
        else:
            self._undo(before, after, earlier, later)
            earlier.outcomes = self._found(concerned, find, earlier)
            self._redo(before, after, earlier, later)
        taken = False
        try:
            was, now = earlier.outcomes, self._found(concerned, find_anew, earlier)
            answer = then({key: (was[key], outcome) for key, outcome in now.items() if was[key] != outcome})
            taken = True
        finally:
            if not taken:
                self._undo(before, after, earlier, later)
        self._remember(now)
        return answer

    def _remembered(self, concerned: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], Outcome | None] | None:
        """What was found for all of these when they were last asked about; `None` if one of them was not."""
        asked = [(number, subject) for number, subjects in concerned.items() for subject in subjects]
        found = {key: self._outcomes[key] for key in asked if key in self._outcomes}
        return found if len(found) == len(asked) else None

    def _remember(self, outcomes: Mapping[tuple[int, str], Outcome | None]) -> None:
        if len(self._outcomes) + len(outcomes) > REMEMBERED:
            self._outcomes.clear()
        if len(outcomes) <= REMEMBERED:
            self._outcomes.update((key, outcome) for key, outcome in outcomes.items() if key[0] in self._rulebook.far)

    def _made(self, before: Row | None, after: Row | None, earlier: _Before) -> Additions:
        """Make the change; what the children that it touches add now."""
        self.facts.change(before, after)
        return self._recount(earlier)

    def _touched(self, reached: Reached, later: Additions) -> dict[int, list[Path]]:
        """The paths by which something new has come: not those behind a crowd that has stayed as it was."""
        found: dict[int, list[Path]] = {}
        for number, paths in reached.paths.items():
            day = self._days[number]
            kept = [
                path
                for path in paths
                if day is None or all(self._changed_at(joint, day, later) for joint in path.joints)
            ]
            if kept:
                found[number] = kept
        return found

    def _changed_at(self, joint: Joint, day: date, later: Additions) -> bool:
        """Whether some child adds something else than before; where no crowd is kept, that is not known."""
        slot = self._crowds.on_day(joint.move.node, day)
        if slot is None or isinstance(joint.children, Everyone):
            return True
        return any((id(slot), child) in later for child in joint.children)

    def _undo(self, before: Row | None, after: Row | None, earlier: _Before, later: Additions) -> None:
        """Put everything back."""
        self.facts.change(after, before)
        for key, addition in later.items():
            self._crowds.apply(addition, -1)
            self._crowds.apply(earlier.additions[key], 1)

    def _redo(self, before: Row | None, after: Row | None, earlier: _Before, later: Additions) -> None:
        """Make a change again that was put back."""
        self.facts.change(before, after)
        for key, addition in later.items():
            self._crowds.apply(earlier.additions[key], -1)
            self._crowds.apply(addition, 1)

    def _reached(self, before: Row | None, after: Row | None, row: Row, fields: frozenset[str]) -> Reached:
        """What the change leads to, as things stood and as they will stand."""
        trails = self._rulebook.trails
        reached = trails.follow(before or row, fields, self.facts) if before else Reached()
        entity = self.facts.vocabulary.entities[row.entity]
        leads_elsewhere = any(name in entity.fields and entity.fields[name].reference for name in fields)
        if before is not None and after is not None and not leads_elsewhere:
            return reached
        self.facts.change(before, after)
        try:
            reached.merge(trails.follow(row, fields, self.facts) if after else Reached())
        finally:
            self.facts.change(after, before)
        return reached

    def _forget(self, changing: Changing) -> None:
        """Forget the cells by which rows are told apart, where they are about to change."""
        for likeness in (*self._rulebook.likenesses(), *self._crowds.likenesses()):
            if likeness.known and not changing.isdisjoint(likeness.rests_on):
                likeness.known.clear()

    def _add_up(self, earlier: _Before, reached: Reached, changed: Row, *, everyone: bool) -> None:
        """Note what the children add that a change may touch, as things stand: if `everyone`, those that are all."""
        found = earlier.additions
        for joint in reached.joints:
            if isinstance(joint.children, Everyone) is not everyone:
                continue
            slots = self._crowds.of_node(joint.move.node)
            children = self._rows(joint.move.relation.child, joint.children, changed) if slots else {}
            many = len(children) > self._large
            parents = self._crowds.parents(joint.move.relation) if many and slots else {}
            for slot in slots:
                alike = self._crowds.alike_shares(slot, earlier.shares, earlier.changing) if many else None
                for child in children:
                    if (id(slot), child) not in found:
                        addition = self._crowds.addition(slot, child, alike, parents.get(child))
                        found[id(slot), child] = addition or Addition(slot, child, Lack.NONE, None)

    def _walked(self, number: int, subject: str, results: Results | None = None) -> Outcome | None:
        return self._rulebook.outcome(number, subject, self.facts, self.as_of, results)

    def _found(
        self,
        concerned: Mapping[int, Collection[str]],
        find: Callable[[int, str], Outcome | None],
        earlier: _Before,
    ) -> dict[tuple[int, str], Outcome | None]:
        """What rules find for subjects; of many it is found once for those that are alike."""
        found: dict[tuple[int, str], Outcome | None] = {}
        for number, subjects in concerned.items():
            likeness = self._rulebook.likeness(number) if len(subjects) > self._large else None
            alike = self._crowds.alike(likeness, self._days[number], earlier.known, earlier.changing)
            kind = self._rulebook.entries[number].rule.subject
            rows = self.facts.rows(kind)
            for subject in subjects:
                if alike is None or subject not in rows:
                    found[number, subject] = find(number, subject)
                else:
                    found[number, subject] = alike.of(kind, subject, partial(find, number, subject))
        return found

    def _subjects(self, number: int, ids: Ids, changed: Row) -> dict[str, None]:
        """The subjects; to everyone belongs the jurisdiction itself, which need not have a row of its own."""
        entry = self._rulebook.entries[number]
        found = self._rows(entry.rule.subject, ids, changed)
        place = self._rulebook.plans[entry.plan].jurisdiction
        if isinstance(ids, Everyone) and place is not None and place[0] == entry.rule.subject:
            found[place[1]] = None
        return found

    def _rows(self, entity: str, ids: Ids, changed: Row) -> dict[str, None]:
        """The rows that are meant; to everyone belongs the changed row, which may be yet to come."""
        found = dict.fromkeys(members(ids, self.facts.rows(entity)))
        if isinstance(ids, Everyone) and changed.entity == entity:
            found[changed.id] = None
        return found

    def _recount(self, earlier: _Before) -> Additions:
        """Count what children add now that add something else than before, lower crowds first."""
        times = Counter(slot for slot, _ in earlier.additions)
        alike: dict[int, Alike[Share | None] | None] = {}
        moving: dict[int, bool] = {}
        later: dict[tuple[int, str], Addition] = {}
        for key, was in sorted(earlier.additions.items(), key=_height):
            if key[0] not in moving:
                many = times[key[0]] > self._large
                alike[key[0]] = self._crowds.alike_shares(was.slot, earlier.shares, earlier.changing) if many else None
                moving[key[0]] = not many or self._crowds.redirects(was.slot, earlier.changing)
            parent = None if moving[key[0]] else was.parent
            found = self._crowds.addition(was.slot, was.child, alike[key[0]], parent)
            now = found or Addition(was.slot, was.child, Lack.NONE, None)
            if now != was:
                self._crowds.apply(was, -1)
                self._crowds.apply(now, 1)
                later[key] = now
        return later

    def _gathered(self) -> LiveCrowds:
        """The crowds of all rules that are measured on one day."""
        self.facts.crowds = None
        crowds = LiveCrowds(self.facts, self._large)
        self._days = [
            measured_on(entry.rule.due, self.as_of, self._rulebook.plans[entry.plan].period_until)
            for entry in self._rulebook.entries
        ]
        for entry, day in zip(self._rulebook.entries, self._days, strict=True):
            if day is not None:
                crowds.keep((entry.rule,), day)
        self.facts.crowds = crowds
        for slot in gather(self.facts.current(), crowds.slots()):
            crowds.fill(slot)
        return crowds


def _height(addition: tuple[tuple[int, str], Addition]) -> int:
    slot: Slot = addition[1].slot
    return slot.height
