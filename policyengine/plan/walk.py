"""All parts of a plan's node, for questions that do not depend on what the parts mean."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from policyengine.plan.nodes import All, Any, Condition, Judged, Named, Negation, Outcomes, Path
from policyengine.reading.place import Place
from policyengine.vocabulary.models import FieldType


def parts_of(*nodes: object) -> Iterator[object]:
    """The nodes and everything below them, each once however often it is shared."""
    seen: set[int] = set()
    waiting: list[object] = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, tuple):
            waiting.extend(reversed(node))
        elif is_dataclass(node) and not isinstance(node, Place):
            yield node
            waiting.extend(getattr(node, field.name) for field in reversed(fields(node)))


def own_parts(*conditions: Condition) -> Iterator[Condition]:
    """The conditions that are about the row itself: what stands over children is one part, not looked into."""
    seen: set[int] = set()
    waiting = list(reversed(conditions))
    while waiting:
        condition = waiting.pop()
        if id(condition) in seen:
            continue
        seen.add(id(condition))
        yield condition
        match condition:
            case All(parts=parts) | Any(parts=parts):
                waiting.extend(reversed(parts))
            case Negation(part=inner) | Named(condition=inner):
                waiting.append(inner)
            case Outcomes(cases=cases):
                waiting.extend(case.when for case in reversed(cases))


def is_undated(*nodes: object) -> bool:
    """Whether something other than a date decides the nodes, so that the snapshot's day matters."""
    for node in parts_of(*nodes):
        match node:
            case Judged() | Outcomes():
                return True
            case Path() as path if path.type is not FieldType.DATE or path.steps:
                return True
    return False
