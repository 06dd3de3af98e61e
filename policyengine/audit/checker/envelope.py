"""The sealed envelope of a certificate: DSSE, the Dead Simple Signing Envelope, version 1.

What is signed is the payload's bytes together with its type (the pre-authentication encoding), so that the signature is
checked before anything within is read.
"""

import base64
from typing import Annotated, Literal

from pydantic import Field

from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.checker.errors import refused, unreadable
from policyengine.audit.checker.scalars import Data
from policyengine.audit.errors import ForgedError
from policyengine.audit.signatures import SigningKey, VerifierKey, exact_base64, read_verifier_key
from policyengine.reading.findings import shown
from policyengine.reading.text import Text

PAYLOAD_TYPE = "application/vnd.in-toto+json"
MOST_BYTES = 24 * 1024 * 1024
"""A larger file is not read."""

MOST_PARTS = 400_000
"""Objects and lists in the payload: a small file may hold more of them than memory."""

Base64 = Annotated[str, Field(max_length=MOST_BYTES)]


class Signature(Data):
    """A signature; `keyid` is the whole public key, as `VerifierKey` writes it."""

    keyid: Annotated[str, Field(max_length=1000)]
    sig: Annotated[str, Field(max_length=200)]


class Envelope(Data):
    """A payload with its type and the signature over both."""

    payload_type: Annotated[Literal["application/vnd.in-toto+json"], Field(alias="payloadType")]
    payload: Base64
    signatures: tuple[Signature, ...]


def sealed(payload: bytes, key: SigningKey) -> bytes:
    """The envelope around a payload, as canonical JSON."""
    signature = key.private.sign(pre_authentication(payload))
    return canonical(
        Envelope(
            payload_type=PAYLOAD_TYPE,
            payload=_base64(payload),
            signatures=(Signature(keyid=str(key.verifier), sig=_base64(signature)),),
        )
    )


def parts_of(payload: bytes) -> int:
    """How many objects and lists a payload has at most."""
    return payload.count(b"{") + payload.count(b"[")


def pre_authentication(payload: bytes) -> bytes:
    """What is signed: the type and the payload, each with its length in bytes."""
    kind = PAYLOAD_TYPE.encode()
    return b" ".join((b"DSSEv1", str(len(kind)).encode(), kind, str(len(payload)).encode(), payload))


def opened(data: bytes, trusted: VerifierKey | None) -> tuple[bytes, VerifierKey]:
    """The payload of an envelope, and the key that has signed it: the trusted one, if any is given.

    Raises `UnreadableCertificateError` for what is no envelope, `RefusedCertificateError` for one that is not signed,
    or not by that key.
    """
    if len(data) > MOST_BYTES:
        raise unreadable(f"文件超过 {MOST_BYTES} 字节", f"the file has more than {MOST_BYTES} bytes")
    try:
        envelope = read_canonical(data.removesuffix(b"\n"), Envelope, "certificate")
    except ForgedError as error:
        raise unreadable(f"不是证书：{error.problem.zh}", f"it is no certificate: {error.problem.en}") from error
    if len(envelope.signatures) != 1:
        raise refused(
            f"应有一个签名，实有 {len(envelope.signatures)} 个",
            f"one signature is expected, there are {len(envelope.signatures)}",
        )
    payload, signature = exact_base64(envelope.payload), exact_base64(envelope.signatures[0].sig)
    if payload is None:
        raise unreadable("证书内容不是 base64", "the payload is not base64")
    key = _key(envelope.signatures[0].keyid)
    if trusted is not None and key != trusted:
        raise refused(
            f"不是由 `{trusted.name}` 签发：所注密钥为 `{shown(key)}`",
            f"it is not signed by `{trusted.name}`: the key that it names is `{shown(key)}`",
            Text("请向签发单位核对公钥。", "Ask the office that is said to have signed for its public key."),
        )
    if signature is None or not key.signed(pre_authentication(payload), signature):
        raise refused("签名不符：证书在签名之后被改动过", "the signature does not fit: it was changed after signing")
    if parts_of(payload) > MOST_PARTS:
        raise unreadable(f"证书超过 {MOST_PARTS} 个部分", f"the certificate has more than {MOST_PARTS} parts")
    return payload, key


def _key(written: str) -> VerifierKey:
    try:
        return read_verifier_key(written)
    except ForgedError as error:
        raise refused("签名没有注明公钥", "the signature does not name a public key") from error


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
