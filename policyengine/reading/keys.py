"""Tables of the keys that a mapping may have: readers check by them, and JSON Schemas are made of them."""

from collections.abc import Mapping
from typing import NamedTuple

from policyengine.reading.text import Text


class Key(NamedTuple):
    """One key: what stands under it (`shape`, by its name in the JSON Schema), and what it means."""

    shape: str
    meaning: Text
    required: bool = False


KeyTable = Mapping[str, Key]


def optional(shape: str, zh: str, en: str) -> Key:
    """A key that may be absent."""
    return Key(shape, Text(zh, en))


def required(shape: str, zh: str, en: str) -> Key:
    """A key that must be there."""
    return Key(shape, Text(zh, en), required=True)
