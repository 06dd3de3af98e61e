"""Digests that say how they were made: `sha256:…`, or `sm3:…` (GB/T 32905) where the national algorithm is a must."""

import hashlib
import re
from enum import StrEnum

from policyengine.audit.errors import AuditError
from policyengine.audit.merkle import Hash
from policyengine.reading.text import Text

FORM = r"(sha256|sm3):[0-9a-f]{64}"

_FORM = re.compile(FORM)


class Algorithm(StrEnum):
    """The hash functions that a ledger may be made with; it then has this one for good."""

    SHA256 = "sha256"
    SM3 = "sm3"


def hash_of(algorithm: Algorithm) -> Hash:
    """The hash function. Raises `AuditError` where this Python's OpenSSL does not have it."""
    name = algorithm.value
    if name not in hashlib.algorithms_available:
        raise AuditError(
            Text(f"此处的 OpenSSL 没有 `{name}` 算法", f"the OpenSSL of this Python has no `{name}`"),
            Text(
                "请换用带国密算法的 OpenSSL 1.1.1 及以上版本。",
                "Use a Python with OpenSSL 1.1.1 or later, SM3 included.",
            ),
        )
    return lambda data: hashlib.new(name, data).digest()


def digest(data: bytes, algorithm: Algorithm) -> str:
    """The digest of bytes, with its algorithm's name."""
    return f"{algorithm.value}:{hash_of(algorithm)(data).hex()}"


def algorithm_of(named: str) -> Algorithm:
    """The algorithm of a digest. Raises `ValueError` for a text that is no digest."""
    if _FORM.fullmatch(named) is None:
        raise ValueError(f"no digest: {named[:80]!r}")
    return Algorithm(named.partition(":")[0])


def fits(data: bytes, named: str) -> bool:
    """Whether a digest is that of these bytes."""
    return digest(data, algorithm_of(named)) == named
