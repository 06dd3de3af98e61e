"""The children of a row as a crowd: how many add what to a condition or a measure over them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from policyengine.audit.checker.found import NO, Found, found
from policyengine.audit.checker.rule import Relation
from policyengine.audit.checker.scene import NOTHING, Names, Row, Scene
from policyengine.semantics.interval import ANYTHING, Interval
from policyengine.semantics.measure import Member, weighted
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Share:
    """What a row that is or may be a member adds: the answer to what a ratio asks of it, and its value.

    `lacks` would settle whether it is a member, `open` what it adds.
    """

    membership: Truth
    satisfied: Truth = Truth.YES
    value: Interval = ANYTHING
    lacks: Names = NOTHING
    open: Names = NOTHING


Crowd = Counter[Share]
Adds = Callable[[Row, Found], Share | None]
"""What a row adds, given whether it belongs; `None` where it surely is no member."""


def own_crowd(row: Row, relation: Relation, scene: Scene, adds: Adds) -> Crowd:
    """Those that are surely the row's children."""
    return _crowd(scene.own_children(row, relation), Found(Truth.YES), adds)


def loose_crowd(node: object, site: tuple[str, ...], relation: Relation, scene: Scene, adds: Adds) -> Crowd:
    """Those that may be anybody's; they add the same to every row, so that they are looked at once for each node."""
    key = (id(node), site)
    if key not in scene.remembered:
        belongs = found(Truth.UNKNOWN, frozenset({f"{relation.child}.{'.'.join(relation.steps)}"}))
        scene.remembered[key] = _crowd(scene.unplaced(site, relation), belongs, adds)
    crowd = cast("Crowd", scene.remembered[key])
    scene.budget.spend(len(crowd))
    return crowd


def crowd_of(node: object, row: Row, relation: Relation, scene: Scene, adds: Adds) -> Crowd:
    """All that are or may be the row's children."""
    return own_crowd(row, relation, scene, adds) + loose_crowd(node, row.site, relation, scene, adds)


def _crowd(rows: Iterable[Row], belongs: Found, adds: Adds) -> Crowd:
    counted: Crowd = Counter()
    for row in rows:
        share = adds(row, belongs)
        if share is not None:
            counted[share] += row.times
    return counted


def absent_rows(relation: Relation, scene: Scene) -> Found:
    """Whether there are children that no source gives: no, where the table is complete."""
    if scene.material.entity(relation.child).complete:
        return NO
    return found(Truth.UNKNOWN, frozenset({relation.child}))


def members(crowd: Crowd) -> Counter[Member]:
    """The crowd as the semantics count it."""
    return weighted((Member(share.membership, share.value), times) for share, times in crowd.items())
