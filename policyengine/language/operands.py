"""Reading the right sides of comparisons: literals, targets, fields and dates (language.md §3, Conditions)."""

from policyengine.language import keys, messages
from policyengine.language.models import (
    BuiltinDate,
    BuiltinName,
    DateUnit,
    FieldName,
    Operand,
    Scalar,
    Shifted,
    TargetName,
)
from policyengine.language.names import RESERVED, is_name
from policyengine.reading.dates import parse_date
from policyengine.reading.meant import meant_day
from policyengine.reading.messages import BAD_DATE
from policyengine.reading.nodes import MappingNode, ScalarNode
from policyengine.reading.shapes import Part, Reader

BUILTINS = {f"${name}": name for name in BuiltinDate}


def read_operand(reader: Reader, part: Part) -> Operand | None:
    """A literal, `$target`, `{field: path}`, one of the built-in dates, or a shifted date."""
    match part.node:
        case ScalarNode():
            text = reader.scalar(part)
            return None if text is None else _named(reader, part, text)
        case MappingNode(entries=entries):
            if "field" in entries:
                return _field(reader, part)
            if is_shifted(part):
                return _shifted(reader, part)
    reader.report(messages.BAD_OPERAND, part.place, key=part.name)
    return None


def read_day(reader: Reader, part: Part) -> Operand | None:
    """An operand that is a date; a literal must be one of the calendar."""
    operand = read_operand(reader, part)
    if isinstance(operand, Scalar) and parse_date(operand.text) is None:
        reader.report(BAD_DATE, part.place, found=operand.text, meant=meant_day(operand.text))
        return None
    return operand


def is_shifted(part: Part) -> bool:
    """Whether a mapping is a shifted date: it names a unit, which comparators never do."""
    return isinstance(part.node, MappingNode) and any(unit in part.node.entries for unit in keys.DATE_UNITS)


def _named(reader: Reader, part: Part, text: str) -> Operand | None:
    if not text.startswith("$"):
        return Scalar(at=part.at, text=text)
    if text in BUILTINS:
        return BuiltinName(at=part.at, name=BUILTINS[text])
    if is_name(text[1:]) and text[1:] not in RESERVED:
        return TargetName(at=part.at, name=text[1:])
    reader.report(messages.BAD_TARGET_NAME, part.place, found=text)
    return None


def _field(reader: Reader, part: Part) -> FieldName | None:
    fields = reader.keyed(part, keys.FIELD_OPERAND)
    path = fields and fields.read(reader, "field", Reader.scalar)
    return FieldName(at=part.at, path=path) if path else None


def _shifted(reader: Reader, part: Part) -> Shifted | None:
    fields = reader.keyed(part, keys.SHIFTED)
    if fields is None:
        return None
    directions = [key for key in ("after", "before") if key in fields]
    units = [unit for unit in DateUnit if unit in fields]
    if len(directions) != 1 or len(units) != 1:
        reader.report(messages.BAD_SHIFT, part.place)
        return None
    base = fields.read(reader, directions[0], read_day)
    count = fields.read(reader, units[0], _whole)
    if base is None or count is None:
        return None
    return Shifted(at=part.at, base=base, count=count, unit=units[0], forward=directions[0] == "after")


def _whole(reader: Reader, part: Part) -> Scalar | TargetName | None:
    operand = read_operand(reader, part)
    if isinstance(operand, TargetName):
        return operand
    if isinstance(operand, Scalar) and operand.text.isascii() and operand.text.isdigit() and len(operand.text) < 8:
        return operand
    if operand is not None:
        found = part.node.text if isinstance(part.node, ScalarNode) else "{…}"
        reader.report(messages.NOT_WHOLE, part.place, key=part.name, found=found)
    return None
