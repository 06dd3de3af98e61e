"""Reading measures (language.md §3, Measures)."""

from typing import Literal, get_args

from policyengine.language import keys, messages
from policyengine.language.conditions import read_condition
from policyengine.language.models import (
    AverageMeasure,
    ChildrenMeasure,
    Condition,
    FieldMeasure,
    Measure,
    RatioMeasure,
    UnspecifiedMeasure,
)
from policyengine.reading.nodes import MappingNode, ScalarNode
from policyengine.reading.shapes import Fields, Part, Reader
from policyengine.reading.text import listed

Ended = Literal["excluded", "included"]
Function = Literal["count", "sum", "min", "max"]

ENDED: tuple[Ended, ...] = get_args(Ended)
FUNCTIONS: tuple[Function, ...] = get_args(Function)
INNER = ("count", "sum", "field")
UNSPECIFIED = "unspecified"


def read_measure(reader: Reader, part: Part) -> Measure | None:
    """One of the measures, or `unspecified` where the text names no way to measure it."""
    if isinstance(part.node, ScalarNode) and part.node.text == UNSPECIFIED:
        return UnspecifiedMeasure(at=part.at)
    fields, kind = _fields(reader, part, tuple(keys.MEASURES))
    if fields is None:
        return None
    match kind:
        case "ratio":
            return _ratio(reader, fields)
        case "average":
            return _average(reader, fields)
    return _simple(reader, fields, kind)


def _fields(reader: Reader, part: Part, kinds: tuple[str, ...]) -> tuple[Fields | None, str]:
    """The keys of a measure of one of several kinds, and which kind it is."""
    entries = part.node.entries if isinstance(part.node, MappingNode) else {}
    present = [kind for kind in kinds if kind in entries]
    if len(present) != 1:
        reader.report(messages.NOT_A_MEASURE, part.place, key=part.name, choices=listed(kinds))
        return None, ""
    return reader.keyed(part, keys.MEASURES[present[0]]), present[0]


def _simple(reader: Reader, fields: Fields, kind: str) -> FieldMeasure | ChildrenMeasure | None:
    """A field of the row itself, or a count, sum, least or greatest value over its children."""
    name = fields.read(reader, kind, Reader.scalar)
    if name is None:
        return None
    if kind == "field":
        return FieldMeasure(at=fields.part.at, path=name)
    function = next(word for word in FUNCTIONS if word == kind)
    return ChildrenMeasure(
        at=fields.part.at,
        function=function,
        children=name,
        of=fields.read(reader, "of", Reader.scalar),
        where=_where(reader, fields),
        ended=_ended(reader, fields),
    )


def _ratio(reader: Reader, fields: Fields) -> RatioMeasure | None:
    children = fields.read(reader, "ratio", Reader.scalar)
    where, ended = _where(reader, fields), _ended(reader, fields)
    satisfying = fields.read(reader, "satisfying", read_condition)
    if children is None or satisfying is None:
        return None
    return RatioMeasure(at=fields.part.at, children=children, where=where, satisfying=satisfying, ended=ended)


def _average(reader: Reader, fields: Fields) -> AverageMeasure | None:
    inner = fields.read(reader, "average", _inner)
    per = fields.read(reader, "per", Reader.scalar)
    where, ended = _where(reader, fields), _ended(reader, fields)
    if inner is None or per is None:
        return None
    return AverageMeasure(at=fields.part.at, inner=inner, per=per, where=where, ended=ended)


def _inner(reader: Reader, part: Part) -> FieldMeasure | ChildrenMeasure | None:
    fields, kind = _fields(reader, part, INNER)
    return None if fields is None else _simple(reader, fields, kind)


def _where(reader: Reader, fields: Fields) -> Condition:
    return fields.read(reader, "where", read_condition) or Condition(at=fields.part.at, entries=())


def _ended(reader: Reader, fields: Fields) -> Ended:
    part = fields.get("ended")
    word = None if part is None else reader.choice(part, ENDED)
    return "excluded" if word is None else word
