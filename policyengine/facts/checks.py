"""What is asked of the rows of one table: each check an expression over the staged frame, true where it fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from policyengine.facts import messages
from policyengine.facts.code_columns import wrong_check_digit, wrong_form
from policyengine.facts.columns import Column
from policyengine.facts.normalise import greatest_stored, least_stored
from policyengine.facts.tables import UNKNOWN_SUFFIX
from policyengine.reading.findings import Message
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.codes import SCHEMES, WRONG_CHECK_DIGIT
from policyengine.vocabulary.models import Entity, Field, FieldType

NOT_READ = {
    FieldType.BOOLEAN: messages.NOT_BOOLEAN,
    FieldType.INTEGER: messages.NOT_INTEGER,
    FieldType.DECIMAL: messages.NOT_DECIMAL,
    FieldType.DATE: messages.NOT_DATE,
    FieldType.ENUM: messages.NOT_CHOICE,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may be wrong with a row; `values` fill the message.

    `spoils` are the fields that are worth nothing where it fails: none means that the row is.
    """

    column: Column
    fails: pl.Expr
    message: Message
    spoils: tuple[str, ...]
    values: dict[str, object] = field(default_factory=dict)


def row_checks(entity: Entity, columns: list[Column], required: frozenset[str]) -> Iterator[Check]:
    """All checks of single rows: cells, the fields that are `required`, and lifetimes."""
    by_field = {column.field.name: column for column in columns}
    for column in columns:
        keys = column.field.name == "id" or column.field.name in required
        yield from _cell_checks(column, () if keys else (column.field.name.removesuffix(UNKNOWN_SUFFIX),))
        if keys:
            message = messages.EMPTY_ID if column.field.name == "id" else messages.EMPTY_REQUIRED
            yield Check(column, column.value.is_null() & ~column.refused, message, ())
    lifetime = entity.lifetime
    start = by_field.get(lifetime.start) if lifetime and lifetime.start else None
    end = by_field.get(lifetime.end) if lifetime and lifetime.end else None
    if start is not None and end is not None:
        names: dict[str, object] = {"start": start.header, "end": end.header}
        both = (start.field.name, end.field.name)
        yield Check(end, end.value < start.value, messages.ENDS_BEFORE_START, both, names)


def _cell_checks(column: Column, spoils: tuple[str, ...]) -> Iterator[Check]:
    field = column.field
    message = NOT_READ.get(field.type)
    if message is not None:  # any cell is a text
        yield Check(column, column.refused, message, spoils, {"digits": field.digits, "choices": choices_text(field)})
    if field.type is FieldType.CODE and field.code is not None:
        form = SCHEMES[field.code].wrong_form
        yield Check(column, wrong_form(field.code, column.value), messages.WRONG_CODE, spoils, {"reason": form})
        digit = wrong_check_digit(field.code, column.value)
        yield Check(column, digit, messages.WRONG_CHECK_DIGIT, spoils, {"reason": WRONG_CHECK_DIGIT})
    if (least := least_stored(field)) is not None:
        yield Check(column, column.value < least, messages.BELOW_MINIMUM, spoils, {"bound": bound_text(field.minimum)})
    if (greatest := greatest_stored(field)) is not None:
        yield Check(
            column, column.value > greatest, messages.ABOVE_MAXIMUM, spoils, {"bound": bound_text(field.maximum)}
        )


def bound_text(bound: Fraction | date | None) -> str:
    """A bound as the vocabulary has it."""
    return "" if bound is None else str(bound)


def choices_text(field: Field) -> Text:
    """The words of an enum, in both languages."""
    labels = field.choices.values()
    return Text(listed([label.zh for label in labels]).zh, listed([label.en for label in labels]).en)
