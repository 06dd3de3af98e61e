"""Writing a file out: two spaces a level, a space after each comma and colon, quotes only where they are needed."""

import re
from collections.abc import Iterator

from policyengine.authoring.formatting.comments import Around
from policyengine.authoring.formatting.written import Branch, Comment, Entry, Leaf, Written
from policyengine.reading.plain import is_plain, quoted, reads_as_text

WIDEST = 120
STEP = 2

SPACED = "rules"
"""The section whose parts are parted by empty lines."""

SEVERAL = ("|", ">")
"""The styles of texts over several lines."""

_INDICATED = re.compile(r"[|>][+-]?[0-9]|[|>][0-9]")


def laid_out(root: Branch, around: Around) -> str:
    """The text of a file. Sections and rules are parted by one empty line; elsewhere empty lines stay, one at most."""
    _raise_comments(root)
    for n, section in enumerate(root.entries):
        if n > 0 and not _in_line(section.value, len(_head(section, 0)) + 1):
            _part(section)
        if section.key is not None and section.key.value == SPACED and isinstance(section.value, Branch):
            for rule in section.value.entries:
                _part(rule)
    head = [line for comment in around.head for line in _own(comment, 0)]
    if head and root.entries and root.entries[0].blank:
        head.append("")
    lines = [*head, *_block(root, 0), *(line for comment in around.end for line in _own(comment, 0))]
    while lines and not lines[0]:
        del lines[0]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).rstrip("\n") + "\n"


def _raise_comments(node: Written) -> None:
    """Put what stands above the first part of a list's item above the item: both begin on one line."""
    if not isinstance(node, Branch):
        return
    for entry in node.entries:
        _raise_comments(entry.value)
        if entry.key is None and isinstance(entry.value, Branch) and entry.value.entries:
            first = entry.value.entries[0]
            entry.above += first.above
            first.above = []


def _part(entry: Entry) -> None:
    """An empty line before an entry and the comments above it."""
    first = entry.above[0] if entry.above else entry
    first.blank = True


def _block(branch: Branch, indent: int) -> Iterator[str]:
    """The lines of a mapping or list in block style; no empty line comes before its first."""
    for n, entry in enumerate(branch.entries):
        for line_number, line in enumerate(_lines(entry, branch, indent)):
            if line or n or line_number:
                yield line


def _lines(entry: Entry, branch: Branch, indent: int) -> Iterator[str]:
    for comment in entry.above:
        yield from _own(comment, indent)
    if entry.blank:
        yield ""
    head = _head(entry, indent)
    value = entry.value
    if _in_line(value, len(head) + 1):
        words = _flow(value) if isinstance(value, Branch) else _scalar(value, flow=False)
        yield _beside(f"{head} {words}".rstrip(), entry.beside)
    elif isinstance(value, Leaf):
        yield from _several(head, value, indent)
    elif branch.mapping or entry.beside is not None:
        yield _beside(head, entry.beside)
        yield from _block(value, indent + STEP)
    else:  # the first key of a mapping stands beside the dash
        first, *others = [line for line in _block(value, indent + STEP) if line] if value.entries else [""]
        yield head + " " + first.lstrip()
        yield from others
    within = indent if isinstance(value, Leaf) and value.style in SEVERAL else indent + STEP
    for comment in entry.below:  # further in, it would become part of a text over several lines
        yield from _own(comment, within)


def _head(entry: Entry, indent: int) -> str:
    """The key with its colon, or the dash of an item."""
    return " " * indent + (f"{_scalar(entry.key, flow=False)}:" if entry.key is not None else "-")


def _own(comment: Comment, indent: int) -> list[str]:
    line = " " * indent + _spaced(comment.text)
    return ["", line] if comment.blank else [line]


def _beside(line: str, comment: Comment | None) -> str:
    """A line with the comment that ends it, in the column where it stood if there is room."""
    if comment is None:
        return line
    return line.ljust(max(len(line) + 2, comment.column)) + _spaced(comment.text)


def _spaced(comment: str) -> str:
    """A comment with a space after its mark."""
    return f"# {comment[1:]}" if len(comment) > 1 and comment[1].isalnum() else comment


def _in_line(value: Written, before: int) -> bool:
    """Whether a value stands on the line of its key: scalars of one line, and what is in flow style and fits."""
    if isinstance(value, Leaf):
        return value.style not in SEVERAL
    if not value.entries:
        return True
    return value.flow and before + len(_flow(value)) <= WIDEST


def _flow(node: Written) -> str:
    if isinstance(node, Leaf):
        return _scalar(node, flow=True)
    if not node.mapping:
        return "[" + ", ".join(_flow(entry.value) for entry in node.entries) + "]"
    return "{" + ", ".join(_pair(entry) for entry in node.entries) + "}"


def _pair(entry: Entry) -> str:
    key = "" if entry.key is None else _scalar(entry.key, flow=True)
    return f"{key}: {_flow(entry.value)}".rstrip()


def _scalar(leaf: Leaf, *, flow: bool) -> str:
    """A scalar on one line: plain where that is read as the same text, by other programs too."""
    if leaf.style is None and not leaf.value:
        return ""
    if (leaf.style is None or reads_as_text(leaf.value)) and is_plain(leaf.value, flow=flow):
        return leaf.value
    simple = all(character.isprintable() for character in leaf.value)
    if '"' in leaf.value and "'" not in leaf.value and simple:
        return f"'{leaf.value}'"
    return quoted(leaf.value)


def _several(head: str, leaf: Leaf, indent: int) -> Iterator[str]:
    """A text over several lines, moved to its level; one whose indentation is said in numbers becomes quoted."""
    header, *lines = leaf.source.rstrip().split("\n")
    if _INDICATED.match(header):
        yield f"{head} {quoted(leaf.value)}"
        return
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    yield f"{head} {header}"
    for line in lines:
        yield (" " * (indent + STEP) + line[margin:]).rstrip()
