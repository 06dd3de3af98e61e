"""Secrets of a ledger, in a folder that only its owner may read: the key that signs, and the keys of runs.

A run has a key of its own where it keeps personal data; destroying the key destroys the data. So the folder is not to
be copied together with ledger and archive.
"""

import os
import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from policyengine.audit.errors import AuditError
from policyengine.audit.signatures import SigningKey
from policyengine.reading.text import NOTHING, Text

SIGNING_KEY = "signing.pem"
OWNER_ONLY = 0o600
KEY_BYTES = 32

_KEY_ID = re.compile(r"[0-9a-f]{32}")


class Secrets:
    """The folder of a ledger's secrets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, given: Path | None = None) -> Ed25519PrivateKey:
        """A new signing key, or the one in the PEM file `given`, kept with mode 0600; an earlier one is left as it is.

        Raises `AuditError` where there is a key already or it cannot be kept.
        """
        key = Ed25519PrivateKey.generate() if given is None else read_private(given)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            write_secret(self.folder / SIGNING_KEY, pem)
        except OSError as error:
            raise _unusable(self.folder / SIGNING_KEY, error) from error
        return key

    def unmake(self) -> None:
        """Take away a signing key that nothing has been signed with."""
        (self.folder / SIGNING_KEY).unlink(missing_ok=True)

    def signing(self, name: str) -> SigningKey | None:
        """The key that signs under a name, if it is here."""
        path = self.folder / SIGNING_KEY
        return SigningKey(name, read_private(path)) if path.exists() else None

    def keep(self, key_id: str, key: bytes) -> None:
        """Keep the key of a run."""
        path = self._path(key_id)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_secret(path, key)
        except OSError as error:
            raise _unusable(path, error) from error

    def get(self, key_id: str) -> bytes | None:
        """The key of a run; `None` where it has been destroyed, or is kept elsewhere."""
        try:
            key = self._path(key_id).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self._path(key_id), error) from error
        return key if len(key) == KEY_BYTES else None

    def destroy(self, key_id: str) -> bool:
        """Overwrite and remove the key of a run; whether there was one."""
        path = self._path(key_id)
        try:
            with path.open("r+b", buffering=0) as file:
                file.write(bytes(path.stat().st_size))
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unusable(path, error) from error
        return True

    def _path(self, key_id: str) -> Path:
        if _KEY_ID.fullmatch(key_id) is None:
            raise ValueError(f"no key's id: {key_id!r}")
        return self.folder / "runs" / key_id


def write_secret(path: Path, data: bytes) -> None:
    """A new file that only its owner may read, on disk when this returns; raises `FileExistsError` over another."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read_private(path: Path) -> Ed25519PrivateKey:
    """The private key of a PEM file. Raises `AuditError` for a file that holds no Ed25519 key in the clear."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _unusable(path, error) from error
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise AuditError(
            Text(f"`{path}` 不是 Ed25519 私钥", f"`{path}` is no private Ed25519 key"),
            Text(
                "请用 `openssl genpkey -algorithm ed25519` 生成不加口令的 PEM 文件。",
                "Make a PEM file without passphrase by `openssl genpkey -algorithm ed25519`.",
            ),
        )
    return key


def _unusable(path: Path, error: OSError) -> AuditError:
    reason = error.strerror or str(error)
    hint = NOTHING
    if isinstance(error, FileExistsError):
        hint = Text("已有的密钥不会被覆盖。", "An existing key is never overwritten.")
    return AuditError(Text(f"无法使用密钥文件 `{path}`：{reason}", f"cannot use the key file `{path}`: {reason}"), hint)
