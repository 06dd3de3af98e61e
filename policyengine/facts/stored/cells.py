"""Stored columns as fields: the same readings as `normalise.py`, in what every backend can say."""

from collections.abc import Iterable
from dataclasses import dataclass

from narwhals.dtypes import DType

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend
from policyengine.backends.expressions import Width
from policyengine.backends.queries import Query
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

    value: ex.Expr
    unknown: ex.Expr | None = None
    refused: ex.Expr | None = None


def readied(frame: Query, texts: Iterable[str], backend: Backend) -> tuple[Query, dict[str, ex.Expr]]:
    """The frame, and by header the columns of it whose texts are to be read.

    Most backends compute anew what is asked of a cell in many places, of which each choice of a list is one.
    """
    if not backend.trims_apart:
        return frame, {header: ex.col(header) for header in texts}
    names = {header: f"__trimmed{n}" for n, header in enumerate(texts)}
    trimmed = [ex.col(header).trimmed().alias(name) for header, name in names.items()]
    return frame.with_columns(trimmed) if trimmed else frame, {header: ex.bare(name) for header, name in names.items()}


def stored_cells(
    field: Field, column: ex.Expr, dtype: DType, markers: Iterable[str], backend: Backend
) -> StoredCells | None:
    """The column's cells; `None` where no field of this type can be read exactly from a column of that type.

    Floats are such: an office that stores numbers so has lost what was meant.
    """
    if isinstance(dtype, ex.String):
        return _of_words(field, column, sorted(markers))
    match field.type:
        case FieldType.BOOLEAN:
            return _boolean(column, dtype)
        case FieldType.INTEGER:
            return _whole(column, dtype, 0, backend.wide)
        case FieldType.DECIMAL:
            return _whole(column, dtype, field.digits, backend.wide)
        case FieldType.DATE:
            return StoredCells(column.cast(ex.Date)) if isinstance(dtype, ex.Date | ex.Datetime) else None
        case FieldType.ENUM:
            words = _spelled(column, dtype)
            chosen = None if words is None else words.looked_up(choice_codes(field))
            return None if chosen is None else StoredCells(chosen, refused=chosen.is_null() & ~column.is_null())
        case _:
            words = _spelled(column, dtype)
            return None if words is None else StoredCells(words)


def _spelled(column: ex.Expr, dtype: DType) -> ex.Expr | None:
    """Whole numbers as words: ids and codes are often stored so."""
    return column.cast(ex.String) if dtype.is_integer() else None


def _boolean(column: ex.Expr, dtype: DType) -> StoredCells | None:
    if isinstance(dtype, ex.Boolean):
        return StoredCells(column)
    if not dtype.is_integer():
        return None
    nothing = ex.lit(None, dtype=ex.Boolean)
    value = ex.when(column == 1).then(ex.lit(True)).when(column == 0).then(ex.lit(False)).otherwise(nothing)
    return StoredCells(value, refused=(column != 0) & (column != 1))


def _whole(column: ex.Expr, dtype: DType, digits: int, wide: Width) -> StoredCells | None:
    """A number as an integer of its last place; what has further places, or 64 bits do not hold, is refused."""
    unit = 10**digits
    if dtype.is_integer():
        product = column.cast(wide) * ex.lit(unit, dtype=wide) if unit > 1 else column
    elif isinstance(dtype, ex.Decimal):
        scale, precision = max(dtype.scale, digits), min(38, dtype.precision + digits)
        product = column.cast(ex.Decimal(precision, scale)) * ex.lit(unit, dtype=ex.Int64)
    else:
        return None
    fits = (product >= -(2**62)) & (product <= 2**62)
    value = ex.when(fits).then(product).otherwise(ex.lit(None)).cast(ex.Int64)
    return StoredCells(value, refused=~fits | (value != product))


def _of_words(field: Field, column: ex.Expr, markers: list[str]) -> StoredCells:
    words = column.told(markers)
    if field.type is FieldType.ENUM:
        chosen = column.looked_up({word: code for word, code in choice_codes(field).items() if word not in markers})
        return StoredCells(chosen, _marked(column, markers, chosen), refused=chosen.is_null() & ~words.is_null())
    found = _read(field, words)
    return StoredCells(found.value, _marked(column, markers, words), found.refused)


def _marked(column: ex.Expr, markers: list[str], found: ex.Expr) -> ex.Expr:
    """Where a marker stands: only where nothing else is found are cells compared with them."""
    return ex.when(found.is_null()).then(column.marked(markers)).otherwise(ex.lit(False))


def _read(field: Field, words: ex.Expr) -> StoredCells:
    match field.type:
        case FieldType.BOOLEAN:
            true = words.lower().is_in([word for word, flag in BOOLEAN_WORDS.items() if flag])
            false = words.lower().is_in([word for word, flag in BOOLEAN_WORDS.items() if not flag])
            value = ex.when(true).then(ex.lit(True)).when(false).then(ex.lit(False))
            return StoredCells(value.otherwise(ex.lit(None, dtype=ex.Boolean)), refused=~true & ~false)
        case FieldType.INTEGER:
            return _formed(words, INTEGER_FORM, ex.Decimal(38, 9), 1)
        case FieldType.DECIMAL:
            form = rf"^\+?-?[0-9]{{1,{18 - field.digits}}}(\.[0-9]{{0,{field.digits}}}0*)?$"
            return _formed(words, form, ex.Decimal(38, field.digits), 10**field.digits)
        case FieldType.DATE:
            return _formed(words, DATE_FORM, ex.Date(), 1)
        case _:
            return StoredCells(words)


def _formed(words: ex.Expr, form: str, dtype: DType, unit: int) -> StoredCells:
    """Words of one form, cast: a word of another form never reaches the cast, which would break the query off."""
    formed = words.contains(form)
    value = ex.when(formed).then(words).otherwise(ex.lit(None, dtype=ex.String)).cast(dtype)
    if not isinstance(dtype, ex.Date):
        value = (value * ex.lit(unit, dtype=ex.Int64)).cast(ex.Int64)
    return StoredCells(value, refused=~formed)
