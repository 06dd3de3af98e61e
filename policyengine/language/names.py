"""The names that a policy gives to its targets, definitions, rules and readings."""

import re

from policyengine.language import keys, messages
from policyengine.reading.shapes import Fields, Part, Reader

# Written so that Python and an editor's JavaScript understand it alike.
NAME = r"[A-Za-z\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff-]*"

_NAME = re.compile(NAME + r"\Z")

RESERVED = frozenset(keys.GROUNDS) | frozenset(keys.TEST) | {"measured_on", "period"}


def is_name(text: str) -> bool:
    """Whether a text is a letter (Latin or Han) followed by letters, digits, `_` and `-`."""
    return _NAME.match(text) is not None


def read_name(reader: Reader, part: Part) -> str | None:
    """A name that stands as a value."""
    text = reader.scalar(part)
    if text is not None and not is_name(text):
        reader.report(messages.BAD_NAME, part.place, found=text)
        return None
    return text


def named_parts(reader: Reader, part: Part) -> tuple[tuple[str, Part], ...]:
    """The entries of a mapping whose keys are names, such as `rules`; bad names are reported and left out."""
    fields = reader.mapping(part)
    if fields is None:
        return ()
    return tuple((name, value) for name, value in _pairs(fields) if _usable(reader, fields, name))


def _pairs(fields: Fields) -> tuple[tuple[str, Part], ...]:
    return tuple(zip(fields.entries, fields.parts(), strict=True))


def _usable(reader: Reader, fields: Fields, name: str) -> bool:
    if name in RESERVED:
        reader.report(messages.RESERVED_NAME, fields.key_place(name), found=name)
        return False
    if not is_name(name):
        reader.report(messages.BAD_NAME, fields.key_place(name), found=name)
        return False
    return True
