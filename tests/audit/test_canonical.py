"""Canonical JSON and digests: known bytes, and every other way of writing the same refused."""

import pytest
from pydantic import BaseModel, ConfigDict

from policyengine.audit.canonical import MOST_BYTES, canonical, read_canonical
from policyengine.audit.digests import Algorithm, algorithm_of, digest, fits
from policyengine.audit.errors import ForgedError


class Kept(BaseModel):
    """Something on record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int
    inner: dict[str, "Kept"] = {}


def test_keys_are_sorted_by_utf_16_and_there_is_no_space() -> None:
    # RFC 8785 §3.2.3: 😀 is U+D83D U+DE00 and so comes before U+FB33.
    kept = Kept(name="衢州\n", size=3, inner={"\ufb33": Kept(name="", size=0), "😀": Kept(name="", size=1)})
    assert canonical(kept).decode() == (
        '{"inner":{"😀":{"inner":{},"name":"","size":1},"\ufb33":{"inner":{},"name":"","size":0}},'
        '"name":"衢州\\n","size":3}'
    )
    assert read_canonical(canonical(kept), Kept, "record") == kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"inner":{},"name":"a"}',
        b'{"inner":{},"name":"a","size":1.5}',
        b'{"inner":{},"name":"a","size":1}\n',
        b'{"inner":{}, "name":"a","size":1}',
        b'{"name":"a","inner":{},"size":1}',
        b'{"inner":{},"name":"a","size":1,"size":1}',
        b'{"inner":{},"name":"\\u0061","size":1}',
        b'{"inner":{},"name":"a","size":1e0}',
        b'{"inner":{},"name":"a","other":1,"size":1}',
        b'{"inner":{},"name":"\xff","size":1}',
        b'{"inner":{},"name":"a","size":9007199254740993}',
        b'{"inner":{},"name":"a","size":' + b"9" * 100_000 + b"}",
        b'{"inner":' * 100_000,
        b"[" * 1_000_000,
        b" " * (MOST_BYTES + 1),
    ],
    ids=lambda data: data[:40].decode("latin-1"),
)
def test_no_other_bytes_are_taken(data: bytes) -> None:
    with pytest.raises(ForgedError):
        read_canonical(data, Kept, "record")


def test_digests_name_their_algorithm() -> None:
    # FIPS 180-2, B.1; GB/T 32905-2016, A.1.
    assert digest(b"abc", Algorithm.SHA256) == (
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert digest(b"abc", Algorithm.SM3) == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert algorithm_of(digest(b"", Algorithm.SM3)) is Algorithm.SM3
    assert fits(b"abc", digest(b"abc", Algorithm.SM3))
    assert not fits(b"abd", digest(b"abc", Algorithm.SM3))


@pytest.mark.parametrize("named", ["", "sha256:", "md5:" + "0" * 64, "sha256:" + "0" * 63, "sha256:" + "G" * 64])
def test_what_is_no_digest(named: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        algorithm_of(named)
