"""The tree of a YAML file: every key and value with its place, every scalar as its own text.

What a scalar means (`no`, `010`, `1:30`, `2018-05-09`) is for the field that it stands in to say.
"""

from dataclasses import dataclass

from policyengine.reading.place import Place


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A word, number or date as written; `quoted` is true of quoted and block scalars."""

    place: Place
    text: str
    quoted: bool

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written."""
        return not self.text and not self.quoted


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    place: Place
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: ScalarNode
    value: "Node"


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order of the file; not to be changed."""

    place: Place
    entries: dict[str, Entry]


Node = ScalarNode | SequenceNode | MappingNode
