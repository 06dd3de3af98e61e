"""Text without white space and differences in the width of punctuation, which copies of a plan do not keep."""

import unicodedata
from dataclasses import dataclass

_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "〈": "<", "〉": ">"})
_FULL_AND_HALF_WIDTH = range(0xFF01, 0xFFF0)


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text, and for each of its characters the index of the one it comes from."""

    text: str
    origins: tuple[int, ...]


def fold(text: str) -> Folded:
    """A text for comparison; Chinese characters stay as they are."""
    pairs = [(folded, index) for index, character in enumerate(text) for folded in _folded(character)]
    return Folded("".join(folded for folded, _ in pairs), tuple(index for _, index in pairs))


def _folded(character: str) -> str:
    if character.isspace():
        return ""
    category = unicodedata.category(character)
    if ord(character) in _FULL_AND_HALF_WIDTH or (category[0] in "PS" and category != "So"):  # radicals are So
        return unicodedata.normalize("NFKC", character).translate(_ALIKE).replace(" ", "")
    return "" if category == "Cf" else character
