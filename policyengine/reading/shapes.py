"""Taking a tree apart: what each part must look like, with a finding where it does not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from policyengine.reading import messages
from policyengine.reading.dates import parse_date
from policyengine.reading.findings import Finding, Message
from policyengine.reading.keys import KeyTable
from policyengine.reading.meant import meant_day, meant_number
from policyengine.reading.nearest import nearest, suggestion
from policyengine.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from policyengine.reading.numbers import LONGEST_NUMBER, Number, parse_number
from policyengine.reading.place import KeyPath, Place
from policyengine.reading.text import NOTHING, Text
from policyengine.reading.yaml_tree import Tree

Value = TypeVar("Value")
Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Part:
    """A node and the path of keys and indices that leads to it; never empty, so that `name` can be said."""

    node: Node
    at: KeyPath

    @property
    def place(self) -> Place:
        return self.node.place

    @property
    def name(self) -> str:
        """The nearest key above, as findings call the part."""
        return next((step for step in reversed(self.at) if isinstance(step, str)), "")


@dataclass(frozen=True, slots=True)
class Fields:
    """The known keys of a mapping; `part` is the mapping itself."""

    part: Part
    entries: Mapping[str, Entry]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def get(self, key: str) -> Part | None:
        """What stands under a key, if anything."""
        entry = self.entries.get(key)
        return None if entry is None else Part(entry.value, (*self.part.at, key))

    def key_place(self, key: str) -> Place:
        """Where a key that is there stands."""
        return self.entries[key].key.place

    def read(self, reader: "Reader", key: str, read: Callable[["Reader", Part], Value | None]) -> Value | None:
        """What `read` makes of the value under a key; `None` also where the key is absent."""
        part = self.get(key)
        return None if part is None else read(reader, part)

    def parts(self) -> tuple[Part, ...]:
        """All values, in the order of the file."""
        return tuple(Part(entry.value, (*self.part.at, key)) for key, entry in self.entries.items())


@dataclass(frozen=True, slots=True)
class Reader:
    """A tree and the findings that reading it collects. Every method returns `None` after reporting what is wrong."""

    tree: Tree
    findings: list[Finding] = field(default_factory=list)

    def report(self, message: Message, place: Place, /, **values: object) -> None:
        self.findings.append(self.tree.finding(message, place, **values))

    def mapping(self, part: Part) -> Fields | None:
        """A mapping with keys of any name."""
        if isinstance(part.node, MappingNode):
            return Fields(part, part.node.entries)
        self._misshapen(messages.NOT_A_MAPPING, part)
        return None

    def keyed(self, part: Part, table: KeyTable) -> Fields | None:
        """A mapping with the keys of a table; unknown and missing ones are reported, and the known ones returned.

        A required key that an unknown one was probably meant to be does not count as missing besides.
        """
        fields = self.mapping(part)
        if fields is None:
            return None
        absent = [name for name in table if name not in fields]
        meant = set()
        for name in fields.entries:
            if name not in table:
                meant.add(nearest(name, absent))
                self.report(messages.UNKNOWN_KEY, fields.key_place(name), key=name, suggestion=suggestion(name, absent))
        for name in absent:
            if table[name].required and name not in meant:
                self.report(messages.MISSING_KEY, self._heading(part), key=name, meaning=table[name].meaning)
        return Fields(part, {name: entry for name, entry in fields.entries.items() if name in table})

    def items(self, part: Part) -> tuple[Part, ...] | None:
        """A list with at least one item."""
        if not isinstance(part.node, SequenceNode):
            self._misshapen(messages.NOT_A_LIST, part)
            return None
        if not part.node.items:
            self.report(messages.EMPTY_VALUE, part.place, key=part.name)
            return None
        return tuple(Part(item, (*part.at, index)) for index, item in enumerate(part.node.items))

    def scalar(self, part: Part) -> str | None:
        """A single value that is not empty, as its own text without white space around it."""
        if not isinstance(part.node, ScalarNode):
            self._misshapen(messages.NOT_A_WORD, part)
            return None
        text = part.node.text.strip()
        if not text:
            self.report(messages.EMPTY_VALUE, self._heading(part), key=part.name)
            return None
        return text

    def choice(self, part: Part, choices: Iterable[Word]) -> Word | None:
        """One of several words."""
        text = self.scalar(part)
        if text is None:
            return None
        known = {str(choice): choice for choice in choices}
        if text not in known:
            self.report(messages.NOT_ONE_OF, part.place, key=part.name, found=text, suggestion=suggestion(text, known))
        return known.get(text)

    def number(self, part: Part) -> Number | None:
        """An exact number."""
        text = self.scalar(part)
        if text is None:
            return None
        number = parse_number(text)
        if number is None:
            self.report(messages.BAD_NUMBER, part.place, found=text, meant=meant_number(text), most=LONGEST_NUMBER)
        return number

    def date(self, part: Part) -> date | None:
        """A calendar date."""
        text = self.scalar(part)
        if text is None:
            return None
        day = parse_date(text)
        if day is None:
            self.report(messages.BAD_DATE, part.place, found=text, meant=meant_day(text))
        return day

    def _heading(self, part: Part) -> Place:
        """The place of the key over a part, which says more than the place of what lacks something."""
        return self.tree.place(part.at, key=True)

    def _misshapen(self, message: Message, part: Part) -> None:
        empty = isinstance(part.node, ScalarNode) and part.node.empty
        if empty:
            self.report(messages.EMPTY_VALUE, self._heading(part), key=part.name)
        else:
            self.report(message, part.place, key=part.name or self.tree.file, found=_kind(part.node))


def sound(values: Iterable[Value | None]) -> tuple[Value, ...]:
    """Those that could be read; the others have been reported."""
    return tuple(value for value in values if value is not None)


def _kind(node: Node) -> Text:
    match node:
        case ScalarNode(text=text):
            found = text if len(text) <= 30 else text[:29] + "…"
            return Text(f"`{found}`", f"`{found}`")
        case SequenceNode():
            return Text("列表", "a list")
        case MappingNode():
            return Text("若干“键: 值”", "a mapping")
    return NOTHING
