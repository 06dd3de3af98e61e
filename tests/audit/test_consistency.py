"""A later checkpoint is proved to follow an earlier one, and nothing else is."""

import base64

import pytest

from policyengine.audit.checkpoint import Checkpoint
from policyengine.audit.consistency import verify_extension, write_extension
from policyengine.audit.digests import Algorithm, hash_of
from policyengine.audit.errors import ForgedError
from policyengine.audit.merkle import Hash, TreeHead, leaf_hash, root
from policyengine.audit.signatures import SigningKey
from tests.audit.test_signatures import KEY, OTHER

SHA256 = hash_of(Algorithm.SHA256)
PUBLIC = KEY.verifier


def leaves(count: int, hashed: Hash = SHA256, *, past: str = "ours") -> list[bytes]:
    return [leaf_hash(f"{past} {n}".encode(), hashed) for n in range(count)]


def note(of: list[bytes], key: SigningKey = KEY, algorithm: Algorithm = Algorithm.SHA256) -> str:
    return Checkpoint("quzhou/7f3a", TreeHead(len(of), root(of, hash_of(algorithm))), algorithm).signed(key)


@pytest.mark.parametrize("later", range(10))
def test_every_checkpoint_is_proved_to_follow_every_earlier_one(later: int) -> None:
    for earlier in range(later + 1):
        held, now = note(leaves(earlier)), note(leaves(later))
        # Records that came after the checkpoint do no harm.
        written = write_extension(leaves(later + 2), now, held, PUBLIC)
        old, new = verify_extension(written, held, PUBLIC)
        assert (old.head.size, new.head.size) == (earlier, later)
        assert written.startswith(f"old {earlier}\n")
        assert written.endswith(f"\n\n{now}")


def test_the_national_hash_is_proved_alike() -> None:
    hashed = hash_of(Algorithm.SM3)
    held = note(leaves(3, hashed), algorithm=Algorithm.SM3)
    now = note(leaves(7, hashed), algorithm=Algorithm.SM3)
    verify_extension(write_extension(leaves(7, hashed), now, held, PUBLIC), held, PUBLIC)


def test_any_changed_byte_is_refused() -> None:
    held = note(leaves(3))
    data = write_extension(leaves(7), note(leaves(7)), held, PUBLIC).encode()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(ForgedError):
            verify_extension(changed.decode("utf-8", "surrogateescape"), held, PUBLIC)


def test_another_past_is_a_fork() -> None:
    held, forked = note(leaves(3)), leaves(7, past="theirs")
    with pytest.raises(ForgedError, match="a fork"):
        write_extension(forked, note(forked), held, PUBLIC)
    proof = write_extension(forked, note(forked), note(forked[:3]), PUBLIC)
    with pytest.raises(ForgedError, match="a fork"):
        verify_extension(proof, held, PUBLIC)


def test_leaves_that_are_not_the_tree_prove_nothing() -> None:
    for there in (leaves(2), leaves(6), leaves(7, past="theirs")):
        with pytest.raises(ForgedError, match="a fork"):
            write_extension(there, note(leaves(7)), note(leaves(3)), PUBLIC)


def test_a_shorter_ledger_was_cut() -> None:
    with pytest.raises(ForgedError, match="7 records, the ledger only 3: it has been cut short"):
        write_extension(leaves(3), note(leaves(3)), note(leaves(7)), PUBLIC)


def test_a_proof_for_another_checkpoint_is_none() -> None:
    written = write_extension(leaves(7), note(leaves(7)), note(leaves(3)), PUBLIC)
    with pytest.raises(ForgedError, match="a checkpoint of 3 records, the one that you hold has 4"):
        verify_extension(written, note(leaves(4)), PUBLIC)


def test_another_key_or_ledger_is_refused() -> None:
    held, now = note(leaves(3)), note(leaves(7))
    written = write_extension(leaves(7), now, held, PUBLIC)
    with pytest.raises(ForgedError, match="not signed by"):
        verify_extension(written, held, OTHER.verifier)
    with pytest.raises(ForgedError, match="not signed by"):
        verify_extension(written, note(leaves(3), OTHER), PUBLIC)
    elsewhere = Checkpoint("ningbo/1", TreeHead(3, root(leaves(3), SHA256))).signed(KEY)
    with pytest.raises(ForgedError, match="another ledger, `ningbo/1`"):
        verify_extension(written, elsewhere, PUBLIC)


@pytest.mark.parametrize(
    "written", ["", "old 3", "old 3\n\n", "old 03\n\nx", "old 3\n!\n\nx", "old 3\n" + "A" * 40_000]
)
def test_what_is_no_proof_is_refused(written: str) -> None:
    with pytest.raises(ForgedError):
        verify_extension(written, note(leaves(3)), PUBLIC)


def test_a_proof_without_end_is_not_read_to_its_end() -> None:
    held = note(leaves(3))
    hashes = f"{base64.b64encode(bytes(32)).decode()}\n" * 100
    endless = f"old 3\n{hashes}\n{note(leaves(7))}"
    with pytest.raises(ForgedError):
        verify_extension(endless, held, PUBLIC)
