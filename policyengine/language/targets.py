"""Reading targets: values that staff may change without touching a rule (language.md §3, Targets)."""

from datetime import date

from policyengine.language import keys
from policyengine.language.measures import UNSPECIFIED
from policyengine.language.models import Target
from policyengine.language.names import named_parts
from policyengine.reading.dates import parse_date
from policyengine.reading.meant import meant_day
from policyengine.reading.messages import BAD_DATE, EMPTY_VALUE
from policyengine.reading.nodes import MappingNode
from policyengine.reading.numbers import Number
from policyengine.reading.shapes import Part, Reader, sound
from policyengine.reading.text import NOTHING

Step = tuple[date | None, Number | date | None]


def read_targets(reader: Reader, part: Part) -> tuple[Target, ...]:
    """All targets, by name."""
    return sound(_target(reader, name, value) for name, value in named_parts(reader, part))


def _target(reader: Reader, name: str, part: Part) -> Target | None:
    fields = reader.keyed(part, keys.TARGET)
    steps = None if fields is None else fields.read(reader, "value", _steps)
    if fields is None or not steps:
        return None
    return Target(
        at=part.at,
        name=name,
        steps=steps,
        unit=fields.read(reader, "unit", Reader.scalar),
        label=fields.read(reader, "label", Reader.scalar),
        note=fields.read(reader, "note", Reader.scalar),
    )


def _steps(reader: Reader, part: Part) -> tuple[Step, ...]:
    """One value since ever, or values by the date from which each counts, in the order of time."""
    if not isinstance(part.node, MappingNode):
        return ((None, _value(reader, part)),)
    if not part.node.entries:
        reader.report(EMPTY_VALUE, reader.tree.place(part.at, key=True), key=part.name)
    steps = []
    for text, entry in part.node.entries.items():
        start = parse_date(text)
        if start is None:
            reader.report(BAD_DATE, entry.key.place, found=text, meant=meant_day(text))
            continue
        steps.append((start, _value(reader, Part(entry.value, (*part.at, text)))))
    return tuple(sorted(steps, key=lambda step: step[0]))


def _value(reader: Reader, part: Part) -> Number | date | None:
    """A number or a date; `unspecified` is `None`."""
    text = reader.scalar(part)
    if text is None or text == UNSPECIFIED:
        return None
    return reader.date(part) if text.count("-") == 2 or meant_day(text) is not NOTHING else reader.number(part)
