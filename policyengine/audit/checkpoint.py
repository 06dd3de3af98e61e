"""Checkpoints: how many records a ledger has and the root over them, signed, in the form of C2SP `tlog-checkpoint`.

Whoever holds an earlier checkpoint can tell whether a ledger still begins with the records that it had then.

    shanghai-mzj/3f9c                               the ledger's origin
    17                                              how many records
    Yk5r…=                                          the root, base64
    sm3                                             only where the tree's hash is not SHA-256

    — shanghai-mzj/3f9c Az3grl…                     the signature
"""

import base64
import re
from dataclasses import dataclass

from policyengine.audit.digests import Algorithm
from policyengine.audit.errors import ForgedError
from policyengine.audit.merkle import TreeHead
from policyengine.audit.signatures import SigningKey, VerifierKey, exact_base64, read_note, sign_note
from policyengine.reading.text import Text

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ROOT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A ledger's tree at one moment."""

    origin: str
    head: TreeHead
    algorithm: Algorithm = Algorithm.SHA256

    def text(self) -> str:
        """What is signed."""
        extension = "" if self.algorithm is Algorithm.SHA256 else f"{self.algorithm.value}\n"
        return f"{self.origin}\n{self.head.size}\n{base64.b64encode(self.head.root).decode()}\n{extension}"

    def signed(self, key: SigningKey) -> str:
        """The signed note."""
        return sign_note(self.text(), key)


def read_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint of a note that the key has signed. Raises `ForgedError` for any other."""
    lines = read_note(note, key).removesuffix("\n").split("\n")
    known = [[], *([algorithm.value] for algorithm in Algorithm if algorithm is not Algorithm.SHA256)]
    if len(lines) < 3 or not lines[0] or not _SIZE.fullmatch(lines[1]) or lines[3:] not in known:
        raise _malformed()
    root = exact_base64(lines[2])
    if root is None or len(root) != _ROOT_BYTES:
        raise _malformed()
    algorithm = Algorithm(lines[3]) if lines[3:] else Algorithm.SHA256
    return Checkpoint(lines[0], TreeHead(int(lines[1]), root), algorithm)


def _malformed() -> ForgedError:
    return ForgedError(
        Text("签名文本不是检查点", "the signed note is no checkpoint"),
        Text(
            "检查点依次为台账名称、记录数和根。",
            "A checkpoint has the ledger's origin, the number of records and the root.",
        ),
    )
