"""Ways of filling in what a plan and its facts leave unknown, from finite witness sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

from policyengine.authoring.strategies.conditions import judgement
from policyengine.authoring.strategies.domains import values_of
from policyengine.authoring.strategies.operands import TARGETS, row_id
from policyengine.authoring.strategies.pools import DATES, ITEMS, POLICY, RULES, WHOLE
from policyengine.engine.walker.rows import Cell, Facts, Lack, Row
from policyengine.plan.nodes import TargetValue
from policyengine.plan.planned import EvidenceRequirement, Plan
from policyengine.vocabulary.models import Entity, Field, FieldType
from policyengine.vocabulary.work_record import WORK_RECORD

DAY = timedelta(days=1)
MOST_ADDED = 2
"""How many rows at most are added to a table that may lack some."""

Target = tuple[str, Fraction | date]


@dataclass(frozen=True)
class Slot:
    """Something unknown, with the values that stand for all that it may be: a cell, or (without id) a target."""

    entity: str
    id: str | None
    field: str
    witnesses: tuple[Cell, ...]


class Filled(Facts):
    """Facts of which nothing is unknown: the given rows, and no others."""

    def __init__(self, given: Facts, rows: Mapping[str, dict[str, Row]]) -> None:
        super().__init__(given.base)
        self.filled = rows

    def supplied(self, entity: str) -> bool:
        return entity in self.filled

    def complete(self, entity: str) -> bool:
        return entity in self.filled

    def rows(self, entity: str) -> dict[str, Row]:
        return self.filled[entity]


def fillings(plan: Plan, facts: Facts, most: int, random: Random) -> Iterator[tuple[Plan, Facts]]:
    """All ways of filling in what is unknown or, if they are more than `most`, so many of them at random."""
    skeletons = list(_skeletons(plan, facts))
    open_slots = [_slots(plan, facts, rows) for rows in skeletons]
    sizes = [prod(len(slot.witnesses) for slot in slots) for slots in open_slots]
    if sum(sizes) <= most:
        for rows, slots in zip(skeletons, open_slots, strict=True):
            for values in product(*(slot.witnesses for slot in slots)):
                yield _filled(plan, facts, rows, dict(zip(slots, values, strict=True)))
        return
    possible = [choice for choice in zip(skeletons, open_slots, sizes, strict=True) if choice[2]]
    for _ in range(most):
        rows, slots, _size = random.choice(possible)
        yield _filled(plan, facts, rows, {slot: random.choice(slot.witnesses) for slot in slots})


# --- what is unknown --------------------------------------------------------------------------------------------------


def _skeletons(plan: Plan, facts: Facts) -> Iterator[dict[str, dict[str, Row]]]:
    """The rows that there may be: those known, those that references name, and up to two more in an open table."""
    given = {name: dict(facts.rows(name)) for name in facts.vocabulary.entities}
    if plan.jurisdiction:
        _add(given, *plan.jurisdiction)
    for name, entity in facts.vocabulary.entities.items():
        for row in list(given[name].values()):
            for field in entity.fields.values():
                target = row.cell(field.name)
                if field.reference and isinstance(target, str):
                    _add(given, field.reference, target)
    lacking = [name for name in _looked_into(plan, facts) if not facts.complete(name)]
    for added in product(range(MOST_ADDED + 1), repeat=len(lacking)):
        rows = {name: dict(table) for name, table in given.items()}
        for name, number in zip(lacking, added, strict=True):
            for n in range(number):
                _add(rows, name, row_id(name, -1 - n))
        yield rows


def _add(rows: dict[str, dict[str, Row]], entity: str, row: str) -> None:
    rows[entity].setdefault(row, Row(entity, row, {}))


def _slots(plan: Plan, facts: Facts, rows: Mapping[str, Mapping[str, Row]]) -> list[Slot]:
    """All that is unknown and that the plan may look at."""
    named = set(_words(plan))
    slots = [
        Slot("", None, target.name, TARGETS[target.name.split(":")[0]])
        for target in dict.fromkeys(_targets(plan))
        if any(value is None for _, value in target.steps) or target.steps[0][0] is not None
    ]
    for name in _looked_into(plan, facts):
        entity = facts.vocabulary.entities[name]
        looked_at = named | _always(entity)
        for row in rows[name].values():
            for field in entity.fields.values():
                if field.name in looked_at and row.cell(field.name) is Lack.UNKNOWN:
                    slots.append(Slot(name, row.id, field.name, tuple(_witnesses(entity, field, rows))))
            for judged in {judgement(name)} & named:
                if row.cell(judged) is Lack.UNKNOWN:
                    slots.append(Slot(name, row.id, judged, ("true", "false")))
    return slots


def _always(entity: Entity) -> set[str]:
    """The fields that every rule may look at: those that say whether a row exists, and what a record is about."""
    dates = {entity.event_date, *((entity.lifetime.start, entity.lifetime.end) if entity.lifetime else ())}
    records = {"policy", "rule", "item", "subject_kind", "subject_id", "outcome", "done_on"}
    return {name for name in dates if name} | (records if entity.name == WORK_RECORD else set())


def _witnesses(entity: Entity, field: Field, rows: Mapping[str, Mapping[str, Row]]) -> Sequence[Cell]:
    """Values that stand for all of the field's domain: those that rules name, their neighbours and the bounds."""
    none: list[Cell] = [Lack.NONE] if field.optional else []
    if field.reference:
        return [*rows[field.reference], *none]
    if entity.name == WORK_RECORD and field.name in ("policy", "rule", "item", "subject_id"):
        subjects = [row_id(kind, 1) for kind in rows]
        return [*{"policy": [POLICY], "rule": RULES, "item": ITEMS, "subject_id": subjects}[field.name], *none]
    found: list[Cell] = [*values_of(field), *none]
    match field.type:
        case FieldType.TEXT:
            return [*found, "丁"]
        case FieldType.DATE:
            earliest = field.minimum if isinstance(field.minimum, date) else date.min
            latest = field.maximum if isinstance(field.maximum, date) else date.max
            beside = {day + step for day in DATES for step in (-DAY, DAY)} | {earliest, latest}
            return [*found, *sorted(day for day in beside - set(DATES) if earliest <= day <= latest)]
        case FieldType.INTEGER | FieldType.DECIMAL:
            bounds = [bound for bound in (field.minimum, field.maximum) if bound is not None]
            beside_pool = [min(WHOLE) - 1, max(WHOLE) + 1] if not bounds else []
            return list(dict.fromkeys((*found, *bounds, *beside_pool)))
        case _:
            return found


# --- plans ------------------------------------------------------------------------------------------------------------


def _nodes(node: object) -> Iterator[object]:
    """The node and all that it is made of."""
    yield node
    if is_dataclass(node):
        for part in fields(node):
            yield from _nodes(getattr(node, part.name))
    elif isinstance(node, tuple | frozenset):
        for part in node:
            yield from _nodes(part)


def _looked_into(plan: Plan, facts: Facts) -> list[str]:
    """The entities whose rows the plan may look at."""
    named = set(_words(plan))
    if any(isinstance(rule.requirement, EvidenceRequirement) for rule in plan.rules):
        named.add(WORK_RECORD)
    return [name for name in facts.vocabulary.entities if name in named]


def _words(plan: Plan) -> Iterator[str]:
    yield from (node for node in _nodes((plan.rules, tuple(plan.paths.values()))) if isinstance(node, str))


def _targets(plan: Plan) -> Iterator[TargetValue]:
    yield from (node for node in _nodes(plan.rules) if isinstance(node, TargetValue))


def _with_targets(node: object, values: Mapping[str, Fraction | date]) -> object:
    """The node with unspecified targets given a value, also for the time before their first step."""
    if isinstance(node, TargetValue):
        if node.name not in values:
            return node
        value = values[node.name]
        steps = tuple((start, value if step is None else step) for start, step in node.steps)
        return replace(node, steps=steps if steps[0][0] is None else ((None, value), *steps))
    if isinstance(node, tuple):
        return tuple(_with_targets(part, values) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{part.name: _with_targets(getattr(node, part.name), values) for part in fields(node)})
    return node


# --- filling in -------------------------------------------------------------------------------------------------------


def _filled(
    plan: Plan, facts: Facts, rows: Mapping[str, Mapping[str, Row]], values: Mapping[Slot, Cell]
) -> tuple[Plan, Facts]:
    cells: dict[tuple[str, str], dict[str, Cell]] = {}
    targets: dict[str, Fraction | date] = {}
    for slot, value in values.items():
        if slot.id is not None:
            cells.setdefault((slot.entity, slot.id), {})[slot.field] = value
        elif not isinstance(value, str | Lack):
            targets[slot.field] = value
    filled = {
        name: {row.id: replace(row, cells={**row.cells, **cells.get((name, row.id), {})}) for row in table.values()}
        for name, table in rows.items()
    }
    denied = {_about(row) for row in facts.rows(WORK_RECORD).values() if row.cell("outcome") == "not_done"}
    records = filled[WORK_RECORD].values()
    added = [row for row in records if row.id not in facts.rows(WORK_RECORD) and row.cell("outcome") == "done"]
    for row in added:
        # A record that work was not done settles the matter, unless a record at hand says otherwise.
        if _about(row) in denied:
            del filled[WORK_RECORD][row.id]
    asked = replace(plan, rules=_with_targets(plan.rules, targets)) if targets else plan
    return asked, Filled(facts, filled)


def _about(record: Row) -> tuple[Cell, ...]:
    return tuple(record.cell(name) for name in ("policy", "rule", "item", "subject_kind", "subject_id"))
