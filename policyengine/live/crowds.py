"""The crowds of large subjects, kept by increments: what a changed row added goes, what it adds now comes."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from policyengine.engine.walker.answer import HOLDS, Answer, unknown
from policyengine.engine.walker.crowd import reference_name
from policyengine.engine.walker.measures import relation_of, share_of
from policyengine.engine.walker.rows import Lack
from policyengine.engine.walker.share import Crowd, Crowded, Share
from policyengine.engine.walker.timing import on_day
from policyengine.engine.walker.values import Scene
from policyengine.live.facts import LiveFacts
from policyengine.live.likeness import Alike, Found, Likeness, likeness_of
from policyengine.live.reads import reads_of_share
from policyengine.plan.nodes import Average, Count, Counted, Fold, OwnField, Quantified, Ratio, Relation
from policyengine.plan.walk import parts_of
from policyengine.semantics.interval import Interval

LARGE = 32
"""Fewer children are counted each time that they are asked about."""

MARKED = 4096
"""So many different crowds of a slot are remembered with their marks; no mark is ever given again."""

CROWDED = (Count, Fold, Ratio, Average, Quantified, Counted)


Changing = frozenset[tuple[str, str]]
"""Fields of entities that a change touches."""

NOTHING_CHANGES: Changing = frozenset()


@dataclass(eq=False)
class Slot:
    """The crowds that one node has on one measuring date, by parent; `loose` is that of children of unknown parent.

    `height` is how many crowds lie within one another below this one: what a child adds may depend on lower ones.
    `marks` are numbers of crowds, by parent, until they change.
    """

    node: Crowded
    measured_on: date
    height: int
    own: dict[str, Counter[Share]] = field(default_factory=dict)
    loose: Counter[Share] = field(default_factory=Counter)
    marks: dict[str, int] = field(default_factory=dict, init=False)
    _marked: dict[Hashable, int] = field(default_factory=dict, init=False)
    _numbers: Iterator[int] = field(default_factory=count, init=False)

    def crowd(self, parent: str) -> Crowd:
        """The crowd of a parent's children, with those that may be anybody's."""
        own = self.own.get(parent)
        if own is None:
            return self.loose
        return own + self.loose if self.loose else own

    def mark(self, parent: str) -> int | None:
        """What tells the crowd of a parent from those of others: crowds with the same mark are equal."""
        found = self.marks.get(parent)
        if found is None and (own := self.own.get(parent)):
            if len(self._marked) == MARKED:
                self._marked.clear()
            found = self.marks[parent] = self._marked.setdefault(frozenset(own.items()), next(self._numbers))
        return found

    def add(self, parent: str | Lack, share: Share, times: int) -> None:
        """Count a share once more, or `times` more; a negative number takes away."""
        if parent is Lack.NONE:
            return
        if not isinstance(parent, str):
            crowd = self.loose
        else:
            crowd = self.own.setdefault(parent, Counter())
            self.marks.pop(parent, None)
        crowd[share] += times
        if not crowd[share]:
            del crowd[share]


@dataclass(frozen=True, slots=True)
class Addition:
    """What a child adds to a slot, and to whose crowd."""

    slot: Slot
    child: str
    parent: str | Lack
    share: Share | None


class LiveCrowds:
    """All crowds that are kept: along relations of which some parent has many children, or some child may be anybody's.

    Many are more than `large`.
    """

    def __init__(self, facts: LiveFacts, large: int = LARGE) -> None:
        self._facts = facts
        self._most = large
        self._slots: dict[tuple[int, int], Slot] = {}
        self._equal: dict[Crowded, dict[date, Slot]] = {}
        # By identity, for nodes are large and are looked up often; `_nodes` sees to it that identities stay their own.
        self._of_node: dict[int, tuple[Slot, ...]] = {}
        self._nodes: list[Crowded] = []
        self._likenesses: dict[int, Likeness | None] = {}

    def keep(self, nodes: Iterable[object], measured_on: date) -> None:
        """Keep the crowds of all large populations in some nodes of plans, on a measuring date that all subjects have.

        They are empty until they are filled.
        """
        parts = [node for node in parts_of(*nodes) if isinstance(node, CROWDED)]
        large = [node for node in parts if self._large(node)]
        # What is averaged is asked of every parent at once.
        averaged = [node.inner for node in large if isinstance(node, Average) and not isinstance(node.inner, OwnField)]
        for node in (*large, *averaged):
            on_days = self._equal.setdefault(node, {})
            slot = on_days.setdefault(measured_on, Slot(node, measured_on, _height(node)))
            self._slots[id(node), measured_on.toordinal()] = slot
            self._nodes.append(node)

    def slots(self) -> tuple[Slot, ...]:
        """All slots, lower ones first."""
        found = (slot for on_days in self._equal.values() for slot in on_days.values())
        return tuple(sorted(found, key=lambda slot: slot.height))

    def of(self, node: Crowded, parent_id: str, measured_on: Interval) -> Crowd | None:
        """The crowd of a row's children for a node of the plan on a measuring date; `None` if it is not kept."""
        if measured_on.lo is None or measured_on.lo != measured_on.hi:
            return None
        slot = self._slots.get((id(node), int(measured_on.lo)))
        return None if slot is None else slot.crowd(parent_id)

    def on_day(self, node: Crowded, day: date) -> Slot | None:
        """The slot of a node on a day, if there is one."""
        return next((slot for slot in self.of_node(node) if slot.measured_on == day), None)

    def of_node(self, node: Crowded) -> tuple[Slot, ...]:
        """The slots of a node on all days on which it is measured."""
        found = self._of_node.get(id(node))
        if found is None:
            found = self._of_node[id(node)] = tuple(self._equal.get(node, {}).values())
            self._nodes.append(node)
        return found

    def alike(
        self, likeness: Likeness | None, measured_on: date | None, known: dict[Found, Found], changing: Changing
    ) -> Alike[Found] | None:
        """What tells rows apart as crowds stand; `None` if some population that is looked at is not kept.

        `changing` are the fields that may be one thing now and another in a moment.
        """
        if likeness is None:
            return None
        slots = [None if measured_on is None else self.on_day(node, measured_on) for node in likeness.nodes]
        marks = tuple(slot.mark for slot in slots if slot is not None)
        if len(marks) < len(slots):
            return None
        return Alike(self._facts, likeness, marks, known, lasting=changing.isdisjoint(likeness.rests_on))

    def alike_shares(
        self, slot: Slot, known: dict[Share | None, Share | None], changing: Changing
    ) -> Alike[Share | None] | None:
        """What tells children apart by what they add to a slot."""
        return self.alike(self._likeness(slot), slot.measured_on, known, changing)

    def likenesses(self) -> Iterator[Likeness]:
        """All that is known of what tells children apart."""
        return (likeness for likeness in self._likenesses.values() if likeness is not None)

    def _likeness(self, slot: Slot) -> Likeness | None:
        if id(slot) not in self._likenesses:
            self._likenesses[id(slot)] = likeness_of(reads_of_share(slot.node, self._facts.vocabulary))
        return self._likenesses[id(slot)]

    def _large(self, node: Crowded) -> bool:
        relation = relation_of(node)
        kin = self._facts.kinships.of(relation.child, relation.steps)
        # Of children that may be anybody's it must be seen at once whether they add something else than before.
        return bool(kin.loose) or any(len(children) > self._most for children in kin.by_parent.values())

    # --- what children add --------------------------------------------------------------------------------------------

    def addition(
        self,
        slot: Slot,
        child: str,
        alike: Alike[Share | None] | None = None,
        parent: str | Lack | None = None,
    ) -> Addition | None:
        """What a child adds to a slot as things stand; nothing if there is no such row.

        The `parent` may be given where there surely is one.
        """
        relation = relation_of(slot.node)
        rows = self._facts.rows(relation.child)
        if parent is None:
            if child not in rows:
                return None
            parent = self._facts.reached(rows[child], relation.steps)
        if parent is Lack.NONE:
            return None
        belongs: Answer = HOLDS if isinstance(parent, str) else unknown(reference_name(relation))

        def share() -> Share | None:
            return share_of(slot.node, rows[child], belongs, scene_of(self._facts, slot.measured_on))

        found = share() if alike is None else alike.of(relation.child, child, share, belongs.truth)
        return Addition(slot, child, parent, found)

    def fill(self, slot: Slot) -> None:
        """Count all children of a slot, one after the other; lower slots must be filled already."""
        alike = self.alike_shares(slot, {}, NOTHING_CHANGES)
        parents = self.parents(relation_of(slot.node))
        for child in self._facts.rows(relation_of(slot.node).child):
            self.apply(self.addition(slot, child, alike, parents.get(child, Lack.NONE)), 1)

    def redirects(self, slot: Slot, changing: Changing) -> bool:
        """Whether a change may give children of a slot other parents."""
        relation = relation_of(slot.node)
        chain = (relation.child, relation.steps)
        return any(self._facts.kinships.lead_through(entity, chain) for entity, _ in changing)

    def parents(self, relation: Relation) -> dict[str, str | Lack]:
        """The parents of all children along a relation; a child that belongs nowhere has none."""
        kin = self._facts.kinships.of(relation.child, relation.steps)
        found: dict[str, str | Lack] = dict.fromkeys(kin.loose, Lack.UNKNOWN)
        for parent, children in kin.by_parent.items():
            found.update(dict.fromkeys(children, parent))
        return found

    def apply(self, addition: Addition | None, times: int) -> None:
        """Count what a child adds, or take it away."""
        if addition is not None and addition.share is not None:
            addition.slot.add(addition.parent, addition.share, times)


def scene_of(facts: LiveFacts, measured_on: date) -> Scene:
    """The facts on a measuring date."""
    return Scene(facts, on_day(measured_on))


def _height(node: Crowded) -> int:
    below = [part for part in parts_of(node) if part is not node and isinstance(part, CROWDED)]
    return 1 + max((_height(part) for part in below), default=0)
