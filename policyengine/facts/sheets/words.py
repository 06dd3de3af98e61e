"""What may be left out of a text without changing it: invisible characters, the width of letters, spaces."""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
INVISIBLE_PATTERN = r"[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}]"
"""The same for the columnar backend."""
UNUSUAL_PATTERN = INVISIBLE_PATTERN[:-1] + r"\x{a0}\x{3000}\x{ff01}-\x{ff5e}]"
"""Those, and spaces and characters of unusual width."""
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0xA0: 0x20}


def visible(text: str) -> str:
    """The text without invisible characters, and without spaces around it."""
    return INVISIBLE.sub("", text).strip()


def narrow(text: str) -> str:
    """Full-width letters, digits and signs of ASCII in their usual width, and all kinds of spaces alike."""
    return visible(text).translate(_WIDE).strip()


def squeezed(text: str) -> str:
    """For comparing words that people type: without any spaces and quotes, and without regard to width."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return re.sub(r"\s+", "", folded).translate(_ALIKE)


_ALIKE: dict[int, str | None] = {**dict.fromkeys(map(ord, "“”„‟「」『』‘’\"'"), None), ord("、"): ","}
