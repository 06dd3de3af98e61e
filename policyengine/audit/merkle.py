"""The Merkle tree of RFC 9162 §2.1, which also RFC 6962 has: roots, proofs, and their checks.

A tree is given by its leaves' hashes, in order. Everything here is a pure function of its arguments and fails closed: a
proof that is too short, too long, or of other sizes is no proof. `hashed` is the hash function of the tree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Hash = Callable[[bytes], bytes]

_LEAF, _NODE = b"\x00", b"\x01"


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A tree in short: how many leaves, and the root over them."""

    size: int
    root: bytes


def leaf_hash(data: bytes, hashed: Hash) -> bytes:
    """The hash of a leaf; its prefix keeps a leaf from being taken for an inner node."""
    return hashed(_LEAF + data)


def node_hash(left: bytes, right: bytes, hashed: Hash) -> bytes:
    """The hash of an inner node."""
    return hashed(_NODE + left + right)


# --- roots ------------------------------------------------------------------------------------------------------------


def root(leaves: Iterable[bytes], hashed: Hash) -> bytes:
    """The root over the leaves' hashes; of no leaves, the hash of nothing."""
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = extended(peaks, size, leaf, hashed)
    return root_of_peaks(peaks, hashed)


def extended(peaks: tuple[bytes, ...], size: int, leaf: bytes, hashed: Hash) -> tuple[bytes, ...]:
    """The peaks of a tree of `size` leaves after one more.

    Peaks are the roots of the complete subtrees, the largest first, that a tree falls into: one for each bit of its
    size. They are all that appending needs.
    """
    grown, kept = leaf, len(peaks)
    while size & 1:
        kept -= 1
        grown = node_hash(peaks[kept], grown, hashed)
        size >>= 1
    return (*peaks[:kept], grown)


def root_of_peaks(peaks: Sequence[bytes], hashed: Hash) -> bytes:
    """The root of the tree that has these peaks."""
    if not peaks:
        return hashed(b"")
    *earlier, found = peaks
    for peak in reversed(earlier):
        found = node_hash(peak, found, hashed)
    return found


# --- proofs -----------------------------------------------------------------------------------------------------------


def inclusion_proof(leaves: Sequence[bytes], index: int, hashed: Hash) -> tuple[bytes, ...]:
    """The siblings on the way from the leaf at `index`, counted from 0, up to the root (§2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return ()
    left, right = _halves(leaves)
    if index < len(left):
        return (*inclusion_proof(left, index, hashed), root(right, hashed))
    return (*inclusion_proof(right, index - len(left), hashed), root(left, hashed))


def consistency_proof(leaves: Sequence[bytes], size: int, hashed: Hash) -> tuple[bytes, ...]:
    """What shows that the tree begins with the tree of its first `size` leaves (§2.1.4.1); of all or none, nothing."""
    if not 0 <= size <= len(leaves):
        raise ValueError(f"no first {size} leaves in a tree of {len(leaves)}")
    return _subproof(leaves, size, hashed, known=True) if size else ()


def _subproof(leaves: Sequence[bytes], size: int, hashed: Hash, *, known: bool) -> tuple[bytes, ...]:
    """`known` says whether the verifier has the root of these leaves already."""
    if size == len(leaves):
        return () if known else (root(leaves, hashed),)
    left, right = _halves(leaves)
    if size <= len(left):
        return (*_subproof(left, size, hashed, known=known), root(right, hashed))
    return (*_subproof(right, size - len(left), hashed, known=False), root(left, hashed))


def _halves(leaves: Sequence[bytes]) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """The left part has as many leaves as the largest power of two that is less than all."""
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return leaves[:split], leaves[split:]


# --- their checks -----------------------------------------------------------------------------------------------------


def verify_inclusion(leaf: bytes, index: int, proof: Sequence[bytes], head: TreeHead, hashed: Hash) -> bool:
    """Whether the leaf's hash stands at `index` in the tree (§2.1.3.2)."""
    if not 0 <= index < head.size:
        return False
    at, last, found = index, head.size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found, hashed)
            at, last = _up_to_left(at, last)
        else:
            found = node_hash(found, sibling, hashed)
        at, last = at >> 1, last >> 1
    return last == 0 and found == head.root


def verify_consistency(old: TreeHead, head: TreeHead, proof: Sequence[bytes], hashed: Hash) -> bool:
    """Whether the tree begins with the old one (§2.1.4.2); the empty tree is the beginning of every tree."""
    if not 0 <= old.size <= head.size:
        return False
    if old.size == 0:
        return not proof and old.root == hashed(b"")
    if old.size == head.size:
        return not proof and old.root == head.root
    # A complete subtree that is the whole old tree is not repeated in the proof.
    path = list(proof) if old.size & (old.size - 1) else [old.root, *proof]
    if not path:
        return False
    at, last = old.size - 1, head.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(sibling, before, hashed), node_hash(sibling, after, hashed)
            at, last = _up_to_left(at, last)
        else:
            after = node_hash(after, sibling, hashed)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old.root and after == head.root


def _up_to_left(at: int, last: int) -> tuple[int, int]:
    """Up the right edge, as far as there are no right siblings."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
