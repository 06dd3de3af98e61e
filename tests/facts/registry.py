"""A small vocabulary in which every type, bound and relation that facts can break occurs."""

from datetime import date
from fractions import Fraction

from policyengine.vocabulary.models import Entity, Field, FieldType, Label, Lifetime, Vocabulary
from policyengine.vocabulary.work_record import ID, NAME, work_record


def _field(name: str, kind: FieldType, zh: str, **more: object) -> Field:
    return Field(name=name, type=kind, label=Label(zh=zh, en=name.replace("_", " ")), **more)


def _reference(name: str, zh: str, *, optional: bool = False) -> Field:
    return _field(name, FieldType.REFERENCE, zh, reference=name, optional=optional)


def _entity(name: str, plural: str, zh: str, *fields: Field, **more: object) -> Entity:
    own = {field.name: field for field in (ID, NAME, *fields)}
    return Entity(name=name, plural=plural, label=Label(zh=zh, en=name), fields=own, **more)


CITY = _entity("city", "cities", "市")
COUNTY = _entity("county", "counties", "县", _reference("city", "所属市"), belongs_to={"city": ("city",)})
STREET = _entity(
    "street",
    "streets",
    "街道",
    _reference("county", "所属县"),
    belongs_to={"county": ("county",), "city": ("county", "city")},
)
AUTHORITY = _entity(
    "authority",
    "authorities",
    "登记机关",
    _reference("county", "所在县", optional=True),
    belongs_to={"county": ("county",)},
)
ORGANIZATION = _entity(
    "organization",
    "organizations",
    "社会组织",
    _field("uscc", FieldType.CODE, "统一社会信用代码", code="uscc", optional=True),
    _field(
        "kind",
        FieldType.ENUM,
        "类别",
        choices={"urban": Label(zh="城市", en="town"), "rural": Label(zh="农村(村)", en="rural")},
    ),
    _field("charity", FieldType.BOOLEAN, "慈善组织"),
    _field("staff", FieldType.INTEGER, "工作人员", minimum=Fraction(0), maximum=Fraction(1000)),
    _field("assets", FieldType.DECIMAL, "资产", digits=2, minimum=Fraction(-1, 2), optional=True),
    _field("established_on", FieldType.DATE, "成立日期", minimum=date(1949, 10, 1), optional=True),
    _field("dissolved_on", FieldType.DATE, "注销日期", optional=True),
    _reference("county", "所在县"),
    _reference("street", "所在街道", optional=True),
    _reference("authority", "登记机关", optional=True),
    belongs_to={
        "street": ("street",),
        "county": ("county",),
        "city": ("county", "city"),
        "authority": ("authority",),
    },
    lifetime=Lifetime(start="established_on", end="dissolved_on"),
)

_ENTITIES = {entity.name: entity for entity in (CITY, COUNTY, STREET, AUTHORITY, ORGANIZATION)}
VOCABULARY = Vocabulary(
    names=("registry",), entities={**_ENTITIES, "work_record": work_record(_ENTITIES)}, sha256="0" * 64
)
