"""The children of a row as a crowd: told apart only as far as a measure or a condition over them does."""

from collections import Counter
from collections.abc import Callable, Iterator

from policyengine.engine.walker.answer import FAILS, Answer, answer, unknown
from policyengine.engine.walker.rows import Row
from policyengine.engine.walker.share import Crowd, Crowded, Share
from policyengine.engine.walker.values import Scene
from policyengine.plan.nodes import Relation


def crowd(
    node: Crowded, parent: Row, scene: Scene, share: Callable[[Row, Answer], Share | None], relation: Relation
) -> Crowd:
    """The children of a row as shares; those that the facts keep up to date, else one child after the other."""
    crowds = scene.facts.crowds
    kept = None if crowds is None else crowds.of(node, parent.id, scene.measured_on.interval)
    if kept is not None:
        return kept
    shares = (share(row, belongs) for row, belongs in children(relation, parent, scene))
    return Counter(each for each in shares if each is not None)


def children(relation: Relation, parent: Row, scene: Scene) -> Iterator[tuple[Row, Answer]]:
    """The rows that surely or possibly are the parent's, each with whether it is."""
    for row, truth in scene.facts.children(relation, parent.id):
        yield row, answer(truth, frozenset({reference_name(relation)}))


def reference_name(relation: Relation) -> str:
    """The name of the fact that says whose child a row is."""
    return f"{relation.child}.{'.'.join(relation.steps)}"


def absent_rows(relation: Relation, scene: Scene) -> Answer:
    """Whether there are children that no source gives: no for a complete table, else unknown."""
    return FAILS if scene.facts.complete(relation.child) else unknown(relation.child)
