"""A checkpoint with what shows that an earlier one is of the same past, in the form of C2SP `tlog-witness`.

Whoever holds the earlier one needs neither ledger nor archive to check it.

    old 17                                          how many records the earlier checkpoint has
    Yk5r…=                                          the hashes of RFC 9162 §2.1.4.1, base64, each on a line

    shanghai-mzj/3f9c                               the later checkpoint
    …
"""

import base64
import re
from collections.abc import Sequence

from policyengine.audit.checkpoint import Checkpoint, read_checkpoint
from policyengine.audit.digests import hash_of
from policyengine.audit.errors import ForgedError
from policyengine.audit.merkle import consistency_proof, verify_consistency
from policyengine.audit.signatures import VerifierKey, exact_base64
from policyengine.reading.text import Text

MOST_BYTES = 32 * 1024
MOST_HASHES = 63

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


def write_extension(leaves: Sequence[bytes], now: str, held: str, key: VerifierKey) -> str:
    """The signed checkpoint `now`, and the proof that its tree begins with that of `held`.

    `leaves` are those of `now`, and perhaps later ones. Raises `ForgedError` where they are not, where `held` is not
    signed by the key, and where it is of another past.
    """
    later, earlier = read_checkpoint(now, key), read_checkpoint(held, key)
    _compare(earlier, later)
    there = leaves[: later.head.size]
    proof = consistency_proof(there, min(earlier.head.size, len(there)), hash_of(later.algorithm))
    _prove(earlier, later, proof)
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)
    return f"old {earlier.head.size}\n{hashes}\n{now}"


def verify_extension(written: str, held: str, key: VerifierKey) -> tuple[Checkpoint, Checkpoint]:
    """The checkpoint that is held, and the later one whose tree was proved to begin with its own.

    Raises `ForgedError` for what proves no such thing.
    """
    head, empty, now = written.partition("\n\n")
    old, *lines = head.split("\n")
    hashes = [exact_base64(line) for line in lines[: MOST_HASHES + 1]]
    proof = [each for each in hashes if each is not None]
    size = _OLD.fullmatch(old)
    if len(written) > MOST_BYTES or size is None or not empty or len(proof) < len(lines):
        raise ForgedError(
            Text("不是带一致性证明的检查点", "it is no checkpoint with a proof of consistency"),
            Text(
                "它由 `policyengine ledger checkpoint --since` 写出。",
                "`policyengine ledger checkpoint --since` writes one.",
            ),
        )
    earlier, later = read_checkpoint(held, key), read_checkpoint(now, key)
    _compare(earlier, later)
    if int(size[1]) != earlier.head.size:
        raise ForgedError(
            Text(
                f"证明所据的检查点有 {size[1]} 条记录，所持的有 {earlier.head.size} 条",
                f"the proof is of a checkpoint of {size[1]} records, the one that you hold has {earlier.head.size}",
            )
        )
    _prove(earlier, later, proof)
    return earlier, later


def _compare(earlier: Checkpoint, later: Checkpoint) -> None:
    if (earlier.origin, earlier.algorithm) != (later.origin, later.algorithm):
        raise ForgedError(
            Text(
                f"所持检查点属于另一台账 `{earlier.origin}`",
                f"the checkpoint that you hold is of another ledger, `{earlier.origin}`",
            )
        )
    old, new = earlier.head.size, later.head.size
    if old > new:
        raise ForgedError(
            Text(
                f"所持检查点有 {old} 条记录，台账只有 {new} 条：台账被截短，或被较早的副本替换",
                f"the checkpoint that you hold has {old} records, the ledger only {new}: it has been cut short, or "
                "replaced by an older copy",
            )
        )


def _prove(earlier: Checkpoint, later: Checkpoint, proof: Sequence[bytes]) -> None:
    if not verify_consistency(earlier.head, later.head, proof, hash_of(later.algorithm)):
        raise ForgedError(
            Text(
                f"所持检查点（{earlier.head.size} 条记录）不能证明是台账的开头：历史已被改写（分叉），或证明有误",
                f"the checkpoint that you hold ({earlier.head.size} records) is not proved to be how the ledger "
                "begins: its past has been rewritten (a fork), or the proof is wrong",
            )
        )
