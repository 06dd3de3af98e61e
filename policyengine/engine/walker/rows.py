"""Facts as plain rows: by id, and by the parent that a chain of references leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import chain

import polars as pl

from policyengine.engine.walker.answer import Answer
from policyengine.engine.walker.share import Crowds
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase
from policyengine.plan.nodes import Path, Relation
from policyengine.plan.paths import path_of
from policyengine.plan.planned import EvidenceRequirement
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import Entity, Field, FieldType, Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD

ABOUT = ("policy", "rule", "subject_kind", "subject_id")
"""The fields that say what a record of work is about."""

NOBODY = ""
"""The id of no row: its children are those alone that may be anybody's."""


class Lack(Enum):
    """Why a cell has no value: it is not known, or it is known that there is none."""

    UNKNOWN = "unknown"
    NONE = "none"


Cell = Fraction | date | str | Lack
"""A number, a date, a word (booleans are the words `true` and `false`), or the lack of one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells by field name, and where it was read; a row of which only the id is known has no cells."""

    entity: str
    id: str
    cells: Mapping[str, Cell]
    file: str | None = None
    number: int | None = None

    def cell(self, name: str) -> Cell:
        """The field's cell; unknown where the source has no such column."""
        if name == "id":
            return self.id
        try:
            return self.cells[name]
        except KeyError:
            return Lack.UNKNOWN


@dataclass(frozen=True, slots=True)
class Kinship:
    """The rows of one relation: by the parent that they surely have, and those that may have any parent."""

    by_parent: dict[str, list[Row]]
    of_unknown_parent: list[Row]


class Records:
    """Records of work by what they are about; those of which that is not known may be about anything."""

    def __init__(self) -> None:
        self._about: dict[tuple[str, ...], dict[str, Row]] = {}
        self._loose: dict[str, Row] = {}

    def add(self, row: Row) -> None:
        """Put a record in its place."""
        self._place(row)[row.id] = row

    def drop(self, row: Row) -> None:
        """Take a record out again, as it was when it was put in."""
        del self._place(row)[row.id]

    def about(self, requirement: EvidenceRequirement, subject_id: str) -> Iterator[Row]:
        """The records that may be about a requirement and a subject."""
        key = (requirement.policy, requirement.rule, requirement.subject_kind, subject_id)
        return chain(self._about.get(key, {}).values(), self._loose.values())

    def _place(self, row: Row) -> dict[str, Row]:
        key = tuple(cell for name in ABOUT if isinstance(cell := row.cell(name), str))
        return self._about.setdefault(key, {}) if len(key) == len(ABOUT) else self._loose


class Facts:
    """An index over a fact base; tables and relations are read when first asked for.

    `crowds` answers for populations that are kept up to date elsewhere; without it all are counted when asked for.
    `existing` is what `exists` has found of late.
    """

    crowds: Crowds | None = None

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self._rows: dict[str, Mapping[str, Row]] = {}
        self._kinships: dict[tuple[str, tuple[str, ...]], Kinship] = {}
        self._records: Records | None = None
        self._own_paths: dict[tuple[str, str], Path] = {}
        self.existing: dict[tuple[int, int, bool], tuple[Answer, Row, object]] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that the facts are told in."""
        return self.base.vocabulary

    def supplied(self, entity: str) -> bool:
        """Whether any source gives the entity."""
        return self.base.table(entity).supplied

    def complete(self, entity: str) -> bool:
        """Whether rows that are not here do not exist."""
        return self.base.table(entity).complete

    def rows(self, entity: str) -> Mapping[str, Row]:
        """The entity's rows by id, in the order of their source."""
        if entity not in self._rows:
            frame = self.base.table(entity).frame.collect()
            self._rows[entity] = _read(frame, self.vocabulary.entities[entity], self.base.files)
        return self._rows[entity]

    def own_path(self, entity: str, name: str) -> Path:
        """The path to a field of an entity's own."""
        found = self._own_paths.get((entity, name))
        if found is None:
            owner = self.vocabulary.entities[entity]
            known = owner.fields[name]
            found = self._own_paths[entity, name] = path_of(owner, (), owner, known, optional=known.optional)
        return found

    def row(self, entity: str, row_id: str) -> Row:
        """The row of that id; one that no source gives has nothing known but its id."""
        return self.rows(entity).get(row_id) or Row(entity, row_id, {})

    def reach(self, row: Row, steps: tuple[str, ...]) -> Row | Lack:
        """The row that the references lead to; unknown or none as soon as one of them is."""
        for step in steps:
            target = row.cell(step)
            if isinstance(target, Lack):
                return target
            entity = self.vocabulary.entities[row.entity].fields[step].reference
            if entity is None or not isinstance(target, str):
                raise TypeError(f"`{row.entity}.{step}` is no reference")
            row = self.row(entity, target)
        return row

    def children(self, relation: Relation, parent_id: str) -> list[tuple[Row, Truth]]:
        """The rows that surely or possibly are children of the parent, each with whether it is."""
        key = (relation.child, relation.steps)
        if key not in self._kinships:
            self._kinships[key] = self._kinship(*key)
        kinship = self._kinships[key]
        sure = [(row, Truth.YES) for row in kinship.by_parent.get(parent_id, ())]
        return sure + [(row, Truth.UNKNOWN) for row in kinship.of_unknown_parent]

    def records(self, requirement: EvidenceRequirement, subject_id: str) -> Iterator[Row]:
        """The records of work that may be about a requirement and a subject."""
        if self._records is None:
            self._records = Records()
            for row in self.rows(WORK_RECORD).values():
                self._records.add(row)
        return self._records.about(requirement, subject_id)

    def _kinship(self, child: str, steps: tuple[str, ...]) -> Kinship:
        kinship = Kinship({}, [])
        for row in self.rows(child).values():
            parent = self.reach(row, steps)
            if isinstance(parent, Row):
                kinship.by_parent.setdefault(parent.id, []).append(row)
            elif parent is Lack.UNKNOWN:
                kinship.of_unknown_parent.append(row)
        return kinship


def _read(frame: pl.DataFrame, entity: Entity, files: tuple[str, ...]) -> dict[str, Row]:
    fields = [field for name, field in entity.fields.items() if name in frame.columns and name != "id"]
    judgements = [name for name, kind in frame.schema.items() if kind == pl.Boolean and _is_judgement(name, entity)]
    rows = {}
    for raw in frame.iter_rows(named=True):
        cells = {field.name: cell_of(raw[field.name], field, raw.get(field.name + UNKNOWN_SUFFIX)) for field in fields}
        cells |= {name: Lack.UNKNOWN if raw[name] is None else word_of(raw[name]) for name in judgements}
        file = raw.get(FILE_COLUMN)
        rows[raw["id"]] = Row(entity.name, raw["id"], cells, None if file is None else files[file], raw.get(ROW_COLUMN))
    return rows


def _is_judgement(column: str, entity: Entity) -> bool:
    return column not in entity.fields and not column.endswith(UNKNOWN_SUFFIX)


def cell_of(value: bool | int | str | date | None, field: Field, unknown: bool | None) -> Cell:
    """The cell that a stored value of a field is; `unknown` is what stands in its companion column."""
    if unknown or (value is None and not field.optional):
        return Lack.UNKNOWN
    match value:
        case None:
            return Lack.NONE
        case bool():
            return word_of(value)
        case int():
            return Fraction(value, 10**field.digits if field.type is FieldType.DECIMAL else 1)
        case _:
            return value


def word_of(value: bool) -> str:
    """A truth as the word that conditions know."""
    return "true" if value else "false"
