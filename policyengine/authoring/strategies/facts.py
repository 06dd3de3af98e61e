"""Random small fact bases, normalised as `facts.tables` says, with everything that can be unknown in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

import polars as pl
from hypothesis import strategies as st

from policyengine.authoring.strategies.conditions import judgement
from policyengine.authoring.strategies.domains import values_of
from policyengine.authoring.strategies.operands import row_id
from policyengine.authoring.strategies.pools import ITEMS, PERIOD_FROM, PERIOD_UNTIL, POLICY, RULES
from policyengine.authoring.strategies.vocabularies import ROOT
from policyengine.engine.walker.existence import existence_fields
from policyengine.engine.walker.rows import Lack
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase, Table, absent
from policyengine.vocabulary.models import Entity, Field, FieldType, Vocabulary
from policyengine.vocabulary.work_record import REQUIRED, WORK_RECORD

MOST_ROWS = 5
DTYPES: dict[FieldType, type[pl.DataType]] = {
    FieldType.BOOLEAN: pl.Boolean,
    FieldType.INTEGER: pl.Int64,
    FieldType.DECIMAL: pl.Int64,
    FieldType.DATE: pl.Date,
}


class Holding(Enum):
    """How much of an entity's rows the facts hold."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_SUPPLIED = "not supplied"


HOLDINGS = (*[Holding.COMPLETE] * 8, Holding.INCOMPLETE, Holding.INCOMPLETE, Holding.NOT_SUPPLIED)
"""Most tables are complete."""

Ids = Mapping[str, tuple[str, ...]]
"""The ids that references to an entity may name; where rows may be lacking, also one without a row."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What facts of one schema have in common: how much of each entity they hold, in how many rows and which columns.

    Where all are `placed`, references are known wherever there is something that they may name.
    """

    vocabulary: Vocabulary
    holdings: Mapping[str, Holding]
    sizes: Mapping[str, int]
    columns: Mapping[str, frozenset[str]]
    placed: bool = False


@st.composite
def shapes(draw: st.DrawFn, vocabulary: Vocabulary, most_rows: int = MOST_ROWS, *, placed: bool = False) -> Shape:
    """How facts with up to `most_rows` rows an entity may look; now and then a table or a column is lacking."""
    holdings = {name: draw(st.sampled_from(HOLDINGS)) for name in vocabulary.entities}
    sizes = {name: draw(_sizes(name, holding, most_rows)) for name, holding in holdings.items()}
    columns = {name: frozenset(draw(_columns(entity, placed=placed))) for name, entity in vocabulary.entities.items()}
    return Shape(vocabulary, holdings, sizes, columns, placed)


@st.composite
def facts_of(draw: st.DrawFn, shape: Shape, mark: str = "") -> FactBase:
    """Facts of that shape, whose ids end in `mark`; references lead to rows, or out of tables that may lack rows."""
    ids = {
        name: tuple(row_id(name, n) + mark for n in range(1 if holding is Holding.COMPLETE else 0, size + 1))
        for (name, holding), size in zip(shape.holdings.items(), shape.sizes.values(), strict=True)
    }
    tables = {}
    for name, entity in shape.vocabulary.entities.items():
        if shape.holdings[name] is Holding.NOT_SUPPLIED:
            tables[name] = absent(name)
            continue
        frame = draw(_frames(entity, shape, ids, mark))
        complete = shape.holdings[name] is Holding.COMPLETE
        tables[name] = Table(name, frame.lazy(), frozenset(frame.columns), supplied=True, complete=complete)
    hashed = frozenset(name for name, holding in shape.holdings.items() if holding is Holding.COMPLETE)
    return FactBase(shape.vocabulary, tables, ("facts",), PERIOD_UNTIL, str, hashed=hashed)


def _sizes(entity: str, holding: Holding, most_rows: int) -> st.SearchStrategy[int]:
    """How many rows a table has: often many, but of the root few, so that most others are in the jurisdiction."""
    if holding is Holding.NOT_SUPPLIED:
        return st.just(0)
    if entity == ROOT:
        return st.sampled_from((1, 1, 2))
    return st.sampled_from((most_rows, most_rows, *range(most_rows, -1, -1)))


@st.composite
def _columns(draw: st.DrawFn, entity: Entity, *, placed: bool) -> list[str]:
    """The fields that the source has, and perhaps an office's determination."""
    needed = {field.name for field in entity.fields.values() if field.name in REQUIRED or (placed and field.reference)}
    found = [name for name in entity.fields if name == "id" or name in needed or draw(st.integers(0, 9)) < 9]
    return [*found, judgement(entity.name)] if draw(st.booleans()) else found


@st.composite
def _frames(draw: st.DrawFn, entity: Entity, shape: Shape, ids: Ids, mark: str) -> pl.DataFrame:
    """The entity's rows."""
    rows = [row_id(entity.name, n) + mark for n in range(1, shape.sizes[entity.name] + 1)]
    columns = {"id": pl.Series(rows, dtype=pl.String)}
    for field in entity.fields.values():
        if field.name != "id" and field.name in shape.columns[entity.name]:
            cells = _cells(entity, field, ids, mark, placed=shape.placed)
            columns |= _series(field, draw(st.lists(cells, min_size=len(rows), max_size=len(rows))))
    if judgement(entity.name) in shape.columns[entity.name]:
        judged = draw(st.lists(st.sampled_from((True, False, None)), min_size=len(rows), max_size=len(rows)))
        columns[judgement(entity.name)] = pl.Series(judged, dtype=pl.Boolean)
    columns[FILE_COLUMN] = pl.Series([0] * len(rows), dtype=pl.UInt32)
    columns[ROW_COLUMN] = pl.Series(range(2, len(rows) + 2), dtype=pl.UInt32)
    return pl.DataFrame(columns)


def _cells(entity: Entity, field: Field, ids: Ids, mark: str, *, placed: bool) -> st.SearchStrategy[object]:
    """Mostly a value, sometimes unknown and, in an optional field, none."""
    values = _values(entity, field, ids, mark)
    known = (entity.name == WORK_RECORD and field.name in REQUIRED) or (placed and field.reference and values)
    lacks = [lack for lack in Lack if (field.optional if lack is Lack.NONE else not known)]
    return st.sampled_from((*values, *values, *lacks))


def _values(entity: Entity, field: Field, ids: Ids, mark: str) -> tuple[object, ...]:
    if field.reference:
        return ids[field.reference]
    if field.name in existence_fields(entity):
        return _mostly_existing(entity, field)
    if entity.name != WORK_RECORD:
        return values_of(field)
    subjects = tuple(row_id(kind, 1) + mark for kind in ids if kind != WORK_RECORD)
    about = {"policy": (POLICY,), "rule": RULES[:1], "item": ITEMS, "subject_id": subjects}
    return about.get(field.name) or values_of(field)


def _mostly_existing(entity: Entity, field: Field) -> tuple[object, ...]:
    """Days that begin or end a row's life, most of them so that it exists throughout the period."""
    days = [day for day in values_of(field) if isinstance(day, date)]
    ends = entity.lifetime is not None and field.name == entity.lifetime.end
    fitting = [day for day in days if (day >= PERIOD_UNTIL if ends else day <= PERIOD_FROM)]
    return (*days, *fitting, *fitting)


def _series(field: Field, cells: Sequence[object]) -> dict[str, pl.Series]:
    stored = [None if isinstance(cell, Lack) else _stored(cell, field) for cell in cells]
    columns = {field.name: pl.Series(stored, dtype=DTYPES.get(field.type, pl.String))}
    if field.optional and Lack.UNKNOWN in cells:
        unknown = [cell is Lack.UNKNOWN for cell in cells]
        columns[field.name + UNKNOWN_SUFFIX] = pl.Series(unknown, dtype=pl.Boolean)
    return columns


def _stored(cell: object, field: Field) -> object:
    """The cell as a normalised table holds it."""
    if isinstance(cell, Fraction):
        return int(cell * 10**field.digits)
    return cell == "true" if field.type is FieldType.BOOLEAN else cell
