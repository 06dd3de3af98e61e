"""Telling headings from duties."""

import re

from policyengine.sources.document import Sentence
from policyengine.sources.headings import PREFACE, marker_of

MOST_CHARACTERS = 30  # of a heading run into its paragraph
_STOPS = re.compile("[。\uff61!\uff01?\uff1f;\uff1b]")
_ASKS = re.compile(r"不得|严禁|禁止|必须|应|须|要(?![求点素件])|分之|[\d%\uff05]")
_INNER = re.compile("[,\uff0c;\uff1b]")
_MARKER_TAIL = " 、.\uff0e"


def is_heading(sentence: Sentence, line: str) -> bool:
    """Whether a sentence is a heading, `line` being the whole line that it stands in.

    A numbered line without a full stop, the short opening of a numbered paragraph, and before the first number any
    line without a full stop. What asks for something, or has a number in it, is never taken for a numbered heading:
    a duty passed over is worse than a heading to be looked at.
    """
    alone = sentence.text == line.strip()
    if marker_of(sentence.text) is None:
        return sentence.section == PREFACE and alone and _STOPS.search(sentence.text) is None
    if _ASKS.search(body_of(sentence)):
        return False
    if alone:
        return _STOPS.search(sentence.text) is None and len(sentence.text) <= 2 * MOST_CHARACTERS
    return len(sentence.text) <= MOST_CHARACTERS and _INNER.search(sentence.text) is None


def body_of(sentence: Sentence) -> str:
    """The sentence without the marker of its heading."""
    heading = marker_of(sentence.text)
    if heading is None:
        return sentence.text
    _, marker = heading
    return sentence.text[len(marker) :].lstrip(_MARKER_TAIL) or sentence.text
