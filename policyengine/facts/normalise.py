"""From a source's cells to typed values: one raw column as expressions (`tables.py` says which types)."""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor

import polars as pl

from policyengine.backends.backend import ZONE
from policyengine.vocabulary.models import Field, FieldType
from policyengine.vocabulary.names import folded

MARKERS = frozenset(("不详", "未知"))
BOOLEAN_WORDS = {
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "是": True,
    "否": False,
    "yes": True,
    "no": False,
}
FIELD_DTYPES: dict[FieldType, pl.DataType] = {
    FieldType.TEXT: pl.String(),
    FieldType.BOOLEAN: pl.Boolean(),
    FieldType.INTEGER: pl.Int64(),
    FieldType.DECIMAL: pl.Int64(),
    FieldType.DATE: pl.Date(),
    FieldType.ENUM: pl.String(),
    FieldType.CODE: pl.String(),
    FieldType.REFERENCE: pl.String(),
}
GREATEST_INTEGER = 2**63 - 1
GREATEST_EXACT: dict[type[pl.DataType], int] = {pl.Float16: 2**11, pl.Float32: 2**24, pl.Float64: 2**53}
"""Up to here every whole number is a float of its own."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A raw column read as a field.

    `value` is the typed value, null where nothing is known or nothing can be read; `unknown` is true where a marker
    stands; `refused` is true where something stands that cannot be read.
    """

    value: pl.Expr
    unknown: pl.Expr
    refused: pl.Expr


def readable(dtype: pl.DataType) -> bool:
    """Whether cells of this type have a textual form that a field can be read from."""
    scalar = (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Categorical, pl.Enum, pl.Null)
    return isinstance(dtype, scalar) or dtype.is_numeric()


def read_cells(field: Field, column: pl.Expr, dtype: pl.DataType, markers: frozenset[str]) -> Cells:
    """The cells of `column`, which `readable` accepts, as values of the field; texts in `markers` are unknown."""
    words = text(column, dtype)
    marked = words.is_in(sorted(markers)).fill_null(value=False)
    cleaned = pl.when(~marked).then(words)
    value = _typed(field, column, dtype, cleaned)
    return Cells(value, marked, cleaned.is_not_null() & value.is_null())


def as_stored(column: pl.Expr) -> Cells:
    """The cells of a column that is normalised already."""
    return Cells(column, pl.lit(value=False), pl.lit(value=False))


def plainly(field: Field, column: pl.Expr, dtype: pl.DataType, markers: frozenset[str]) -> pl.Expr | None:
    """Where a cell is normalised already, seen at little cost; `None` where the column has another type than the field.

    A whole column that is so need not be read cell by cell.
    """
    if dtype != FIELD_DTYPES[field.type] or field.type is FieldType.DECIMAL:
        return None
    if not isinstance(dtype, pl.String):
        return pl.lit(value=True)
    if field.type is FieldType.ENUM:
        return column.is_in(sorted(field.choices.keys() - markers))
    return (column.str.strip_chars() == column) & ~column.is_in(["", *sorted(markers)])


def text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A cell's trimmed text, null where it is empty: whole floats without a point, dates in ISO form."""
    if dtype.is_float():
        number = column.fill_nan(None)
        whole = (number == number.floor()) & (number.abs() <= GREATEST_EXACT[dtype.base_type()])
        return (
            pl.when(whole).then(number.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(number.cast(pl.String))
        )
    if isinstance(dtype, pl.Boolean):
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false"))
    if isinstance(dtype, pl.Date | pl.Datetime):
        return _civil(column, dtype).dt.strftime("%Y-%m-%d")
    if dtype.is_numeric():
        return column.cast(pl.String)
    trimmed = column.cast(pl.String).str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def _typed(field: Field, column: pl.Expr, dtype: pl.DataType, words: pl.Expr) -> pl.Expr:
    match field.type:
        case FieldType.BOOLEAN:
            if isinstance(dtype, pl.Boolean):
                return column
            return words.str.to_lowercase().replace_strict(BOOLEAN_WORDS, default=None, return_dtype=pl.Boolean)
        case FieldType.INTEGER:
            return column.cast(pl.Int64, strict=False) if dtype.is_integer() else _integer(words)
        case FieldType.DECIMAL:
            return _scaled(field.digits, column, dtype, words)
        case FieldType.DATE:
            return _date(column, dtype, words)
        case FieldType.ENUM:
            folded_words = words.str.normalize("NFKC").str.strip_chars()
            return folded_words.replace_strict(choice_codes(field), default=None, return_dtype=pl.String)
        case _:
            return words


def choice_codes(field: Field) -> dict[str, str]:
    """An enum's codes, by code and by folded label in both languages."""
    labels = {folded(name): code for code, label in field.choices.items() for name in (label.zh, label.en)}
    return labels | {code: code for code in field.choices}


def _integer(words: pl.Expr) -> pl.Expr:
    whole = words.str.extract(r"^\+?(-?[0-9]+)(?:\.0*)?$")
    return whole.cast(pl.Int64, strict=False)


def _scaled(digits: int, column: pl.Expr, dtype: pl.DataType, words: pl.Expr) -> pl.Expr:
    """A decimal as an integer of its last place; a float only where that integer gives the same float back."""
    unit = 10**digits
    if dtype.is_float():
        # By a literal Polars would divide through its reciprocal, which rounds twice; by a column it divides.
        divisor = column * 0 + pl.lit(unit, dtype=dtype)
        scaled = (column * divisor).round()
        exact = (scaled / divisor == column) & (scaled.abs() <= GREATEST_EXACT[dtype.base_type()])
        return pl.when(exact).then(scaled.cast(pl.Int64, strict=False))
    if dtype.is_integer():
        wide: pl.Expr = column.cast(pl.Int128) * unit
        return wide.cast(pl.Int64, strict=False)
    if isinstance(dtype, pl.Decimal) and dtype.scale <= digits:
        wide = column.to_physical().cast(pl.Int128) * 10 ** (digits - dtype.scale)
        return wide.cast(pl.Int64, strict=False)
    parts = words.str.extract_groups(r"^\+?(?<whole>-?[0-9]+)(?:\.(?<places>[0-9]*?)0*)?$")
    places = parts.struct.field("places").fill_null("")
    shifted = parts.struct.field("whole") + places.str.pad_end(digits, "0")
    return pl.when(places.str.len_chars() <= digits).then(shifted.cast(pl.Int64, strict=False))


def _date(column: pl.Expr, dtype: pl.DataType, words: pl.Expr) -> pl.Expr:
    if isinstance(dtype, pl.Date):
        return column
    if isinstance(dtype, pl.Datetime):
        return _civil(column, dtype).dt.date()
    day = words.str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?$")
    return day.str.to_date("%Y-%m-%d", strict=False)


def _civil(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Instants as clocks in China show them; what has no time zone is shown so already."""
    zoned = isinstance(dtype, pl.Datetime) and dtype.time_zone is not None
    return column.dt.convert_time_zone(ZONE) if zoned else column


def least_stored(field: Field) -> date | int | None:
    """The field's least value as its column stores it, if it has one within the column's range."""
    if field.minimum is None or isinstance(field.minimum, date):
        return field.minimum
    stored = ceil(field.minimum * 10**field.digits)
    return stored if stored >= -GREATEST_INTEGER else None


def greatest_stored(field: Field) -> date | int | None:
    """The field's greatest value as its column stores it, if it has one within the column's range."""
    if field.maximum is None or isinstance(field.maximum, date):
        return field.maximum
    stored = floor(field.maximum * 10**field.digits)
    return stored if stored <= GREATEST_INTEGER else None
