"""Pieces of JSON Schema (draft 2020-12): single values as editors see them, and objects made of key tables."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from policyengine.language.models import BuiltinDate
from policyengine.language.names import NAME
from policyengine.reading.keys import KeyTable

Schema = dict[str, Any]

NAME_PATTERN = f"^{NAME}$"
TARGET_PATTERN = rf"^\$({NAME}|{'|'.join(re.escape(name) for name in BuiltinDate)})$"
DATE_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
NUMBER_PATTERN = r"^[+-]?[0-9]+(\.[0-9]+)?%?$|^[+-]?[0-9]+/[0-9]*[1-9][0-9]*$"


def ref(name: str) -> Schema:
    """A reference to one of the schema's own definitions."""
    return {"$ref": f"#/$defs/{name}"}


def any_of(*schemas: Schema) -> Schema:
    """What any of the schemas allows."""
    return {"anyOf": list(schemas)}


def words(choices: Iterable[str]) -> Schema:
    """One of several words."""
    return {"enum": list(choices)}


def listing(item: Schema) -> Schema:
    """A list with at least one item."""
    return {"type": "array", "items": item, "minItems": 1}


def named(value: Schema, reserved: Iterable[str] = ()) -> Schema:
    """A mapping whose keys are names other than the reserved ones."""
    names: Schema = {"pattern": NAME_PATTERN}
    if taken := sorted(reserved):
        names["not"] = words(taken)
    return {"type": "object", "propertyNames": names, "additionalProperties": value}


def keyed(table: KeyTable, **more: Any) -> Schema:  # noqa: ANN401 -- any keyword of JSON Schema
    """A mapping with the keys of a table; what they mean is said on hovering over them."""
    return {
        "type": "object",
        "properties": {
            name: {"description": key.meaning.zh, "markdownDescription": key.meaning.zh, **ref(key.shape)}
            for name, key in table.items()
        },
        "required": [name for name, key in table.items() if key.required],
        "additionalProperties": False,
        **more,
    }


def document(title: str, table: KeyTable, parts: Mapping[str, Schema]) -> Schema:
    """The schema of a file whose root has the keys of a table."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **keyed(table),
        "$defs": {**VALUES, **parts},
    }


# An editor has read numbers and booleans before the field could say what it makes of their text.
VALUES: dict[str, Schema] = {
    "text": any_of({"type": "string", "pattern": r"\S"}, {"type": ["number", "boolean"]}),
    "name": {"type": "string", "pattern": NAME_PATTERN},
    "boolean": {"enum": [True, False, "true", "false"]},
    "date": {"type": "string", "pattern": DATE_PATTERN},
    "number": any_of({"type": "number"}, {"type": "string", "pattern": NUMBER_PATTERN}),
    "target": {"type": "string", "pattern": TARGET_PATTERN},
    "words": {**listing(ref("text")), "uniqueItems": True},
}
