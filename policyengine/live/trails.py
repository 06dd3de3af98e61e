"""From a changed row to the subjects of the rules that read it, and to the crowds that it is counted in on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from policyengine.engine.walker.rows import Cell, Lack, Row
from policyengine.live.facts import LiveFacts
from policyengine.live.kinships import Chain
from policyengine.live.reads import Move, Parents, Proves, Read, Referrers
from policyengine.plan.planned import EvidenceRequirement
from policyengine.vocabulary.models import Vocabulary


@dataclass(frozen=True, slots=True)
class Everyone:
    """All rows of an entity: a child of unknown parent may be any of theirs."""

    entity: str


Ids = frozenset[str] | Everyone

About = tuple[Cell, ...]
"""The policy, the rule and the kind of subject that a record of work is about."""


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """A place on a trail where children are counted: the move, and the children that are reached there."""

    move: Parents
    children: Ids


@dataclass(frozen=True, slots=True)
class Path:
    """Subjects of a rule, and the joints that were passed on the way to them."""

    subjects: Ids
    joints: tuple[Joint, ...]

    @property
    def wide(self) -> bool:
        """Whether it leads by way of a child that may be anybody's, and so to everyone."""
        return any(isinstance(ids, Everyone) for ids in (self.subjects, *(joint.children for joint in self.joints)))


@dataclass
class Reached:
    """What a change leads to: the paths to the subjects of each rule, by its number, and all joints that are passed."""

    paths: dict[int, list[Path]] = field(default_factory=dict)
    joints: list[Joint] = field(default_factory=list)

    def merge(self, other: "Reached") -> None:
        """Note all that another change leads to."""
        for rule, paths in other.paths.items():
            self.paths.setdefault(rule, []).extend(paths)
        self.joints += other.joints


@dataclass(eq=False)
class _Stop:
    """A place on trails: the rules that read its rows, by field, and the moves that lead on.

    `fields` are all that any rule reads here or further on, of the row that trails start from. Moves from records of
    work stand apart, by what the records are about.
    """

    rules: dict[str, set[int]] = field(default_factory=dict)
    onward: dict[Move, "_Stop"] = field(default_factory=dict)
    proving: dict[About, dict[Move, "_Stop"]] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def moves(self, move: Move) -> dict[Move, "_Stop"]:
        """The moves among which a move has its place."""
        return self.proving.setdefault(_about(move.requirement), {}) if isinstance(move, Proves) else self.onward


class Trails:
    """The trails of all rules, by the entity that they start from; common beginnings are walked once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._starts: dict[str, _Stop] = {}

    def add(self, rule: int, reads: Iterable[Read]) -> None:
        """Put the reads of a rule in their places."""
        for read in reads:
            stop = self._starts.setdefault(read.entity, _Stop())
            stop.fields.add(read.field)
            for move in read.trail:
                stop = stop.moves(move).setdefault(move, _Stop())
                stop.fields.add(read.field)
            stop.rules.setdefault(read.field, set()).add(rule)

    def entities(self) -> tuple[str, ...]:
        """The entities that some rule reads."""
        return tuple(self._starts)

    def chains(self) -> set[Chain]:
        """The references that the moves follow, from either end."""
        found: set[Chain] = set()
        stops = list(self._starts.values())
        while stops:
            stop = stops.pop()
            for move in stop.onward:
                match move:
                    case Referrers(entity=entity, steps=steps):
                        found.add((entity, steps))
                    case Parents(relation=relation):
                        found.add((relation.child, relation.steps))
            stops += stop.onward.values()
            stops += (onward for moves in stop.proving.values() for onward in moves.values())
        return found

    def follow(self, row: Row, changed: frozenset[str], facts: LiveFacts) -> Reached:
        """What a row leads to, as things stand, for the rules that read one of the changed fields."""
        reached = Reached()
        start = self._starts.get(row.entity)
        if start is not None:
            self._walk(start, Path(frozenset({row.id}), ()), changed, _Walk(facts, row, reached))
        return reached

    def _walk(self, stop: _Stop, path: Path, changed: frozenset[str], walk: "_Walk") -> None:
        if not path.subjects:
            return
        here = {rule for name in changed & stop.rules.keys() for rule in stop.rules[name]}
        for rule in here:
            walk.reached.paths.setdefault(rule, []).append(path)
        proving = stop.proving.get(walk.about(), {}) if stop.proving else {}
        for move, onward in chain(stop.onward.items(), proving.items()):
            if not changed.isdisjoint(onward.fields):
                self._walk(onward, walk.moved(move, path), changed, walk)


@dataclass(frozen=True, slots=True)
class _Walk:
    facts: LiveFacts
    row: Row
    reached: Reached

    def about(self) -> tuple[Cell, ...]:
        """What the row is about, if it is a record of work."""
        return tuple(self.row.cell(name) for name in ("policy", "rule", "subject_kind"))

    def moved(self, move: Move, path: Path) -> Path:
        """Where a move leads from some rows."""
        ids, joints = path.subjects, path.joints
        match move:
            case Referrers(entity=entity, steps=steps):
                if isinstance(ids, Everyone):
                    return Path(Everyone(entity), joints)
                kin = self.facts.kinships.of(entity, steps)
                return Path(frozenset(start for identity in ids for start in kin.of(identity)), joints)
            case Parents(relation=relation):
                joint = Joint(move, ids)
                self.reached.joints.append(joint)
                if isinstance(ids, Everyone):
                    return Path(Everyone(relation.parent), (*joints, joint))
                parents = self._parents(relation.child, relation.steps, relation.parent, ids)
                return Path(parents, (*joints, joint))
            case Proves(requirement=requirement):
                return Path(self._proved(requirement), joints)

    def _proved(self, requirement: EvidenceRequirement) -> Ids:
        subject = self.row.cell("subject_id")
        return frozenset({subject}) if isinstance(subject, str) else Everyone(requirement.subject_kind)

    def _parents(self, child: str, steps: tuple[str, ...], parent: str, ids: frozenset[str]) -> Ids:
        rows, found = self.facts.rows(child), set()
        for identity in ids:
            # The changed row itself may be new, or on its way out.
            row = self.row if identity == self.row.id and child == self.row.entity else rows.get(identity)
            end = None if row is None else self.facts.reached(row, steps)
            if end is Lack.UNKNOWN:
                return Everyone(parent)
            if isinstance(end, str):
                found.add(end)
        return frozenset(found)


def _about(requirement: EvidenceRequirement) -> About:
    return requirement.policy, requirement.rule, requirement.subject_kind


def members(ids: Ids, rows: Mapping[str, Row]) -> Iterable[str]:
    """The ids themselves, or those of all rows."""
    return rows if isinstance(ids, Everyone) else ids
