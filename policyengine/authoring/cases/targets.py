"""Targets that a plan leaves open, filled in for a case as staff would fill them in."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from policyengine.authoring.cases import messages
from policyengine.plan.nodes import Plan, TargetValue
from policyengine.plan.walk import parts_of
from policyengine.reading.nearest import suggestion
from policyengine.reading.numbers import Number
from policyengine.reading.shapes import Part, Reader

Node = TypeVar("Node")

Filled = Mapping[str, Number]
"""The number that each of some open targets is taken to be."""


def open_targets(plan: Plan) -> frozenset[str]:
    """The names of the targets of which the plan says no value at all."""
    found = (node for node in parts_of(*plan.rules, *plan.readings) if isinstance(node, TargetValue))
    return frozenset(node.name for node in found if all(value is None for _, value in node.steps))


def read_filled(reader: Reader, part: Part, known: frozenset[str]) -> dict[str, Number]:
    """The numbers that a case gives; reported where a name is none of the open targets."""
    named = reader.mapping(part)
    found: dict[str, Number] = {}
    for each in named.parts() if named is not None else ():
        if each.name not in known:
            place = reader.tree.place(each.at, key=True)
            reader.report(messages.NOT_OPEN, place, name=each.name, suggestion=suggestion(each.name, known))
            continue
        number = reader.number(each)
        if number is not None:
            found[each.name] = number
    return found


def filled(node: Node, targets: Filled) -> Node:
    """The node with the numbers in place of the open targets; the same object where none of them stands in it."""
    if isinstance(node, TargetValue):
        number = targets.get(node.name)
        return node if number is None else cast(Node, replace(node, steps=((None, number.value),), text=number.text))
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
