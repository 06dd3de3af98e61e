"""Canonical JSON (RFC 8785): the same content is always the same bytes, so that it can be digested and signed."""

from typing import TypeVar

import rfc8785
from pydantic import BaseModel, ValidationError

from policyengine.audit.errors import ForgedError
from policyengine.reading.findings import shown
from policyengine.reading.text import Text

MOST_BYTES = 64 * 1024 * 1024

Model = TypeVar("Model", bound=BaseModel)


def canonical(model: BaseModel) -> bytes:
    """A model's content; its numbers are integers within ±(2⁵³ − 1), all others are texts."""
    return rfc8785.dumps(model.model_dump(mode="json"))


def read_canonical(data: bytes, kind: type[Model], name: str) -> Model:
    """The model that canonical bytes hold; `name` is what they are, for messages.

    Raises `ForgedError` for bytes that are too many, no JSON, nested too deeply, no such content, or not canonical:
    there is one way to write each content, and no other is taken.
    """
    found = read_proved(data, kind, name)
    try:
        same = canonical(found) == data
    except rfc8785.CanonicalizationError:
        same = False
    if not same:
        raise _refused(name, Text("不是规范的 JSON（RFC 8785）", "it is not canonical JSON (RFC 8785)"))
    return found


def read_proved(data: bytes, kind: type[Model], name: str) -> Model:
    """`read_canonical` for bytes whose digest is proved otherwise: how they are written need not be looked at."""
    if len(data) > MOST_BYTES:
        raise _refused(name, Text(f"超过 {MOST_BYTES} 字节", f"it has more than {MOST_BYTES} bytes"))
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "$"
        reason = shown(f"{where}: {first['msg']}")
        raise _refused(name, Text(f"内容不合要求（{reason}）", f"its content is not as expected ({reason})")) from error


def _refused(name: str, reason: Text) -> ForgedError:
    return ForgedError(Text(f"{name}：{reason.zh}", f"{name}: {reason.en}"))
