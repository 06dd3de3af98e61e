"""Plain text in aligned columns, where a Chinese character is two columns wide."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from policyengine.reading.findings import printable

GAP = 2


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def plain(text: str) -> str:
    """The text on one line: what would move the cursor or begin a line of its own is said by its code."""
    return "".join(map(printable, text))


def padded(text: str, columns: int) -> str:
    """The text with spaces up to so many columns."""
    return text + " " * max(0, columns - width(text))


def sections(parts: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Sections one below the other, labels on the left; without lines a section is left out. Ends with a newline."""
    kept = [(label, [plain(line) for line in lines]) for label, lines in parts if lines]
    column = max((width(label) for label, _ in kept), default=0) + GAP
    text = []
    for label, lines in kept:
        text += [padded(name, column) + line for name, line in zip([label, *[""] * len(lines)], lines, strict=False)]
    return "".join(f"{line.rstrip()}\n" for line in text)


def table(rows: Sequence[Sequence[str]], indent: int) -> list[str]:
    """Rows of cells, each column as wide as its widest cell; empty columns vanish."""
    rows = [[plain(cell) for cell in row] for row in rows]
    columns = [max(map(width, column)) for column in zip(*rows, strict=True)]
    shown = filled(rows)
    margin = " " * indent
    return [margin + (" " * GAP).join(padded(row[n], columns[n]) for n in shown).rstrip() for row in rows]


def filled(rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns that have anything."""
    return [n for n, column in enumerate(zip(*rows, strict=True)) if any(column)]
