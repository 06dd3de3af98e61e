"""A rule with one node changed, for every change of every node."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from policyengine.language.models import Citation
from policyengine.plan.nodes import Path, Relation
from policyengine.reading.place import Place

Change = tuple[str, Any]
"""What is done to a node, in the words of the policy language, and the node that comes of it."""

CLOSED = (Path, Relation, Citation, Place)
"""Nodes that are not looked into: they name what is meant, and are no part of what is demanded."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A node with one change somewhere in it; `place` is of the nearest part that has one."""

    change: str
    node: Any
    place: Place


def rewritten(node: object, changes: Callable[[Any], Iterator[Change]], place: Place) -> Iterator[Rewritten]:
    """Every form of a node with one change, its own changes before those of its parts."""
    if isinstance(node, tuple):
        for n, part in enumerate(node):
            for found in rewritten(part, changes, place):
                yield replace(found, node=(*node[:n], found.node, *node[n + 1 :]))
    elif is_dataclass(node) and not isinstance(node, (*CLOSED, type)):
        here = getattr(node, "place", None) or place
        for change, changed in changes(node):
            yield Rewritten(change, changed, here)
        for field in fields(node):
            for found in rewritten(getattr(node, field.name), changes, here):
                yield replace(found, node=replace(node, **{field.name: found.node}))
