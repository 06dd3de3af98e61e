"""The tree of RFC 9162: the known roots of the reference tree, the RFC's example of seven leaves, and laws."""

import hashlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.audit.merkle import (
    TreeHead,
    consistency_proof,
    extended,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_of_peaks,
    verify_consistency,
    verify_inclusion,
)

Hash = Callable[[bytes], bytes]


def sha256(data: bytes) -> bytes:
    """The hash of Certificate Transparency."""
    return hashlib.sha256(data).digest()


def sha512(data: bytes) -> bytes:
    """A hash of another length."""
    return hashlib.sha512(data).digest()


REFERENCE_LEAVES = (
    *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
    "606162636465666768696a6b6c6d6e6f",
)
"""The data that implementations of RFC 6962 are tested with."""

REFERENCE_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

LEAVES = [leaf_hash(bytes.fromhex(data), sha256) for data in REFERENCE_LEAVES]

trees = st.lists(st.binary(max_size=3), min_size=1, max_size=70, unique=True).map(
    lambda data: [leaf_hash(each, sha256) for each in data]
)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_tree(size: int) -> None:
    assert root(LEAVES[:size], sha256).hex() == REFERENCE_ROOTS[size]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of §2.1.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    split = max(power for power in (2**n for n in range(8)) if power < len(leaves))
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]), sha256)


def test_the_proofs_of_the_example_of_seven_leaves() -> None:
    # RFC 9162 §2.1.5, by the names of its figures.
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = node_hash(a, b, sha256), node_hash(c, d, sha256), node_hash(e, f, sha256)
    k, left = node_hash(i, j, sha256), node_hash(g, h, sha256)
    seven = LEAVES[:7]
    assert inclusion_proof(seven, 0, sha256) == (b, h, k)
    assert inclusion_proof(seven, 3, sha256) == (c, g, k)
    assert inclusion_proof(seven, 4, sha256) == (f, j, left)
    assert inclusion_proof(seven, 6, sha256) == (i, left)
    assert consistency_proof(seven, 3, sha256) == (c, d, g, k)
    assert consistency_proof(seven, 4, sha256) == (k,)
    assert consistency_proof(seven, 6, sha256) == (i, j, left)
    assert consistency_proof(seven, 7, sha256) == consistency_proof(seven, 0, sha256) == ()


@given(trees)
def test_peaks_and_definition_give_the_same_root(leaves: list[bytes]) -> None:
    assert root(leaves, sha256) == by_definition(leaves)
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = extended(peaks, size, leaf, sha256)
        assert len(peaks) == (size + 1).bit_count()
    assert root_of_peaks(peaks, sha256) == root(leaves, sha256)


@given(trees, st.data())
def test_a_leaf_is_proved_where_it_stands_and_nowhere_else(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, head = inclusion_proof(leaves, index, sha256), head_of(leaves)
    assert verify_inclusion(leaves[index], index, proof, head, sha256)
    assert not verify_inclusion(sha256(b"another"), index, proof, head, sha256)
    assert not verify_inclusion(leaves[index], index, proof, TreeHead(head.size, sha256(b"another")), sha256)
    assert not verify_inclusion(leaves[index], index, (*proof, head.root), head, sha256)
    elsewhere = data.draw(st.integers(-1, len(leaves)).filter(lambda at: at != index))
    assert not verify_inclusion(leaves[index], elsewhere, proof, head, sha256)
    for at in range(len(proof)):
        assert not verify_inclusion(leaves[index], index, _without(proof, at), head, sha256)
        assert not verify_inclusion(leaves[index], index, _altered(proof, at), head, sha256)


@given(trees, st.data())
def test_a_tree_is_proved_to_begin_with_its_past_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(leaves)))
    proof = consistency_proof(leaves, size, sha256)
    old, head = head_of(leaves[:size]), head_of(leaves)
    assert verify_consistency(old, head, proof, sha256)
    assert not verify_consistency(TreeHead(size, sha256(b"another")), head, proof, sha256)
    assert not verify_consistency(old, head, (*proof, head.root), sha256)
    assert not verify_consistency(TreeHead(len(leaves) + 1, old.root), head, proof, sha256)
    assert not verify_consistency(TreeHead(-1, old.root), head, proof, sha256)
    if size:
        assert not verify_consistency(old, TreeHead(len(leaves), sha256(b"another")), proof, sha256)
    for at in range(len(proof)):
        assert not verify_consistency(old, head, _without(proof, at), sha256)
        assert not verify_consistency(old, head, _altered(proof, at), sha256)


@given(trees, st.data())
def test_a_changed_past_is_no_beginning(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, size - 1))
    forked = [sha256(b"forged") if at == changed else leaf for at, leaf in enumerate(leaves)]
    proof = consistency_proof(forked, size, sha256)
    assert not verify_consistency(head_of(leaves[:size]), head_of(forked), proof, sha256)


def test_an_inner_node_is_no_leaf() -> None:
    one, two = LEAVES[:2]
    assert root([leaf_hash(one + two, sha256)], sha256) != root([one, two], sha256)
    pair = root([one, two], sha256)
    assert not verify_inclusion(one, 0, (two,), TreeHead(1, pair), sha256)
    assert not verify_inclusion(one, 0, (two,), TreeHead(4, pair), sha256)


def test_another_hash_function_makes_another_tree() -> None:
    leaves = [leaf_hash(bytes([n]), sha512) for n in range(5)]
    head, proof = TreeHead(5, root(leaves, sha512)), inclusion_proof(leaves, 2, sha512)
    assert len(head.root) == 64
    assert verify_inclusion(leaves[2], 2, proof, head, sha512)
    assert not verify_inclusion(leaves[2], 2, proof, head, sha256)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(LEAVES[:3], index, sha256)


@pytest.mark.parametrize("size", [-1, 4])
def test_there_is_no_proof_of_a_past_that_was_not(size: int) -> None:
    with pytest.raises(ValueError, match="no first"):
        consistency_proof(LEAVES[:3], size, sha256)


@pytest.mark.parametrize(("older", "newer"), list(pairwise(range(1, 9))))
def test_an_absent_proof_proves_nothing(older: int, newer: int) -> None:
    assert not verify_consistency(head_of(LEAVES[:older]), head_of(LEAVES[:newer]), (), sha256)


def head_of(leaves: list[bytes]) -> TreeHead:
    """The tree in short."""
    return TreeHead(len(leaves), root(leaves, sha256))


def _without(proof: tuple[bytes, ...], at: int) -> tuple[bytes, ...]:
    return proof[:at] + proof[at + 1 :]


def _altered(proof: tuple[bytes, ...], at: int) -> tuple[bytes, ...]:
    return (*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :])
