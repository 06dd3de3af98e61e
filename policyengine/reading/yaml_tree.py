"""A YAML file as a tree that knows the place of every key and value (language.md §1)."""

from dataclasses import dataclass
from pathlib import Path

from policyengine.reading.compose import compose
from policyengine.reading.findings import Finding, Message
from policyengine.reading.nodes import MappingNode, Node, SequenceNode
from policyengine.reading.place import KeyPath, Place
from policyengine.reading.source import MOST_BYTES, Source, read_source


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file says and what is wrong with its YAML; `root` is `None` where no tree could be made.

    `sha256` is of the file's bytes, empty where they could not be read.
    """

    file: str
    root: Node | None
    findings: tuple[Finding, ...]
    source: Source | None

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes; empty where they could not be read."""
        return self.source.sha256 if self.source else ""

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """The place of the value that a path of keys and indices leads to, or of its key.

        Where the path leads past the tree, the place of the deepest part that there is.
        """
        node, place = self.root, self.root.place if self.root else Place(self.file)
        for step in path:
            if isinstance(node, MappingNode) and step in node.entries:
                entry = node.entries[str(step)]
                node, place = entry.value, entry.key.place if key else entry.value.place
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
            else:
                break
        return place

    def node(self, path: KeyPath) -> Node | None:
        """What a path of keys and indices leads to, if anything."""
        node = self.root
        for step in path:
            if isinstance(node, MappingNode) and step in node.entries:
                node = node.entries[str(step)].value
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def finding(self, message: Message, place: Place, /, **values: object) -> Finding:
        """A finding that shows the line it stands in."""
        return self.source.finding(message, place, **values) if self.source else Finding.of(message, place, **values)


def read_tree(origin: Path | str | bytes, name: str | None = None, most_bytes: int = MOST_BYTES) -> Tree:
    """Read one YAML document from a file or from bytes; what is wrong stands in the tree's findings.

    `name` is what findings call the file, by default its path. Bounds: `MOST_BYTES` here, and those of `compose`.
    """
    file = name if name is not None else "<bytes>" if isinstance(origin, bytes) else str(origin)
    source = read_source(origin, file, most_bytes)
    if isinstance(source, Finding):
        return Tree(file, None, (source,), None)
    root, findings = compose(source)
    return Tree(file, root, findings, source)
