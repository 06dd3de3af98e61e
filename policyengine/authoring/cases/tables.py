"""From the rows of a case and of what stands around it to tables that facts are read from."""

from collections import Counter
from collections.abc import Iterable, Mapping

from policyengine.authoring.cases.model import Cells
from policyengine.authoring.cases.rows import Written, WrittenRow
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.nodes import Path, Relation
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.vocabulary.models import Entity, Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD

Defaults = Mapping[str, Cells]

COUNTER = "#"
"""In the cells of a row that is repeated: which of the repeated rows it is, from 1."""


def laid_over(outer: Written, inner: Written) -> dict[str, tuple[WrittenRow, ...]]:
    """The outer rows with those inner ones that have the id of one laid over it, and the others after them."""
    return {
        entity: _overlaid(outer.get(entity, ()), inner.get(entity, ())) for entity in dict.fromkeys([*outer, *inner])
    }


def _overlaid(outer: tuple[WrittenRow, ...], inner: tuple[WrittenRow, ...]) -> tuple[WrittenRow, ...]:
    changes = {row.cells["id"]: row for row in inner if "id" in row.cells}
    known = {row.cells["id"] for row in outer if "id" in row.cells}
    changed = [
        WrittenRow({**row.cells, **changes[row.cells["id"]].cells}, row.repeat)
        if row.cells.get("id") in changes
        else row
        for row in outer
    ]
    return (*changed, *(row for row in inner if row.cells.get("id") not in known))


def tables_of(
    written: Written,
    defaults: Defaults,
    forms: Iterable[PlannedRule | PlannedConsequence],
    plan: Plan,
    vocabulary: Vocabulary,
) -> dict[str, tuple[Cells, ...]]:
    """The rows with their defaults and ids; optional fields that no row gives are none, not unknown.

    Of those, columns are made for what the forms of the rule, and what it is tested with, read alone.

    Rows without an id are `<entity>-1`, `<entity>-2` and so on; those that repeat an id are `<id>-1` and so on.
    """
    read = {name for node in parts_of(*forms) for name in _fields_read(node)} | {
        name for steps in plan.paths.values() for name in steps
    }
    return {
        entity: tuple(_numbered(rows, defaults.get(entity, {}), vocabulary.entities[entity], read))
        for entity, rows in written.items()
    }


def _fields_read(node: object) -> Iterable[str]:
    match node:
        case Path():
            return (*node.steps, node.field)
        case Relation():
            return node.steps
    return ()


def _blank(entity: Entity, read: set[str]) -> Cells:
    dates = {entity.event_date}
    if entity.lifetime is not None:
        dates |= {entity.lifetime.start, entity.lifetime.end}
    whole = entity.name == WORK_RECORD
    return {
        name: None
        for name, field in entity.fields.items()
        if field.optional and (whole or name in read or name in dates)
    }


def _numbered(rows: tuple[WrittenRow, ...], defaults: Cells, entity: Entity, read: set[str]) -> Iterable[Cells]:
    blank = _blank(entity, read)
    numbers = Counter[str]()
    for row in rows:
        given = row.cells.get("id")
        for n in range(1, row.repeat + 1):
            cells = {**blank, **defaults, **row.cells}
            if row.repeat > 1:
                cells = {name: text and text.replace(COUNTER, str(n)) for name, text in cells.items()}
            if given is None or row.repeat > 1:
                stem = given or entity.name
                numbers[stem] += 1
                cells["id"] = f"{stem}-{numbers[stem]}"
            yield cells
