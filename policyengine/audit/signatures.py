"""Signed notes: a text and the Ed25519 signatures under it, in the form of C2SP `signed-note`.

A key is known by its name and the first bytes of a hash over name and key, so that a note says who signed it.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from policyengine.audit.errors import ForgedError
from policyengine.reading.findings import shown
from policyengine.reading.text import Text

MOST_BYTES = 16 * 1024
NAME_FORM = r"[^\s+]{1,200}"

_ED25519 = b"\x01"
_DASH = "— "
_NAME = re.compile(NAME_FORM)
_LINE = re.compile(rf"{_DASH}({NAME_FORM}) ([A-Za-z0-9+/]+=*)")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key: what is needed to check its signatures. Written `name+hash+key`."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def signed(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature over the text is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs, under a name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """Its public half."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())


def read_verifier_key(written: str) -> VerifierKey:
    """The key that `str(VerifierKey)` wrote. Raises `ForgedError` for any other text."""
    name, _, rest = written.strip().partition("+")
    key_hash, _, encoded = rest.partition("+")
    key = exact_base64(encoded) or b""
    found = VerifierKey(name, key[1:])
    if not _NAME.fullmatch(name) or key[:1] != _ED25519 or len(key) != 33 or key_hash != found.hash.hex():
        raise ForgedError(
            Text(f"`{shown(written)}` 不是公钥", f"`{shown(written)}` is no public key"),
            Text("公钥写作“名称+散列+密钥”。", "A public key is written `name+hash+key`."),
        )
    return found


def sign_note(text: str, key: SigningKey) -> str:
    """The text, which ends with a line break and has no empty line, with a signature under it."""
    signature = key.verifier.hash + key.private.sign(text.encode())
    return f"{text}\n{_DASH}{key.name} {base64.b64encode(signature).decode()}\n"


def read_note(note: str, key: VerifierKey) -> str:
    """The text of a note that the key has signed, whoever else has.

    Raises `ForgedError` for what is no note, is not signed by the key, or is signed by it wrongly.
    """
    text, empty, signatures = note.rpartition("\n\n")
    lines = [_LINE.fullmatch(line) for line in signatures.removesuffix("\n").split("\n")]
    if len(note.encode("utf-8", "surrogatepass")) > MOST_BYTES or not empty or not signatures.endswith("\n"):
        raise _refused(Text("不是签名文本", "it is no signed note"))
    text += "\n"
    mine = False
    for line in lines:
        if line is None:
            raise _refused(Text("签名行写法有误", "a line of signature is malformed"))
        name, signature = line[1], exact_base64(line[2])
        if signature is None:
            raise _refused(Text("签名行写法有误", "a line of signature is malformed"))
        if name == key.name and signature[:4] == key.hash:
            if not key.signed(text.encode("utf-8", "surrogatepass"), signature[4:]):
                raise _refused(Text(f"`{name}` 的签名不符", f"the signature of `{name}` does not fit"))
            mine = True
    if not mine:
        raise _refused(Text(f"没有 `{key}` 的签名", f"it is not signed by `{key}`"))
    return text


def exact_base64(encoded: str) -> bytes | None:
    """The bytes that are written so, where base64 writes them so and not otherwise."""
    try:
        found = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode() == encoded else None


def _refused(reason: Text) -> ForgedError:
    return ForgedError(Text(f"签名文本：{reason.zh}", f"signed note: {reason.en}"))
