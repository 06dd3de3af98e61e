"""Stored columns as fields: the same readings as `normalise.py`, in what every backend can say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
from narwhals.dtypes import DType

from policyengine.backends.backend import Backend
from policyengine.backends.expressions import Width
from policyengine.facts.normalise import BOOLEAN_WORDS, choice_codes
from policyengine.vocabulary.models import Field, FieldType

INTEGER_FORM = r"^\+?-?[0-9]{1,18}(\.0*)?$"
ORDINARY_DAY = "((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
DATE_FORM = f"^([0-9]{{4}}-{ORDINARY_DAY}|{LEAP_YEAR}-02-29)$"


@dataclass(frozen=True, slots=True)
class StoredCells:
    """A stored column as a field: the typed value, null where nothing is known or nothing can be read.

    `unknown` is where a marker stands, `refused` where something stands that cannot be read; `None` is nowhere.
    """

    value: nw.Expr
    unknown: nw.Expr | None = None
    refused: nw.Expr | None = None


def stored_cells(
    field: Field, column: nw.Expr, dtype: DType, markers: Iterable[str], backend: Backend
) -> StoredCells | None:
    """The column's cells; `None` where no field of this type can be read exactly from a column of that type.

    Floats are such: an office that stores numbers so has lost what was meant.
    """
    if isinstance(dtype, nw.String):
        return _of_words(field, column, sorted(markers), backend)
    match field.type:
        case FieldType.BOOLEAN:
            return _boolean(column, dtype)
        case FieldType.INTEGER:
            return _whole(column, dtype, 0, backend.wide)
        case FieldType.DECIMAL:
            return _whole(column, dtype, field.digits, backend.wide)
        case FieldType.DATE:
            return StoredCells(column.cast(nw.Date)) if isinstance(dtype, nw.Date | nw.Datetime) else None
        case FieldType.ENUM:
            words = _spelled(column, dtype)
            return None if words is None else _chosen(words, choice_codes(field))
        case _:
            words = _spelled(column, dtype)
            return None if words is None else StoredCells(words)


def _spelled(column: nw.Expr, dtype: DType) -> nw.Expr | None:
    """Whole numbers as words: ids and codes are often stored so."""
    return column.cast(nw.String) if dtype.is_integer() else None


def _boolean(column: nw.Expr, dtype: DType) -> StoredCells | None:
    if isinstance(dtype, nw.Boolean):
        return StoredCells(column)
    if not dtype.is_integer():
        return None
    nothing = nw.lit(None, dtype=nw.Boolean)
    value = nw.when(column == 1).then(nw.lit(True)).when(column == 0).then(nw.lit(False)).otherwise(nothing)
    return StoredCells(value, refused=(column != 0) & (column != 1))


def _whole(column: nw.Expr, dtype: DType, digits: int, wide: Width) -> StoredCells | None:
    """A number as an integer of its last place; what has further places, or 64 bits do not hold, is refused."""
    unit = 10**digits
    if dtype.is_integer():
        product = column.cast(wide) * nw.lit(unit, dtype=wide) if unit > 1 else column
    elif isinstance(dtype, nw.Decimal):
        scale, precision = max(dtype.scale, digits), min(38, dtype.precision + digits)
        product = column.cast(nw.Decimal(precision, scale)) * nw.lit(unit, dtype=nw.Int64)
    else:
        return None
    fits = (product >= -(2**62)) & (product <= 2**62)
    value = nw.when(fits).then(product).otherwise(nw.lit(None)).cast(nw.Int64)
    return StoredCells(value, refused=~fits | (value != product))


def _of_words(field: Field, column: nw.Expr, markers: list[str], backend: Backend) -> StoredCells:
    trimmed, bare = column.str.strip_chars(), backend.bare(column)
    words = nw.when((trimmed != "") & ~trimmed.is_in(markers)).then(trimmed).otherwise(nw.lit(None, dtype=nw.String))
    unknown = trimmed.is_in(markers)
    if bare is not None:
        words = nw.when(bare & ~column.is_in(markers)).then(column).otherwise(words)
        unknown = nw.when(bare).then(column.is_in(markers)).otherwise(unknown)
    unknown = unknown.fill_null(False)
    found = _read(field, words)
    codes = sorted(set(field.choices) - set(markers))
    if field.type is not FieldType.ENUM or not codes:
        return StoredCells(found.value, unknown, found.refused)
    # Most cells hold a code as it is, which is soon seen; only others are trimmed and looked up.
    coded = column.is_in(codes).fill_null(False)
    value = nw.when(coded).then(column).otherwise(found.value)
    refused = None if found.refused is None else ~coded & found.refused
    return StoredCells(value, ~coded & unknown, refused)


def _read(field: Field, words: nw.Expr) -> StoredCells:
    match field.type:
        case FieldType.BOOLEAN:
            true = words.str.to_lowercase().is_in([word for word, flag in BOOLEAN_WORDS.items() if flag])
            false = words.str.to_lowercase().is_in([word for word, flag in BOOLEAN_WORDS.items() if not flag])
            value = nw.when(true).then(nw.lit(True)).when(false).then(nw.lit(False))
            return StoredCells(value.otherwise(nw.lit(None, dtype=nw.Boolean)), refused=~true & ~false)
        case FieldType.INTEGER:
            return _formed(words, INTEGER_FORM, nw.Decimal(38, 9), 1)
        case FieldType.DECIMAL:
            form = rf"^\+?-?[0-9]{{1,{18 - field.digits}}}(\.[0-9]{{0,{field.digits}}}0*)?$"
            return _formed(words, form, nw.Decimal(38, field.digits), 10**field.digits)
        case FieldType.DATE:
            return _formed(words, DATE_FORM, nw.Date(), 1)
        case FieldType.ENUM:
            return _chosen(words, choice_codes(field))
        case _:
            return StoredCells(words)


def _formed(words: nw.Expr, form: str, dtype: DType, unit: int) -> StoredCells:
    """Words of one form, cast: a word of another form never reaches the cast, which would break the query off."""
    formed = words.str.contains(form)
    value = nw.when(formed).then(words).otherwise(nw.lit(None, dtype=nw.String)).cast(dtype)
    if not isinstance(dtype, nw.Date):
        value = (value * nw.lit(unit, dtype=nw.Int64)).cast(nw.Int64)
    return StoredCells(value, refused=~formed)


def _chosen(words: nw.Expr, codes: Mapping[str, str]) -> StoredCells:
    """Codes as they are, labels as the code that they name."""
    by_code: dict[str, list[str]] = {}
    for word, code in codes.items():
        by_code.setdefault(code, []).append(word)
    value = nw.lit(None, dtype=nw.String)
    for code, named in by_code.items():
        value = nw.when(words.is_in(sorted(named))).then(nw.lit(code)).otherwise(value)
    return StoredCells(value, refused=~words.is_in(sorted(codes)))
