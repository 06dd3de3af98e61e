"""A YAML file as it is written: every node with the place of its first character, how it was quoted, and comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from policyengine.reading.compose import LOADER

_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\n]*")


@dataclass(slots=True)
class Comment:
    """A comment from its `#` on; `own_line` where nothing else stands on its line, `blank` after an empty line."""

    start: int
    column: int
    text: str
    own_line: bool
    blank: bool


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list (without key), and the comments that stand with it.

    `column` is that of the key or the dash. `above` and `below` are comments on lines of their own, the latter at the
    end of what stands under the key, `beside` one that ends the line of the key or value.
    """

    start: int
    column: int
    key: "Leaf | None"
    value: "Written"
    blank: bool = False
    above: list[Comment] = field(default_factory=list)
    beside: Comment | None = None
    below: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Leaf:
    """A scalar: its value, how it is quoted (`None`: plain), and its characters in the file."""

    start: int
    end: int
    value: str
    style: str | None
    source: str


@dataclass(slots=True)
class Branch:
    """A mapping or list; `flow` of those between braces or brackets."""

    start: int
    end: int
    mapping: bool
    flow: bool
    entries: list[Entry]


Written = Leaf | Branch


class TiedError(Exception):
    """An anchor, an alias or a tag: what it means depends on where it stands. `start` is where."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def read_written(text: str) -> tuple[Written, list[Comment]]:
    """The root of a text that `compose` has found sound, and all comments in order. Raises `TiedError`."""
    events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
    next(events), next(events)
    root = _node(next(events), events, text)
    spans = [(leaf.start, leaf.end) for leaf in _leaves(root)]
    return root, list(_comments(text, spans))


def _node(event: Any, events: Iterator[Any], text: str) -> Written:  # noqa: ANN401 -- PyYAML's events share no type
    start: int = event.start_mark.index
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
        raise TiedError(start)
    if kind is yaml.ScalarEvent:
        end = event.end_mark.index
        style = event.style if event.style in ("'", '"', "|", ">") else None
        return Leaf(start, end, event.value, style, text[start:end])
    mapping = kind is yaml.MappingStartEvent
    branch = Branch(start, start, mapping, bool(event.flow_style), [])
    following: Any
    while not isinstance(following := next(events), yaml.CollectionEndEvent):
        first = _node(following, events, text)
        value = _node(next(events), events, text) if mapping else first
        at = first.start if mapping or branch.flow else text.rindex("-", 0, first.start)
        key = first if mapping and isinstance(first, Leaf) else None
        branch.entries.append(Entry(at, _column(text, at), key, value, _after_blank(text, at)))
    closing: Any = following
    branch.end = closing.end_mark.index
    return branch


def _leaves(node: Written) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
        return
    for entry in node.entries:
        if entry.key is not None:
            yield entry.key
        yield from _leaves(entry.value)


def _comments(text: str, spans: list[tuple[int, int]]) -> Iterator[Comment]:
    """What begins with `#` between the scalars."""
    end = 0
    for start, stop in [*spans, (len(text), len(text))]:
        for found in _COMMENT.finditer(text, end, start):
            at = found.start()
            if end == at and at and not text[at - 1].isspace():
                continue
            line_start = text.rfind("\n", 0, at) + 1
            own_line = not text[line_start:at].strip()
            yield Comment(at, at - line_start, found.group().rstrip(), own_line, _after_blank(text, at))
        end = max(end, stop)


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _after_blank(text: str, at: int) -> bool:
    """Whether the line before is empty."""
    before = text.rfind("\n", 0, at)
    return before > 0 and not text[text.rfind("\n", 0, before) + 1 : before].strip()
