"""Reading the rows of a case, with a finding for each word that the vocabulary and the policy do not know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policyengine.authoring.cases import messages
from policyengine.authoring.cases.keys import REPEAT
from policyengine.authoring.cases.model import Cells
from policyengine.plan.nodes import Judged
from policyengine.plan.planned import Plan
from policyengine.plan.walk import parts_of
from policyengine.reading.nearest import suggestion
from policyengine.reading.nodes import ScalarNode, SequenceNode
from policyengine.reading.shapes import Part, Reader
from policyengine.vocabulary.models import Entity, Vocabulary

MOST_REPEATED = 10_000

EMPTY = "~"
"""An empty cell where a default would stand otherwise."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as it is written, and how often it is there."""

    cells: Cells
    repeat: int = 1


Written = Mapping[str, tuple[WrittenRow, ...]]
"""The rows of each entity that is spoken of; an entity without rows has an empty table, which is complete."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a row may say: the fields of its entity, and the determinations that the policy asks for."""

    vocabulary: Vocabulary
    judged: frozenset[tuple[str, str]]

    def of(self, entity: str) -> set[str]:
        """The names of an entity's columns."""
        return {*self.vocabulary.entities[entity].fields, *(name for owner, name in self.judged if owner == entity)}


def columns_of(plan: Plan, vocabulary: Vocabulary) -> Columns:
    """The columns that cases of a plan may have."""
    found = parts_of(*plan.rules, *plan.readings, *plan.consequences)
    return Columns(vocabulary, frozenset((node.entity, node.name) for node in found if isinstance(node, Judged)))


def read_tables(reader: Reader, part: Part, columns: Columns) -> dict[str, tuple[WrittenRow, ...]]:
    """The rows of each entity, as a case or a group has them."""
    return {
        entity.name: tuple(_rows(reader, table, entity, columns))
        for table, entity in _entities(reader, part, columns.vocabulary)
    }


def read_defaults(reader: Reader, part: Part, columns: Columns) -> dict[str, Cells]:
    """The cells that the rows of each entity have unless they say otherwise."""
    return {
        entity.name: _cells(reader, cells, entity, columns)
        for cells, entity in _entities(reader, part, columns.vocabulary)
    }


def read_entity(reader: Reader, part: Part, name: str, vocabulary: Vocabulary) -> Entity | None:
    """The entity of a name, which stands at `part` or is its key."""
    entity = vocabulary.entities.get(name)
    if entity is None:
        hint = suggestion(name, vocabulary.entities)
        place = part.place if isinstance(part.node, ScalarNode) else reader.tree.place(part.at, key=True)
        reader.report(messages.UNKNOWN_ENTITY, place, name=name, suggestion=hint)
    return entity


def _entities(reader: Reader, part: Part, vocabulary: Vocabulary) -> Iterable[tuple[Part, Entity]]:
    fields = reader.mapping(part)
    for each in fields.parts() if fields is not None else ():
        entity = read_entity(reader, each, each.name, vocabulary)
        if entity is not None:
            yield each, entity


def _rows(reader: Reader, part: Part, entity: Entity, columns: Columns) -> Iterable[WrittenRow]:
    if isinstance(part.node, SequenceNode) and not part.node.items:
        return
    for item in reader.items(part) or ():
        fields = reader.mapping(item)
        repeat = None if fields is None else fields.read(reader, REPEAT, _repeat)
        yield WrittenRow(_cells(reader, item, entity, columns), repeat or 1)


def _cells(reader: Reader, part: Part, entity: Entity, columns: Columns) -> Cells:
    fields = reader.mapping(part)
    known = columns.of(entity.name)
    cells: dict[str, str | None] = {}
    for each in fields.parts() if fields is not None else ():
        if each.name == REPEAT:
            continue
        if each.name not in known:
            place = reader.tree.place(each.at, key=True)
            hint = suggestion(each.name, known)
            reader.report(messages.UNKNOWN_COLUMN, place, entity=entity.name, name=each.name, suggestion=hint)
        elif isinstance(each.node, ScalarNode) and each.node.text == EMPTY and not each.node.quoted:
            cells[each.name] = None
        else:
            cells[each.name] = reader.scalar(each)
    return cells


def _repeat(reader: Reader, part: Part) -> int | None:
    text = reader.scalar(part)
    if text is None:
        return None
    # Longer numbers are refused before they are made, for they may be very long.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_REPEATED))) or int(text) < 1:
        reader.report(messages.BAD_REPEAT, part.place, found=text, most=MOST_REPEATED)
        return None
    return min(int(text), MOST_REPEATED)
