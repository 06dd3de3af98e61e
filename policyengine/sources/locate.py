"""Finding the words that a policy quotes (language.md §4: sought within its section, white space and width folded)."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from policyengine.sources.document import Document, Sentence
from policyengine.sources.folding import fold


@dataclass(frozen=True, slots=True)
class Located:
    """The one place of a quote: `start` and `end` are offsets into the sentence's text."""

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quoted words as the document has them."""
        return self.sentence.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Absent:
    """The document has no such words; `nearest` shares the longest run of characters with them, if it shares any."""

    nearest: Sentence | None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The section has the words more than once."""

    places: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The words stand in other sections."""

    places: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class UnknownSection:
    """The document has no such section; `places` is where the words stand."""

    places: tuple[Located, ...]


Whereabouts = Located | Absent | Ambiguous | Elsewhere | UnknownSection


def sentences_of(document: Document, section: str) -> tuple[Sentence, ...]:
    """The sentences of exactly one section; none where there is no such section."""
    wanted = fold(section).text
    return tuple(sentence for sentence in document.sentences if fold(sentence.section).text == wanted)


def locate(document: Document, section: str, quote: str) -> Whereabouts:
    """Where a quote stands; it lies within one sentence."""
    within = sentences_of(document, section)
    places = _places(within, quote)
    if len(places) == 1:
        return places[0]
    if places:
        return Ambiguous(places)
    anywhere = _places(document.sentences, quote)
    if not within:
        return UnknownSection(anywhere)
    return Elsewhere(anywhere) if anywhere else Absent(_nearest(within, quote) or _nearest(document.sentences, quote))


def _places(sentences: tuple[Sentence, ...], quote: str) -> tuple[Located, ...]:
    wanted = fold(quote).text
    return tuple(place for sentence in sentences for place in _within(sentence, wanted)) if wanted else ()


def _within(sentence: Sentence, wanted: str) -> list[Located]:
    folded = sentence.folded
    found, places = folded.text.find(wanted), []
    while found >= 0:
        last = folded.origins[found + len(wanted) - 1]
        places.append(Located(sentence, folded.origins[found], last + 1))
        found = folded.text.find(wanted, found + 1)
    return places


def _nearest(sentences: tuple[Sentence, ...], quote: str) -> Sentence | None:
    wanted = fold(quote).text
    shared = {sentence: _longest_shared(sentence.folded.text, wanted) for sentence in sentences}
    best = max(sentences, key=lambda sentence: shared[sentence], default=None)
    return best if best is not None and shared[best] > 1 else None


def _longest_shared(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
