"""Numbered headings, and the section that a line of a plan stands in."""

import re
from enum import Enum

PREFACE = "前言"
"""The section of what stands before the first numbered heading."""
BETWEEN = "、"

_NUMERAL = "[一二三四五六七八九十百]{1,5}"
_DIGITS = r"[0-9\uff10-\uff19]{1,3}"
_OPEN, _CLOSE = r"[(\uff08]", r"[)\uff09]"


class Numbering(Enum):
    """The ways in which headings are numbered; the pattern's group is the marker without its trailing mark."""

    CHAPTER = f"({_NUMERAL})、"
    PART = rf"({_OPEN}{_NUMERAL}{_CLOSE})"
    NUMBER = f"({_DIGITS})、"
    POINT = rf"({_DIGITS})[.\uff0e](?![0-9\uff10-\uff19])"
    ITEM = rf"({_OPEN}{_DIGITS}{_CLOSE})"
    ENUMERATED = f"({_NUMERAL}是)"


_PATTERNS = {numbering: re.compile(numbering.value) for numbering in Numbering}


def marker_of(line: str) -> tuple[Numbering, str] | None:
    """How a line's heading is numbered and its marker (`一`, `(一)`, `01`, `1`, `一是`); `None` for other lines.

    A heading stands at the beginning of a line, alone or run into its paragraph.
    """
    for numbering, pattern in _PATTERNS.items():
        if found := pattern.match(line):
            return numbering, found[1]
    return None


class Outline:
    """The headings that enclose the line being read: the first numbering met is the outermost, and so on inwards."""

    def __init__(self) -> None:
        self._open: dict[Numbering, str] = {}

    def section(self, line: str) -> str:
        """The section of the next line: the markers of the headings that enclose it, its own included."""
        if heading := marker_of(line):
            numbering, marker = heading
            if numbering in self._open:
                while next(reversed(self._open)) is not numbering:
                    self._open.popitem()
            self._open[numbering] = marker
        return BETWEEN.join(self._open.values()) or PREFACE
