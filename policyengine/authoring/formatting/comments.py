"""Which part of a file each comment stands with, so that it moves with that part."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from policyengine.authoring.formatting.written import Branch, Comment, Entry, Written


@dataclass(slots=True)
class Around:
    """The comments that stand with no entry: before the first, and after the last."""

    head: list[Comment] = field(default_factory=list)
    end: list[Comment] = field(default_factory=list)


def attach(root: Written, comments: Sequence[Comment]) -> Around:
    """Give every comment to an entry, but for those at the head and the end of the file.

    A comment within braces or brackets makes block style of them, for a line ends with it. One that ends a line goes
    with the last entry that begins before it. One on a line of its own goes with the entry below; one that is indented
    further than what comes next ends the part that it is within.
    """
    _unfold(root, [comment.start for comment in comments])
    entries = sorted(_entries(root, 0), key=lambda found: found[:2])
    around = Around()
    passed = 0
    within: list[Entry] = []  # the last entry and those that it stands below
    for comment in comments:
        while passed < len(entries) and entries[passed][0] < comment.start:
            entry = entries[passed][2]
            while within and within[-1].column >= entry.column:
                within.pop()
            within.append(entry)
            passed += 1
        after = entries[passed][2] if passed < len(entries) else None
        if not within:
            around.head.append(comment)
        elif not comment.own_line and within[-1].beside is None:
            within[-1].beside = comment
        elif after is not None and comment.column <= after.column:
            after.above.append(comment)
        elif outer := [entry for entry in within if entry.column < comment.column]:
            outer[-1].below.append(comment)
        else:
            around.end.append(comment)
    return around


def _unfold(node: Written, starts: Sequence[int]) -> None:
    """Make block style of what has a comment within; `starts` are in order."""
    if not isinstance(node, Branch):
        return
    if node.flow and bisect(starts, node.start) != bisect(starts, node.end):
        node.flow = False
    for entry in node.entries:
        _unfold(entry.value, starts)


def _entries(node: Written, depth: int) -> Iterator[tuple[int, int, Entry]]:
    """The entries that have lines of their own, with where they begin; an outer one before the inner."""
    if isinstance(node, Branch) and not node.flow:
        for entry in node.entries:
            yield entry.start, depth, entry
            yield from _entries(entry.value, depth + 1)
