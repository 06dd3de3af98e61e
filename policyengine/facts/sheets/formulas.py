"""What the reader of XLSX sheets does not tell: formulas that failed or were never computed, and whence days count.

It shows cells with such formulas as if they were empty.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from typing import IO

UNCOMPUTED = "#未计算"
WORKBOOK = "xl/workbook.xml"
CHUNK = 1 << 20
_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_ATTRIBUTE = rb"""\b%s\s*=\s*["']([^"']*)["']"""
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?P<failed>[^>]*\bt\s*=\s*[\"']e[\"'][^>]*)>.*?</(?:\w+:)?c>"
    rb"|<(?:\w+:)?c\s(?P<empty>[^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>",
    re.DOTALL,
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_SIGNS = (b"<f", b":f", b'"e"', b"'e'")
"""Without one of these no cell of a piece has a formula or an error."""
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


def failed_formulas(path: Path, sheet: str) -> Mapping[int, Mapping[int, str]]:
    """The errors of a sheet's cells by row and column, from 0; of another format than XLSX none.

    A formula that no program has computed yet counts as an error, `UNCOMPUTED`.
    """
    found: dict[int, dict[int, str]] = {}
    if not zipfile.is_zipfile(path):
        return found
    with zipfile.ZipFile(path) as book:
        part = _part(book, sheet)
        if part is None:
            return found
        with book.open(part) as file:
            for cell in _cells(file):
                failed, empty, value = cell["failed"], cell["empty"], _VALUE.search(cell[0])
                at = _REFERENCE.fullmatch(_attribute(b" " + (empty if failed is None else failed), b"r"))
                if at is not None:
                    error = UNCOMPUTED if failed is None or value is None else unescape(value[1].decode())
                    found.setdefault(int(at[2]) - 1, {})[_column(at[1])] = error
    return found


def counts_from_1904(path: Path) -> bool:
    """Whether a workbook counts days from 1904, as some programs did; of another format than XLSX it is not known."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as book:
        return WORKBOOK in book.namelist() and _FROM_1904.search(book.read(WORKBOOK)) is not None


def _cells(file: IO[bytes]) -> Iterator[re.Match[bytes]]:
    """The matches in a part of the workbook that is read piece by piece, each piece ending after a whole cell."""
    rest = b""
    while piece := file.read(CHUNK):
        rest += piece
        end = max(rest.rfind(end) + len(end) if end in rest else 0 for end in (b"</c>", b":c>"))
        if any(sign in rest for sign in _SIGNS):
            yield from _CELL.finditer(rest, 0, end)
        rest = rest[end:]


def _part(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the workbook that holds the sheet."""
    names = set(book.namelist())
    if not {WORKBOOK, "xl/_rels/workbook.xml.rels"} <= names:
        return None
    ids = {
        unescape(_attribute(each, b"name")): _attribute(each, rb"\w+:id")
        for each in _SHEET.findall(book.read(WORKBOOK))
    }
    targets = {
        _attribute(each, b"Id"): _attribute(each, b"Target")
        for each in _RELATION.findall(book.read("xl/_rels/workbook.xml.rels"))
    }
    target = targets.get(ids.get(sheet, ""))
    if not target:
        return None
    part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
    return part if part in names else None


def _attribute(element: bytes, name: bytes) -> str:
    found = re.search(_ATTRIBUTE.replace(b"%s", name), element)
    return found[1].decode() if found else ""


def _column(letters: str) -> int:
    """A column's number, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
