"""Rows as users give them, read as files are read: what is in final form at once, anything else by the same readers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from policyengine.engine.walker.rows import Cell, Facts, Lack, Row, word_of
from policyengine.facts import messages
from policyengine.facts.build import build_table
from policyengine.facts.judgements import with_judgements
from policyengine.facts.memory import read_memory
from policyengine.facts.normalise import MARKERS
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import Wanted
from policyengine.facts.tables import FactBase
from policyengine.live.facts import LiveFacts
from policyengine.reading.nearest import suggestion
from policyengine.vocabulary.codes import fault
from policyengine.vocabulary.models import Entity, Field, FieldType
from policyengine.vocabulary.work_record import REQUIRED, WORK_RECORD

GREATEST = 2**63 - 1


def read_id(given: object) -> str | None:
    """The id of a row as readers of files take it: without spaces around it, a number by its digits, no marker.

    `None` where there is none.
    """
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    word = text.strip() if isinstance(text, str) else ""
    return word if word and word not in MARKERS else None


def read_cells(entity: Entity, given: Mapping[str, object], before: Row | None, facts: LiveFacts) -> dict[str, Cell]:
    """The cells that a row is given, the id apart. Raises `FactsError` with everything that is wrong with them.

    An empty cell is none in an optional field, unknown in any other; a marker such as 不详 is unknown.
    """
    cells = _read(entity, given, before, facts)
    required = REQUIRED if entity.name == WORK_RECORD else frozenset[str]()
    empty = [name for name in sorted(required) if isinstance(_now(name, cells, before), Lack)]
    if empty:
        raise FactsError(Refusal.of(messages.EMPTY_REQUIRED, entity.name, 1, name) for name in empty)
    return cells


def _now(name: str, cells: Mapping[str, Cell], before: Row | None) -> Cell:
    """The cell as it will be."""
    return cells[name] if name in cells else Lack.UNKNOWN if before is None else before.cell(name)


def _read(entity: Entity, given: Mapping[str, object], before: Row | None, facts: LiveFacts) -> dict[str, Cell]:
    judged = facts.judged(entity.name)
    cells: dict[str, Cell] = {}
    for name, value in given.items():
        field = entity.fields.get(name)
        cell = _judged(value) if field is None and name in judged else None if field is None else _plain(field, value)
        if cell is None:
            return _by_readers(entity, given, before, facts)
        cells[name] = cell
    del cells["id"]
    return _by_readers(entity, given, before, facts) if _ends_before_start(entity, cells, before) else cells


def _plain(field: Field, value: object) -> Cell | None:
    """A value in final form; `None` where it takes a reader to say what it is, or that it is nothing."""
    if value is None or value == "":
        return Lack.NONE if field.optional else Lack.UNKNOWN
    if isinstance(value, str) and value in MARKERS:
        return Lack.UNKNOWN
    match field.type:
        case FieldType.BOOLEAN:
            return word_of(value) if isinstance(value, bool) else None
        case FieldType.INTEGER:
            whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= GREATEST
            return _within(field, Fraction(value)) if whole and isinstance(value, int) else None
        case FieldType.DATE:
            return _within(field, value) if type(value) is date else None
        case FieldType.ENUM:
            return value if isinstance(value, str) and value in field.choices else None
        case FieldType.TEXT | FieldType.REFERENCE:
            return value if isinstance(value, str) and value == value.strip() else None
        case FieldType.CODE:
            sound = isinstance(value, str) and (field.code is None or fault(field.code, value) is None)
            return value if sound and isinstance(value, str) else None
        case FieldType.DECIMAL:
            exact = isinstance(value, int | Decimal) and not isinstance(value, bool)
            return _decimal(field, Fraction(value)) if exact and isinstance(value, int | Decimal) else None


def _decimal(field: Field, value: Fraction) -> Cell | None:
    stored = value * 10**field.digits
    return _within(field, value) if stored.denominator == 1 and abs(stored) <= GREATEST else None


def _within(field: Field, value: Fraction | date) -> Cell | None:
    for bound, wrong in ((field.minimum, -1), (field.maximum, 1)):
        if bound is not None and isinstance(bound, date) == isinstance(value, date):
            order = (value > bound) - (value < bound)  # type: ignore[operator]  # both dates or both numbers, see above
            if order == wrong:
                return None
    return value


def _judged(value: object) -> Cell | None:
    if value is None:
        return Lack.UNKNOWN
    return word_of(value) if isinstance(value, bool) else None


def _ends_before_start(entity: Entity, cells: Mapping[str, Cell], before: Row | None) -> bool:
    """Whether the lifetime of the row, as it would be, ends before it starts."""
    lifetime = entity.lifetime
    if lifetime is None or lifetime.start is None or lifetime.end is None:
        return False
    start, end = (
        cells.get(name, None if before is None else before.cell(name)) for name in (lifetime.start, lifetime.end)
    )
    return isinstance(start, date) and isinstance(end, date) and end < start


def _by_readers(entity: Entity, given: Mapping[str, object], before: Row | None, facts: LiveFacts) -> dict[str, Cell]:
    """The cells as the readers of tables find them, the row standing for a table of its own."""
    row = dict(given)
    lifetime = entity.lifetime
    for name in (lifetime.start, lifetime.end) if lifetime and before else ():
        if name is not None and name not in row and isinstance(cell := before.cell(name) if before else None, date):
            row[name] = cell
    built = build_table(entity, read_memory([row], entity.name, 0), Wanted(), complete=True)
    if built.table is None:
        raise FactsError(built.refusals)
    judged = facts.judged(entity.name)
    strange = [name for name in built.table.unclaimed if name not in judged]
    if strange:
        known = {*entity.fields, *judged}
        raise FactsError(_unknown_field(entity, name, known) for name in strange)
    base = FactBase(facts.vocabulary, {**facts.base.tables, entity.name: built.table}, (entity.name,), None, str)
    read = Facts(with_judgements(base, {(entity.name, name) for name in judged})).rows(entity.name)
    [found] = read.values()
    return {name: cell for name, cell in found.cells.items() if name in entity.fields or name in judged}


def _unknown_field(entity: Entity, name: str, known: set[str]) -> Refusal:
    hint = suggestion(name, known)
    return Refusal.of(messages.UNKNOWN_FIELD, entity.name, 1, name, entity=entity.name, name=name, suggestion=hint)
