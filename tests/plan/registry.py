"""A small vocabulary in which every type, reference and relation that the tests need occurs."""

from datetime import date
from fractions import Fraction

from policyengine.vocabulary.models import Entity, Field, FieldType, Label, Lifetime, Vocabulary


def _field(name: str, kind: FieldType, **more: object) -> Field:
    return Field(name=name, type=kind, label=Label(zh=name, en=name), **more)


def text(name: str, **more: object) -> Field:
    return _field(name, FieldType.TEXT, **more)


def enum(name: str, *, optional: bool = False, **choices: str) -> Field:
    labels = {code: Label(zh=label, en=code.replace("_", " ")) for code, label in choices.items()}
    return _field(name, FieldType.ENUM, choices=labels, optional=optional)


def boolean(name: str) -> Field:
    return _field(name, FieldType.BOOLEAN)


def day(name: str, *, optional: bool = False) -> Field:
    return _field(name, FieldType.DATE, optional=optional, minimum=date(1949, 10, 1))


def integer(name: str, maximum: int | None = None) -> Field:
    highest = None if maximum is None else Fraction(maximum)
    return _field(name, FieldType.INTEGER, minimum=Fraction(0), maximum=highest)


def reference(entity: str, *, optional: bool = False) -> Field:
    return _field(entity, FieldType.REFERENCE, reference=entity, optional=optional)


def _entity(name: str, plural: str, *fields: Field, **more: object) -> Entity:
    own = (text("id"), text("name"), *fields)
    return Entity(
        name=name, plural=plural, label=Label(zh=name, en=name), fields={field.name: field for field in own}, **more
    )


CITY = _entity("city", "cities")
COUNTY = _entity("county", "counties", reference("city"), belongs_to={"city": ("city",)})
STREET = _entity(
    "street",
    "streets",
    reference("county"),
    integer("residents"),
    belongs_to={"county": ("county",), "city": ("county", "city")},
)
COMMUNITY = _entity(
    "community",
    "communities",
    enum("kind", urban="城市社区", rural="农村社区"),
    reference("street"),
    belongs_to={"street": ("street",), "county": ("street", "county"), "city": ("street", "county", "city")},
)
ORGANIZATION = _entity(
    "organization",
    "organizations",
    enum("registration", registered="登记", filed="备案"),
    enum("category", community_service="社区服务", community_charity="社区慈善", social_work="社会工作", other="其他"),
    enum("management", dual="双重管理", direct="直接登记"),
    enum("grade", optional=True, a3="3A", a4="4A", a5="5A"),
    boolean("decoupling"),
    day("established_on", optional=True),
    day("dissolved_on", optional=True),
    integer("party_members", 1000),
    _field("income", FieldType.DECIMAL, minimum=Fraction(0), digits=2),
    reference("county"),
    reference("community", optional=True),
    belongs_to={"community": ("community",), "county": ("county",), "city": ("county", "city")},
    lifetime=Lifetime(start="established_on", end="dissolved_on"),
)
INSPECTION = _entity(
    "inspection",
    "inspections",
    reference("organization"),
    boolean("on_site"),
    day("inspected_on"),
    integer("score", 100),
    belongs_to={"organization": ("organization",)},
    event_date="inspected_on",
)

VOCABULARY = Vocabulary(
    names=("registry",),
    entities={entity.name: entity for entity in (CITY, COUNTY, STREET, COMMUNITY, ORGANIZATION, INSPECTION)},
    sha256="0" * 64,
)
