"""Reading conditions: mappings whose entries must all hold (language.md §3, Conditions)."""

from typing import Literal, get_args

from policyengine.language import keys, messages
from policyengine.language.models import (
    AllOf,
    AnyOf,
    Compares,
    Comparison,
    Condition,
    Counted,
    During,
    Entry,
    Equals,
    Not,
    Present,
    Quantified,
)
from policyengine.language.operands import is_shifted, read_day, read_operand
from policyengine.reading.keys import KeyTable
from policyengine.reading.nodes import MappingNode, SequenceNode
from policyengine.reading.shapes import Fields, Part, Reader, sound

Quantifier = Literal["some", "every", "none"]
Span = Literal["period", "this_year"]
Test = Equals | Compares | Present | Quantified | Counted

BOOLEANS = ("true", "false")
SPANS: tuple[Span, ...] = get_args(Span)
QUANTIFIERS: tuple[Quantifier, ...] = get_args(Quantifier)


def read_condition(reader: Reader, part: Part) -> Condition | None:
    """A condition mapping; an empty one always holds."""
    fields = reader.mapping(part)
    if fields is None:
        return None
    entries = sound(_entry(reader, fields, part) for part in fields.parts())
    return Condition(at=part.at, entries=entries)


def read_comparisons(reader: Reader, part: Part, table: KeyTable) -> tuple[Comparison, ...]:
    """The comparators in a mapping whose keys are those of a table; other keys of the table are passed over."""
    fields = reader.keyed(part, table)
    return () if fields is None else _comparisons(reader, fields)


def _entry(reader: Reader, fields: Fields, part: Part) -> Entry | AllOf | AnyOf | Not | None:
    match part.name:
        case "all":
            return AllOf(at=part.at, parts=_conditions(reader, part))
        case "any":
            return AnyOf(at=part.at, parts=_conditions(reader, part))
        case "not":
            return _negation(reader, part)
        case _:
            return read_entry(reader, fields, part)


def read_entry(reader: Reader, fields: Fields, part: Part) -> Entry | None:
    """One of the fields of a mapping: a field path, definition or plural with the test on its right side."""
    if part.name in keys.TEST:
        reader.report(messages.NOT_A_FIELD, fields.key_place(part.name), key=part.name)
        return None
    test = _test(reader, part)
    return None if test is None else Entry(at=part.at, name=part.name, test=test)


def _conditions(reader: Reader, part: Part) -> tuple[Condition, ...]:
    return sound(read_condition(reader, item) for item in reader.items(part) or ())


def _negation(reader: Reader, part: Part) -> Not | None:
    condition = read_condition(reader, part)
    if condition is None:
        return None
    count = len(part.node.entries) if isinstance(part.node, MappingNode) else 0
    if count != 1:
        reader.report(messages.NOT_ONE_ENTRY, reader.tree.place(part.at, key=True), count=count)
        return None
    return Not(at=part.at, part=condition)


def _test(reader: Reader, part: Part) -> Test | None:
    """What stands to the right of a field, definition or plural."""
    if isinstance(part.node, SequenceNode):
        values = sound(read_operand(reader, item) for item in reader.items(part) or ())
        return Equals(at=part.at, values=values)
    if not isinstance(part.node, MappingNode) or "field" in part.node.entries or is_shifted(part):
        operand = read_operand(reader, part)
        return None if operand is None else Equals(at=part.at, values=(operand,))
    fields = reader.keyed(part, keys.TEST)
    if fields is None:
        return None
    if not part.node.entries:
        reader.report(messages.EMPTY_TEST, reader.tree.place(part.at, key=True), key=part.name)
        return None
    alone = [key for key in fields.entries if key not in keys.COMPARES]
    if not alone:
        return Compares(at=part.at, comparisons=(*_comparisons(reader, fields), *_spans(reader, fields)))
    if len(fields.entries) > 1:
        other = next(key for key in fields.entries if key != alone[0])
        reader.report(messages.MIXED_TEST, fields.key_place(alone[0]), key=alone[0], other=other)
    return _single(reader, fields, alone[0])


def _single(reader: Reader, fields: Fields, key: str) -> Present | Quantified | Counted | None:
    """A test that stands alone: `present`, `count` or a quantifier."""
    if key == keys.PRESENT:
        wanted = fields.read(reader, key, read_boolean)
        return None if wanted is None else Present(at=fields.part.at, wanted=wanted)
    if key == keys.COUNT:
        return fields.read(reader, key, _counted)
    condition = fields.read(reader, key, read_condition)
    quantifier = next(word for word in QUANTIFIERS if word == key)
    return None if condition is None else Quantified(at=fields.part.at, quantifier=quantifier, condition=condition)


def read_boolean(reader: Reader, part: Part) -> bool | None:
    """`true` or `false`."""
    word = reader.choice(part, BOOLEANS)
    return None if word is None else word == "true"


def _counted(reader: Reader, part: Part) -> Counted | None:
    fields = reader.keyed(part, keys.COUNTED)
    if fields is None:
        return None
    comparisons = _comparisons(reader, fields)
    if not any(key in keys.NUMBER_COMPARATORS for key in fields.entries):
        reader.report(messages.COUNT_WITHOUT_COMPARATOR, reader.tree.place(part.at, key=True))
    where = fields.read(reader, "where", read_condition) or Condition(at=part.at, entries=())
    return Counted(at=part.at, where=where, comparisons=comparisons)


def _comparisons(reader: Reader, fields: Fields) -> tuple[Comparison, ...]:
    found = []
    for key, comparator in keys.COMPARATORS.items():
        operand = fields.read(reader, key, read_day if key in keys.DATE_COMPARATORS else read_operand)
        if operand is not None:
            found.append(Comparison(at=(*fields.part.at, key), comparator=comparator, operand=operand))
    return tuple(found)


def _spans(reader: Reader, fields: Fields) -> tuple[During, ...]:
    part = fields.get(keys.DURING)
    span = None if part is None else reader.choice(part, SPANS)
    return () if part is None or span is None else (During(at=part.at, span=span),)
