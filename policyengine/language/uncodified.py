"""Reading the passages that no rule codifies (language.md §4, Clauses)."""

from typing import Literal, get_args

from policyengine.language import keys, messages
from policyengine.language.models import Uncodified
from policyengine.reading.shapes import Fields, Part, Reader, sound

Reason = Literal["heading", "preamble", "guiding_principle", "aspiration", "repeats", "publication_chrome"]

REASONS: tuple[Reason, ...] = get_args(Reason)
REPEATS: Reason = "repeats"


def read_uncodified(reader: Reader, part: Part) -> tuple[Uncodified, ...]:
    """All passages, in the order of the file."""
    return sound(_passage(reader, item) for item in reader.items(part) or ())


def _passage(reader: Reader, part: Part) -> Uncodified | None:
    fields = reader.keyed(part, keys.UNCODIFIED)
    if fields is None:
        return None
    section = fields.read(reader, "section", Reader.scalar)
    reason: Reason | None = fields.read(reader, "reason", _reason)
    quote = fields.read(reader, "quote", Reader.scalar)
    of = fields.read(reader, "of", Reader.scalar)
    _check_repetition(reader, fields, reason)
    if section is None or reason is None:
        return None
    return Uncodified(at=part.at, section=section, reason=reason, quote=quote, of=of)


def _reason(reader: Reader, part: Part) -> Reason | None:
    return reader.choice(part, REASONS)


def _check_repetition(reader: Reader, fields: Fields, reason: Reason | None) -> None:
    """`of` and `reason: repeats` need each other."""
    if reason == REPEATS and "of" not in fields:
        place = reader.tree.place((*fields.part.at, "reason"))
        reader.report(messages.KEY_ALONE, place, key="reason: repeats", other="of")
    elif "of" in fields and reason not in (None, REPEATS):
        reader.report(messages.KEY_ALONE, fields.key_place("of"), key="of", other="reason: repeats")
