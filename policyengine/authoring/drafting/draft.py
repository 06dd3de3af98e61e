"""A plan's text as the parts of a draft: each sentence a heading, or a rule that waits for its author."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policyengine.authoring.drafting.clues import Clues, clues_of
from policyengine.authoring.drafting.headings import body_of, is_heading
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text
from policyengine.sources.document import Document, Sentence
from policyengine.sources.headings import PREFACE
from policyengine.sources.locate import Located, locate

LONGEST_TITLE = 30
SHORTEST_QUOTE = 6  # in characters
_BREAK = re.compile("[,\uff0c;\uff1b:\uff1a。]")
_PLAN_YEAR = re.compile(r"(20\d\d)(?=\s*年|\s*〕|\s*\])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, words that it alone has in its section (if it has any), and what it says; a heading says nothing."""

    sentence: Sentence
    quote: str | None
    title: str
    clues: Clues | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be said of a plan before anyone has read it; the period is that of the year and of the deadlines."""

    name: str
    title: str
    sha256: str
    start: date
    end: date | None
    passages: tuple[Passage, ...]


def make_draft(document: Document, name: str, year: int | None = None) -> Draft:
    """The draft of a plan called `name`; `year` is the plan's, by default the first that the text names.

    Raises `PolicyEngineError` for a text that is empty, or that names no year where none is given.
    """
    if not document.sentences:
        raise PolicyEngineError(Text(f"`{document.file}` 没有文字", f"`{document.file}` holds no text"))
    of_plan = year or _year_named(document)
    passages = tuple(_passage(document, sentence, of_plan) for sentence in document.sentences)
    days = [by.due for each in passages if each.clues for by in each.clues.deadlines if by.due]
    title = body_of(document.sentences[0]).rstrip("。")
    yearly = _PLAN_YEAR.search(title) is not None
    return Draft(
        name=name,
        title=title,
        sha256=document.sha256,
        start=min([date(of_plan, 1, 1), *days]),
        end=max([date(of_plan, 12, 31), *days]) if yearly else None,
        passages=passages,
    )


def _year_named(document: Document) -> int:
    for sentence in document.sentences:
        if found := _PLAN_YEAR.search(sentence.text):
            return int(found[1])
    raise PolicyEngineError(
        Text("原文没有写明年份", "the text names no year"), Text("请用 `--year` 给出。", "Give it with `--year`.")
    )


def _passage(document: Document, sentence: Sentence, year: int) -> Passage:
    body = body_of(sentence)
    heading = is_heading(sentence, document.lines[sentence.place.line - 1])
    opening = _BREAK.split(body)[0][:LONGEST_TITLE] or body[:LONGEST_TITLE]
    return Passage(sentence, _quote(document, sentence, body), opening, None if heading else clues_of(body, year))


def _quote(document: Document, sentence: Sentence, body: str) -> str | None:
    """The shortest opening, up to a break of the sentence, that stands nowhere else in the section."""
    for words in _openings(body):
        match locate(document, sentence.section, words):
            case Located():
                return words
    return None


def _openings(body: str) -> Iterator[str]:
    for mark in _BREAK.finditer(body):
        if mark.start() >= SHORTEST_QUOTE:
            yield body[: mark.start()]
    yield body.rstrip("。")
    yield body


def is_preface(passage: Passage) -> bool:
    """Whether a passage that is no heading stands before the first numbered one, without number or deadline."""
    clues = passage.clues
    return passage.sentence.section == PREFACE and clues is not None and not (clues.amounts or clues.deadlines)
