"""Bytes that only a key opens (AES-256-GCM): destroy the key, and what they held is gone, their digest still proves."""

import os
import secrets as random
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from policyengine.audit.errors import AuditError, ForgedError
from policyengine.audit.keys import KEY_BYTES, Secrets
from policyengine.reading.text import Text

NONCE_BYTES = 12

_PURPOSE = b"policyengine personal columns\0"


def seal(data: bytes, key: bytes, entity: str) -> bytes:
    """Encrypt bytes for one table; a fresh nonce stands before them."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, _PURPOSE + entity.encode())


def unseal(data: bytes, key: bytes, entity: str) -> bytes:
    """What was sealed. Raises `ForgedError` for another key, another table, or changed bytes."""
    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _PURPOSE + entity.encode())
    except (InvalidTag, ValueError) as error:
        raise ForgedError(
            Text(f"{entity} 的个人信息无法解密：密钥不符", f"the personal data of {entity} do not open: not their key")
        ) from error


@dataclass(slots=True)
class Sealer:
    """The key of one run, made and kept when the first personal data need it."""

    secrets: Secrets | None
    key_id: str = ""
    _key: bytes = b""

    def seal(self, data: bytes, entity: str) -> bytes:
        """Encrypt bytes with the run's key. Raises `AuditError` where it cannot be kept."""
        if self.secrets is None:
            raise AuditError(
                Text(
                    "有个人信息要加密保存，但没有存放密钥的文件夹",
                    "personal data are to be sealed, but there is no folder of secrets",
                ),
                Text("请用 `--secrets` 给出文件夹。", "Name a folder by `--secrets`."),
            )
        if not self._key:
            key_id, key = random.token_hex(16), random.token_bytes(KEY_BYTES)
            self.secrets.keep(key_id, key)
            self.key_id, self._key = key_id, key
        return seal(data, self._key, entity)
