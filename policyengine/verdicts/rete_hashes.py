"""durable-rules takes two names, or two facts, for the same when their 32-bit hashes are; ours are shown to differ."""

from collections.abc import Iterable

from policyengine.reading.text import Text
from policyengine.verdicts.rete_limits import lost

OFFSET, PRIME, BITS = 0x811C9DC5, 16_777_619, 0xFFFFFFFF


def engine_hash(text: str) -> int:
    """The engine's hash of an ASCII text (FNV-1a, 32 bits)."""
    value = OFFSET
    for byte in text.encode("ascii"):
        value = (value ^ byte) * PRIME & BITS
    return value


def check_distinct(texts: Iterable[str]) -> None:
    """Raises `ChainingRefusedError` where two of these texts have the same hash."""
    known: dict[int, str] = {}
    for text in texts:
        other = known.setdefault(engine_hash(text), text)
        if other != text:
            raise lost(Text(f"`{other}` 与 `{text}` 的散列值相同", f"`{other}` and `{text}` have the same hash"))
