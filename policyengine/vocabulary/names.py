"""Which words may name entities, fields, choices and relations."""

import re
import unicodedata

from policyengine.reading.place import Place
from policyengine.reading.shapes import Reader
from policyengine.reading.text import listed
from policyengine.vocabulary import messages

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RESERVED = ("all", "any", "not", "verdicts", "consequences")
"""Keys with a meaning of their own in conditions."""


def folded(name: str) -> str:
    """A name without regard to the width of its characters and to spaces around it, as people type labels."""
    return unicodedata.normalize("NFKC", name).strip()


def read_name(reader: Reader, name: str, place: Place) -> bool:
    """Whether a word may be a name; reported where it may not."""
    if NAME.fullmatch(name) and name not in RESERVED:
        return True
    reader.report(messages.BAD_NAME, place, name=name, reserved=listed(RESERVED))
    return False
