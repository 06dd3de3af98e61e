"""Random vocabularies: a chain of two to four entities with fields of every type, optional, bounded or neither."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from policyengine.vocabulary.models import Entity, Field, FieldType, Label, Lifetime, Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD, work_record

CHAIN = ("city", "street", "organization", "inspection")
PLURALS = {"city": "cities", "street": "streets", "organization": "organizations", "inspection": "inspections"}
ROOT, PEERED, EVENT = "city", "organization", "inspection"
KINDS = {"urban": "城市社区", "rural": "农村社区", "pastoral": "牧区社区"}
CHAIN_LENGTHS = st.sampled_from((4, 3, 4, 3, 2))


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """A vocabulary of a hierarchy, of which each entity may have fields of every type, and of work records."""
    names = CHAIN[: draw(CHAIN_LENGTHS)]
    entities: dict[str, Entity] = {}
    for parent, name in zip((None, *names), names, strict=False):
        entities[name] = draw(_entities(name, entities.get(parent or "")))
    records = work_record(entities)
    return Vocabulary(names=("drawn",), entities={**entities, WORK_RECORD: records}, sha256="")


@st.composite
def _entities(draw: st.DrawFn, name: str, parent: Entity | None) -> Entity:
    fields = [_field("id", FieldType.TEXT), _field("name", FieldType.TEXT), *draw(_own_fields())]
    belongs_to: dict[str, tuple[str, ...]] = {}
    if parent:
        optional = draw(st.booleans())
        fields.append(_field(parent.name, FieldType.REFERENCE, optional=optional, reference=parent.name))
        belongs_to = {parent.name: (parent.name,)}
        belongs_to |= {kind: (parent.name, *steps) for kind, steps in parent.belongs_to.items() if kind != parent.name}
    if parent and parent.name != ROOT and draw(st.booleans()):
        fields.append(_field(ROOT, FieldType.REFERENCE, optional=draw(st.booleans()), reference=ROOT))
        belongs_to[ROOT] = (ROOT,)
    if name == PEERED and draw(st.booleans()):
        fields.append(_field("supervisor", FieldType.REFERENCE, optional=draw(st.booleans()), reference=PEERED))
        belongs_to[PEERED] = ("supervisor",)
    lifetime, event_date = draw(_existence(name, fields))
    return Entity(
        name=name,
        plural=PLURALS[name],
        label=Label(zh=name, en=name),
        belongs_to=belongs_to,
        lifetime=lifetime,
        event_date=event_date,
        fields={field.name: field for field in fields},
    )


@st.composite
def _existence(draw: st.DrawFn, name: str, fields: list[Field]) -> tuple[Lifetime | None, str | None]:
    """The dates by which rows exist, added to the fields; of the root, whose own row may be lacking, none."""
    if name == EVENT:
        fields.append(draw(_dates("held_on")))
        return None, "held_on"
    if name == ROOT or draw(st.booleans()):
        return None, None
    begins, ends = draw(st.sampled_from(((True, True), (True, False), (False, True))))
    if begins:
        fields.append(draw(_dates("founded_on")))
    if ends:
        fields.append(draw(_dates("ended_on")))
    return Lifetime(start="founded_on" if begins else None, end="ended_on" if ends else None), None


@st.composite
def _own_fields(draw: st.DrawFn) -> list[Field]:
    drawn = {
        "kind": _field_of(FieldType.ENUM, "kind", choices={code: Label(zh=zh, en=code) for code, zh in KINDS.items()}),
        "open": _field_of(FieldType.BOOLEAN, "open"),
        "members": _numbers("members", FieldType.INTEGER, Fraction(3)),
        "income": _numbers("income", FieldType.DECIMAL, Fraction(3, 2), digits=1),
        "met_on": _dates("met_on"),
        "note": _field_of(FieldType.TEXT, "note"),
    }
    names = draw(st.lists(st.sampled_from(sorted(drawn)), min_size=1, max_size=4, unique=True))
    return [draw(drawn[name]) for name in names]


def _field_of(kind: FieldType, name: str, **more: object) -> st.SearchStrategy[Field]:
    return st.booleans().map(lambda optional: _field(name, kind, optional=optional, **more))


@st.composite
def _numbers(draw: st.DrawFn, name: str, kind: FieldType, maximum: Fraction, digits: int = 0) -> Field:
    lowest, highest = draw(
        st.sampled_from(((None, None), (Fraction(0), None), (Fraction(0), maximum), (None, maximum)))
    )
    return _field(name, kind, optional=draw(st.booleans()), minimum=lowest, maximum=highest, digits=digits)


@st.composite
def _dates(draw: st.DrawFn, name: str) -> Field:
    earliest, latest = draw(st.sampled_from(((None, None), (date(2017, 12, 31), date(2018, 12, 31)))))
    return _field(name, FieldType.DATE, optional=draw(st.booleans()), minimum=earliest, maximum=latest)


def _field(name: str, kind: FieldType, **more: object) -> Field:
    values: Mapping[str, object] = {"name": name, "type": kind, "label": Label(zh=name, en=name), **more}
    return Field.model_validate(values)
