"""What rules may talk about: entities, their fields and their relations (language.md §2)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable model that accepts no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class FieldType(StrEnum):
    """The types of language.md §2."""

    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ENUM = "enum"
    CODE = "code"
    REFERENCE = "reference"


class Label(Frozen):
    """A name for people, in Chinese and English."""

    zh: str
    en: str


class Field(Frozen):
    """One field of an entity.

    `minimum` and `maximum` bound integers, decimals (exact) and dates, both included. `digits` is the number of
    decimal places of a decimal. `choices` maps enum codes to their labels. `code` names the scheme that a code
    follows (`uscc`: GB 32100, `division`: GB/T 2260). `reference` is the entity that the field points to.
    `expiry` marks the last day of something's validity.
    """

    name: str
    type: FieldType
    label: Label
    optional: bool = False
    personal: bool = False
    expiry: bool = False
    minimum: Fraction | date | None = None
    maximum: Fraction | date | None = None
    digits: int = 0
    choices: dict[str, Label] = {}
    code: str | None = None
    reference: str | None = None


class Lifetime(Frozen):
    """The fields that say from when until when a row exists; both days belong to it."""

    start: str | None = None
    end: str | None = None


class Entity(Frozen):
    """A kind of thing that facts describe.

    `belongs_to` maps each ancestor to the references that lead there; the ancestor has children under `plural`.
    `fields` includes the built-in `id` and `name`, both text.
    """

    name: str
    plural: str
    label: Label
    belongs_to: dict[str, tuple[str, ...]] = {}
    lifetime: Lifetime | None = None
    event_date: str | None = None
    fields: dict[str, Field]


class Vocabulary(Frozen):
    """All entities that a policy may name, by name; `sha256` is of the files it was read from, in order."""

    names: tuple[str, ...]
    entities: dict[str, Entity]
    sha256: str

    def by_plural(self, plural: str) -> Entity | None:
        """The entity whose rows are called `plural`, if any."""
        return next((entity for entity in self.entities.values() if entity.plural == plural), None)
