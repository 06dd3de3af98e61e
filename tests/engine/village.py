"""A small vocabulary, facts told as plain dictionaries, and rules over them; both engines answer, and must agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from policyengine.engine.columnar.detail import detail
from policyengine.engine.columnar.outcomes import outcomes
from policyengine.engine.columnar.rules import Columns
from policyengine.engine.outcome import Cause, Outcome
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import walk
from policyengine.facts.tables import FactBase, Table, absent
from policyengine.language.models import Modality
from policyengine.plan.nodes import (
    HOLDS,
    All,
    Compare,
    Comparison,
    Condition,
    Constant,
    Measure,
    Operand,
    Path,
    Population,
    Relation,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    MeasureRequirement,
    Plan,
    PlannedRule,
    Requirement,
    Standing,
)
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import Entity, Field, FieldType, Label, Lifetime, Vocabulary

AS_OF = date(2018, 12, 31)
UNKNOWN = "unknown cell"
"""Stands in a test's facts for a cell of an optional field of which nothing is known."""

TYPES: dict[FieldType, type[pl.DataType]] = {
    FieldType.BOOLEAN: pl.Boolean,
    FieldType.INTEGER: pl.Int64,
    FieldType.DECIMAL: pl.Int64,
    FieldType.DATE: pl.Date,
}


def _field(name: str, kind: FieldType, **more: object) -> Field:
    return Field.model_validate({"name": name, "type": kind, "label": Label(zh=name, en=name), **more})


def _entity(name: str, plural: str, fields: Sequence[Field], **more: object) -> Entity:
    built_in = [_field("id", FieldType.TEXT), _field("name", FieldType.TEXT)]
    everything = {part.name: part for part in [*built_in, *fields]}
    return Entity.model_validate(
        {"name": name, "plural": plural, "label": Label(zh=name, en=name), "fields": everything, **more}
    )


def _choices(*words: str) -> dict[str, Label]:
    return {word: Label(zh=word, en=word) for word in words}


CITY = _entity("city", "cities", [_field("budget", FieldType.DECIMAL, digits=2, optional=True)])
STREET = _entity(
    "street",
    "streets",
    [
        _field("city", FieldType.REFERENCE, reference="city"),
        _field("kind", FieldType.ENUM, choices=_choices("urban", "rural", "pastoral")),
        _field("homes", FieldType.INTEGER, minimum=Fraction(0), maximum=Fraction(10)),
    ],
    belongs_to={"city": ("city",)},
)
CLUB = _entity(
    "club",
    "clubs",
    [
        _field("street", FieldType.REFERENCE, reference="street"),
        _field("parent", FieldType.REFERENCE, reference="club", optional=True),
        _field("members", FieldType.INTEGER, minimum=Fraction(0)),
        _field("staff", FieldType.INTEGER, minimum=Fraction(0), maximum=Fraction(50), optional=True),
        _field("grade", FieldType.ENUM, choices=_choices("one", "two", "three"), optional=True),
        _field("open", FieldType.BOOLEAN),
        _field("founded_on", FieldType.DATE, optional=True),
        _field("ended_on", FieldType.DATE, optional=True),
    ],
    belongs_to={"street": ("street",), "city": ("street", "city")},
    lifetime=Lifetime(start="founded_on", end="ended_on"),
)
VISIT = _entity(
    "visit",
    "visits",
    [_field("club", FieldType.REFERENCE, reference="club"), _field("held_on", FieldType.DATE)],
    belongs_to={"club": ("club",)},
    event_date="held_on",
)
RECORD = _entity(
    "work_record",
    "work_records",
    [
        *(_field(name, FieldType.TEXT) for name in ("policy", "rule", "subject_kind", "subject_id")),
        _field("item", FieldType.TEXT, optional=True),
        _field("outcome", FieldType.ENUM, choices=_choices("done", "not_done")),
        _field("done_on", FieldType.DATE),
    ],
)
VOCABULARY = Vocabulary(
    names=("village",),
    entities={entity.name: entity for entity in (CITY, STREET, CLUB, VISIT, RECORD)},
    sha256="",
)

STREETS = Relation("city", "street", "streets", ("city",))
CLUBS = Relation("street", "club", "clubs", ("street",))
CITY_CLUBS = Relation("city", "club", "clubs", ("street", "city"))
VISITS = Relation("club", "visit", "visits", ("club",))

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Village:
    """The facts of a test: rows by entity. A list of columns is derived from the first row; `id`s count from 1."""

    rows: Mapping[str, Rows]
    incomplete: frozenset[str] = field(default=frozenset())

    def facts(self) -> Facts:
        tables = {name: self._table(entity) for name, entity in VOCABULARY.entities.items()}
        hashed = frozenset(name for name, table in tables.items() if table.complete)
        return Facts(FactBase(VOCABULARY, tables, ("facts.csv",), None, str, hashed=hashed))

    def _table(self, entity: Entity) -> Table:
        if entity.name not in self.rows:
            return absent(entity.name)
        rows = self.rows[entity.name]
        columns = {"id": pl.Series([str(row.get("id", n)) for n, row in enumerate(rows, 1)], dtype=pl.String)}
        for name in dict.fromkeys(key for row in rows for key in row if key != "id"):
            columns |= _columns(name, entity, [row.get(name) for row in rows])
        columns["__file"] = pl.Series([0] * len(rows), dtype=pl.UInt32)
        columns["__row"] = pl.Series(range(2, len(rows) + 2), dtype=pl.UInt32)
        frame = pl.DataFrame(columns)
        complete = entity.name not in self.incomplete
        return Table(entity.name, frame.lazy(), frozenset(frame.columns), supplied=True, complete=complete)


def _columns(name: str, entity: Entity, cells: list[object]) -> dict[str, pl.Series]:
    known = [None if cell is UNKNOWN else cell for cell in cells]
    kind = TYPES.get(entity.fields[name].type, pl.String) if name in entity.fields else pl.Boolean
    columns = {name: pl.Series(known, dtype=kind)}
    if UNKNOWN in cells:
        columns[f"{name}__unknown"] = pl.Series([cell is UNKNOWN for cell in cells], dtype=pl.Boolean)
    return columns


def path(entity: str, *names: str) -> Path:
    """The path `names` from a row of the entity, with its domain."""
    owner, optional = VOCABULARY.entities[entity], False
    for step in names[:-1]:
        reference = owner.fields[step].reference
        assert reference
        owner, optional = VOCABULARY.entities[reference], optional or owner.fields[step].optional
    last = owner.fields[names[-1]]
    choices = frozenset(last.choices) or (frozenset({"true", "false"}) if last.type is FieldType.BOOLEAN else None)
    numeric = last.type in (FieldType.INTEGER, FieldType.DECIMAL)
    return Path(
        entity,
        names[:-1],
        owner.name,
        last.name,
        last.type,
        optional or last.optional,
        last.digits,
        lo=last.minimum if numeric and isinstance(last.minimum, Fraction) else None,
        hi=last.maximum if numeric and isinstance(last.maximum, Fraction) else None,
        choices=choices,
        reference=last.reference,
    )


def literal(value: Fraction | int | date | str) -> Constant:
    return Constant(Fraction(value) if isinstance(value, int) else value)


def compare(where: Path, comparator: Comparator, value: Operand | Fraction | int | date | str) -> Compare:
    operand = literal(value) if isinstance(value, Fraction | int | date | str) else value
    return Compare(where, Comparison(comparator, operand))


def is_(where: Path, word: str) -> Compare:
    return compare(where, Comparator.EQUAL, word)


def at_least(value: Operand | Fraction | int) -> Comparison:
    return Comparison(Comparator.AT_LEAST, literal(value) if isinstance(value, Fraction | int) else value)


def population(relation: Relation, where: Condition = HOLDS, *, ended_included: bool = False) -> Population:
    return Population(relation, where, ended_included)


def require(measure: Measure, *comparisons: Comparison) -> MeasureRequirement:
    return MeasureRequirement(measure, comparisons)


def rule(
    requirement: Requirement | Condition, *, subject: str = "city", when: Condition = HOLDS, due: Due | None = None
) -> PlannedRule:
    asked = requirement if isinstance(requirement, Requirement) else ConditionRequirement(requirement)
    return PlannedRule("r", "", Modality.MUST, None, subject, when, asked, due or Standing(), (), None)


def plan(*rules: PlannedRule, jurisdiction: tuple[str, str] | None = ("city", "1")) -> Plan:
    paths = {"city": (), "street": ("city",), "club": ("street", "city"), "visit": ("club", "street", "city")}
    begun, ended = date(2018, 1, 1), date(2018, 12, 31)
    return Plan("p", "", "", jurisdiction, paths, begun, ended, rules, (), ())


def find(village: Village, asked: PlannedRule, subject: str = "1", as_of: date = AS_OF) -> Outcome:
    """The outcome that both engines give."""
    facts = village.facts()
    walked = walk(plan(asked), asked, facts, subject, as_of)
    assert dict(outcomes(detail(Columns(plan(asked), facts.base, as_of), asked)))[subject] == walked
    return walked


def truth(village: Village, condition: Condition, entity: str = "club", as_of: date = AS_OF) -> Truth:
    """Whether the entity's first row satisfies the condition."""
    return find(village, rule(All((condition,)), subject=entity), as_of=as_of).satisfied


def causes(outcome: Outcome) -> dict[Cause, Truth]:
    """The causes that are not a sure no."""
    return {cause: found for cause, found in outcome.causes if found is not Truth.NO}
