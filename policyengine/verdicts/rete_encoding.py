"""How productions and facts are written for durable-rules.

The engine compares the names of properties by a hash alone, so it only ever sees names of a fixed set. It tries the
conditions below a condition one by one and holds 511 of them, so a property with many values is asked for in two
steps: its lot (one of 64, by a checksum of the value), then the value itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from policyengine.reading.text import Text
from policyengine.verdicts.productions import KIND, Fact, Pattern, Production
from policyengine.verdicts.rete_limits import MOST_PROPERTIES, beyond

LOTS = 64
"""Lots of a property, and the most values that are asked for without them."""

VALUES = tuple(f"p{number}" for number in range(MOST_PROPERTIES))
"""The engine's names of the properties that patterns name."""

LOT_NAMES = tuple(f"l{number}" for number in range(MOST_PROPERTIES))
"""Its names of their lots."""

Condition = tuple[str, str]
Path = tuple[Condition, ...]
"""The conditions of one pattern in the engine's words, from the kind down: a property, and the text it equals."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The engine's name of each property that patterns name, and the name of its lot where it has lots."""

    values: Mapping[str, str]
    lots: Mapping[str, str]

    def path(self, pattern: Pattern) -> Path:
        """A pattern's conditions; patterns that mean the same have the same."""
        steps = [(KIND, _kind(pattern.kind))]
        for name, value in sorted(pattern.where):
            if name in self.lots:
                steps.append((self.lots[name], _lot(value)))
            steps.append((self.values[name], value))
        return tuple(steps)

    def fact(self, fact: Fact) -> dict[str, str]:
        """What the engine is told of a fact: its kind, and the properties that patterns name."""
        told = {KIND: _kind(fact[KIND])}
        for name, value in fact.items():
            if name in self.lots:
                told[self.lots[name]] = _lot(value)
            if name in self.values:
                told[self.values[name]] = value
        return told


def encoding_of(productions: Sequence[Production]) -> Encoding:
    """Names for what these productions ask about. Raises `ChainingRefusedError` where they are too many."""
    asked: dict[str, set[str]] = {}
    for production in productions:
        for name, value in (equality for pattern in production.patterns for equality in pattern.where):
            asked.setdefault(name, set()).add(value)
        if len(asked) > MOST_PROPERTIES:
            raise beyond(production.name, Text("属性名", "names of properties"), MOST_PROPERTIES)
    return Encoding(
        values=dict(zip(asked, VALUES, strict=False)),
        lots={name: lot for (name, values), lot in zip(asked.items(), LOT_NAMES, strict=False) if len(values) > LOTS},
    )


def _kind(kind: str) -> str:
    # The colon keeps every kind apart from the opening of a session.
    return f":{kind}"


def _lot(value: str) -> str:
    return str(crc32(value.encode()) % LOTS)
