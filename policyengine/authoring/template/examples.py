"""What stands in the example row of each column: plainly no fact, and of the right kind."""

from datetime import date
from math import ceil

from policyengine.authoring.template.needed import Column
from policyengine.vocabulary.models import Field, FieldType

EXAMPLE = "示例"
CODES = {
    "uscc": "91110000600037341L",
    "division": "330800",
    "division_street": "330802001",
    "division_community": "330802001001",
}
DAY = date(2018, 5, 9)


def example_of(column: Column, *, leads: bool) -> str | int | float | date:
    """An example of a cell; the first of a row says that the whole row is one."""
    field = column.field
    if leads:
        return f"{EXAMPLE}：0001"
    if field is None:
        return "是"
    match field.type:
        case FieldType.BOOLEAN:
            return "是"
        case FieldType.INTEGER:
            return ceil(_number(field, 3))
        case FieldType.DECIMAL:
            return float(_number(field, 0.5))
        case FieldType.DATE:
            return _day(field)
        case FieldType.ENUM:
            return next(iter(field.choices.values())).zh
        case FieldType.CODE:
            return CODES.get(field.code or "", EXAMPLE)
        case FieldType.REFERENCE:
            return f"{EXAMPLE}：0001"
        case _:
            return f"{EXAMPLE}{field.label.zh}"


def _number(field: Field, wanted: float) -> float:
    """A number within the field's bounds."""
    least, most = field.minimum, field.maximum
    if least is not None and not isinstance(least, date):
        wanted = max(wanted, float(least))
    return min(wanted, float(most)) if most is not None and not isinstance(most, date) else wanted


def _day(field: Field) -> date:
    """A day within the field's bounds."""
    day = max(DAY, field.minimum) if isinstance(field.minimum, date) else DAY
    return min(day, field.maximum) if isinstance(field.maximum, date) else day
