"""Targets that a plan leaves open, filled in for a case as staff would fill them in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import TypeVar, cast

from policyengine.authoring.cases import messages
from policyengine.plan.nodes import Compare, Operand, ShiftedDate, TargetValue
from policyengine.plan.planned import Plan, RelativeDue
from policyengine.plan.walk import parts_of
from policyengine.reading.nearest import suggestion
from policyengine.reading.numbers import Number
from policyengine.reading.shapes import Part, Reader
from policyengine.vocabulary.models import FieldType

Node = TypeVar("Node")

Filled = Mapping[str, Number | date]
"""What each of some open targets is taken to be."""

OpenTargets = Mapping[str, FieldType]
"""The targets of which a plan says no value at all, each with what it is held against: numbers, or dates."""


def open_targets(plan: Plan) -> dict[str, FieldType]:
    """The open targets of a plan."""
    parts = list(parts_of(*plan.rules, *plan.readings, *plan.consequences))
    dates = {node.name for node in _dates(parts) if isinstance(node, TargetValue)}
    return {
        node.name: FieldType.DATE if node.name in dates else FieldType.DECIMAL
        for node in parts
        if isinstance(node, TargetValue) and all(value is None for _, value in node.steps)
    }


def _dates(parts: Iterable[object]) -> Iterator[Operand]:
    """The operands that are dates."""
    for node in parts:
        match node:
            case Compare(path=path, comparison=comparison) if path.type is FieldType.DATE:
                yield comparison.operand
            case ShiftedDate(base=operand) | RelativeDue(operand=operand):
                yield operand


def read_filled(reader: Reader, part: Part, known: OpenTargets) -> dict[str, Number | date]:
    """The numbers and dates that a case gives; reported where a name is none of the open targets."""
    named = reader.mapping(part)
    found: dict[str, Number | date] = {}
    for each in named.parts() if named is not None else ():
        if each.name not in known:
            place = reader.tree.place(each.at, key=True)
            reader.report(messages.NOT_OPEN, place, name=each.name, suggestion=suggestion(each.name, known))
            continue
        value = reader.date(each) if known[each.name] is FieldType.DATE else reader.number(each)
        if value is not None:
            found[each.name] = value
    return found


def filled(node: Node, targets: Filled) -> Node:
    """The node with values in place of the open targets; the same object where none of them stands in it."""
    if isinstance(node, TargetValue):
        given = targets.get(node.name)
        if given is None:
            return node
        value, text = (given.value, given.text) if isinstance(given, Number) else (given, given.isoformat())
        return cast(Node, replace(node, steps=((None, value),), text=text))
    if isinstance(node, tuple):
        parts = tuple(filled(part, targets) for part in node)
        return node if all(map(_same, parts, node)) else cast(Node, parts)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed = {}
    for field in fields(node):
        before = getattr(node, field.name)
        after = filled(before, targets)
        if after is not before:
            changed[field.name] = after
    return replace(node, **changed) if changed else node


def _same(left: object, right: object) -> bool:
    return left is right
