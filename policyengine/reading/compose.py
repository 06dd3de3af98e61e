"""From YAML text to a tree, event by event, so that every bound holds before memory or time is spent."""

from collections.abc import Iterator
from typing import Any

import yaml

from policyengine.reading import messages
from policyengine.reading.findings import Finding, Message
from policyengine.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from policyengine.reading.place import Place
from policyengine.reading.source import Source
from policyengine.reading.yaml_problems import syntax_finding

MOST_DEPTH = 64
MOST_NODES = 200_000
MOST_ALIASED = 10_000

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(source: Source) -> tuple[Node | None, tuple[Finding, ...]]:
    """The tree of the one document in a text, and what is wrong with its YAML.

    Bounds: `MOST_DEPTH` levels, `MOST_NODES` nodes, and `MOST_ALIASED` nodes more by way of aliases. There is no tree
    where the syntax is broken, a bound is passed or the file is empty.
    """
    composer = _Composer(source)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        return None, (*composer.findings, syntax_finding(source, error))
    except _Refused as refused:
        return None, (*composer.findings, refused.finding)
    return root, tuple(composer.findings)


class _Refused(Exception):  # noqa: N818 -- it carries a finding out of the recursion and never leaves this module
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class _Composer:
    """One pass over a document's events; `anchors` holds the finished ones with their sizes in nodes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.events: Iterator[Any] = yaml.parse(source.text, Loader=LOADER)
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open_anchors: set[str] = set()
        self.nodes = 0
        self.aliased = 0

    def document(self) -> Node | None:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Refused(self.source.finding(messages.EMPTY_FILE, Place(self.source.name)))
        root = self.node(next(self.events), 0)
        if isinstance(root, ScalarNode) and root.empty:
            raise _Refused(self.source.finding(messages.EMPTY_FILE, Place(self.source.name)))
        next(self.events)  # the end of the document
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise _Refused(self.finding(messages.SEVERAL_DOCUMENTS, following))
        return root

    def node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 -- PyYAML's events share no typed parent
        """The node that begins with an event, to its end."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if depth > MOST_DEPTH:
            raise _Refused(self.finding(messages.TOO_DEEP, event, most=MOST_DEPTH))
        before = self.nodes + self.aliased
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Refused(self.finding(messages.TOO_MANY_NODES, event, most=MOST_NODES))
        if event.tag is not None:
            self.findings.append(self.finding(messages.FOREIGN_TAG, event, tag=event.tag))
        if event.anchor is None:
            return self.content(event, depth)
        self.open_anchors.add(event.anchor)
        node = self.content(event, depth)
        self.open_anchors.discard(event.anchor)
        self.anchors[event.anchor] = (node, self.nodes + self.aliased - before)
        return node

    def alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor in self.open_anchors:
            raise _Refused(self.finding(messages.ALIAS_CYCLE, event, anchor=event.anchor))
        if event.anchor not in self.anchors:
            raise _Refused(self.finding(messages.UNKNOWN_ALIAS, event, anchor=event.anchor))
        node, size = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > MOST_ALIASED:
            raise _Refused(self.finding(messages.ALIASES_EXPAND, event, anchor=event.anchor, most=MOST_ALIASED))
        return node

    def content(self, event: Any, depth: int) -> Node:  # noqa: ANN401 -- as above
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(following := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(following, depth + 1))
            return SequenceNode(self.place(event, following), tuple(items))
        return ScalarNode(self.place(event, event), event.value, quoted=bool(event.style))

    def mapping(self, start: yaml.MappingStartEvent, depth: int) -> MappingNode:
        entries: dict[str, Entry] = {}
        cut = False
        while not isinstance(following := next(self.events), yaml.MappingEndEvent):
            key_end = following.end_mark
            key = self.node(following, depth + 1)
            value_event = next(self.events)
            value = self.node(value_event, depth + 1)
            if not isinstance(key, ScalarNode):
                self.findings.append(self.source.finding(messages.KEY_NOT_WORD, key.place))
            elif key.empty:
                self.findings.append(self.source.finding(messages.NULL_KEY, key.place))
            elif key.text in entries:
                first = entries[key.text].key.place
                self.findings.append(
                    self.source.finding(messages.DUPLICATE_KEY, key.place, key=key.text, line=first.line)
                )
            elif start.flow_style and isinstance(value, ScalarNode) and value.empty and self.bare(key_end):
                if not cut:  # one text may be cut into many pieces
                    self.findings.append(self.source.finding(messages.CUT_BY_COMMA, key.place, key=key.text))
                cut = True
            else:
                entries[key.text] = Entry(key, value)
        return MappingNode(self.place(start, following), entries)

    def bare(self, end: yaml.Mark) -> bool:
        """Whether no colon follows the key that ends here."""
        rest = self.source.lines[end.line][end.column :].lstrip() if end.line < len(self.source.lines) else ""
        return not rest.startswith(":")

    def place(self, start: Any, end: Any) -> Place:  # noqa: ANN401 -- as above
        """From the start to the end, or to the end of the line that it starts on; at least one character."""
        first, last = start.start_mark, end.end_mark
        line = self.source.lines[first.line] if first.line < len(self.source.lines) else ""
        stop = last.column if last.line == first.line else len(line.rstrip())
        return Place(self.source.name, first.line + 1, first.column + 1, max(1, stop - first.column))

    def finding(self, message: Message, event: Any, **values: object) -> Finding:  # noqa: ANN401 -- as above
        return self.source.finding(message, self.place(event, event), **values)
