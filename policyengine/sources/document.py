"""A retained copy of a plan's text, as sections and sentences (language.md §4, Clauses)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.reading.source import Source, read_source
from policyengine.sources.folding import Folded, fold
from policyengine.sources.headings import Outline

_END = re.compile(r"[。\uff61!\uff01?\uff1f]+")
_CLOSING = "”’」』》〉】〕)]>\uff09\uff3d\uff1e"
_STRAIGHT = "\"'"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `n` counts from 1; `start` and `end` are offsets into the document's text.

    `section` has the markers of the headings that enclose it, joined by `、`, or is `前言` before the first of them.
    """

    n: int
    section: str
    text: str
    start: int
    end: int
    place: Place
    folded: Folded = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a plan; `sha256` is of the file's bytes."""

    file: str
    sha256: str
    lines: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections in their order."""
        return tuple(dict.fromkeys(sentence.section for sentence in self.sentences))


def read_document(origin: Path | str | bytes, name: str | None = None) -> Document | Finding:
    """The document that a file or bytes in UTF-8 hold, or what is in the way; `name` is what findings call the file."""
    file = name if name is not None else "<bytes>" if isinstance(origin, bytes) else str(origin)
    source = read_source(origin, file)
    if isinstance(source, Finding):
        return source
    return Document(file, source.sha256, source.lines, tuple(_sentences(source)))


def _sentences(source: Source) -> Iterator[Sentence]:
    outline, n, position = Outline(), 0, 0
    for number, line in enumerate(source.lines, 1):
        # Between two lines there is only a line break, which no line contains.
        begin = position = source.text.index(line, position)
        position += len(line)
        section = outline.section(line.strip())
        for start, end in _spans(line):
            n += 1
            text, place = line[start:end], Place(source.name, number, start + 1, end - start)
            yield Sentence(n, section, text, begin + start, begin + end, place, fold(text))


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a line start and end, without the white space around them."""
    start = 0
    while start < len(line):
        mark = _END.search(line, start)
        end = _after_closing(line, start, mark.end()) if mark else len(line)
        text = line[start:end]
        if text.strip():
            yield start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        start = end


def _after_closing(line: str, start: int, end: int) -> int:
    """The end of a sentence with the closing quotation marks and brackets that follow its last mark."""
    while end < len(line):
        character = line[end]
        closes = character in _CLOSING or (character in _STRAIGHT and line.count(character, start, end) % 2 == 1)
        if not closes and not _END.match(character):
            break
        end += 1
    return end
