"""Signed notes and checkpoints: the published example, every line changed, strangers' keys."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policyengine.audit.checkpoint import Checkpoint, read_checkpoint
from policyengine.audit.digests import Algorithm
from policyengine.audit.errors import ForgedError
from policyengine.audit.merkle import TreeHead
from policyengine.audit.signatures import SigningKey, read_note, read_verifier_key, sign_note

# The example of the package golang.org/x/mod/sumdb/note, which C2SP's signed-note describes.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PUBLISHED_NOTE = (
    f"{PUBLISHED_TEXT}\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

KEY = SigningKey("quzhou/7f3a", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = SigningKey("quzhou/7f3a", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
HEAD = TreeHead(17, bytes(range(32)))
NOTE = Checkpoint("quzhou/7f3a", HEAD).signed(KEY)


def test_the_published_note_is_signed_by_the_published_key() -> None:
    key = read_verifier_key(PUBLISHED_KEY)
    assert str(key) == PUBLISHED_KEY
    assert read_note(PUBLISHED_NOTE, key) == PUBLISHED_TEXT


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    assert read_checkpoint(NOTE, KEY.verifier) == Checkpoint("quzhou/7f3a", HEAD)
    assert NOTE.startswith("quzhou/7f3a\n17\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— quzhou/7f3a ")
    national = Checkpoint("quzhou/7f3a", HEAD, Algorithm.SM3)
    assert read_checkpoint(national.signed(KEY), KEY.verifier) == national


def test_any_changed_byte_is_found() -> None:
    data = NOTE.encode()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(ForgedError):
            read_checkpoint(changed.decode("utf-8", "surrogateescape"), KEY.verifier)


def test_another_key_of_the_same_name_is_another_key() -> None:
    with pytest.raises(ForgedError, match="not signed by"):
        read_checkpoint(NOTE, OTHER.verifier)


def test_further_signatures_do_not_matter() -> None:
    _, _, witness = sign_note(Checkpoint("quzhou/7f3a", HEAD).text(), OTHER).rpartition("\n\n")
    assert read_checkpoint(NOTE + witness, KEY.verifier) == read_checkpoint(NOTE + witness, OTHER.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "quzhou/7f3a\n17\n",
        "quzhou/7f3a\n017\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "quzhou/7f3a\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        f"quzhou/7f3a\n{'9' * 5000}\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "quzhou/7f3a\n17\nAAEC\n",
        "quzhou/7f3a\n17\n***\n",
        "quzhou/7f3a\n17\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nmd5\n",
        "\n17\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint(text: str) -> None:
    with pytest.raises(ForgedError):
        read_checkpoint(sign_note(text, KEY), KEY.verifier)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n— quzhou/7f3a\n",
        "text\n\n— quzhou/7f3a ****\n",
        "text\n\n— quzhou/7f3a AAAA",
        f"text\n\n— quzhou/7f3a {base64.b64encode(KEY.verifier.hash).decode()}\n",
        "x" * 20_000 + "\n\n— a AAAA\n",
    ],
)
def test_what_is_no_signed_note(note: str) -> None:
    with pytest.raises(ForgedError):
        read_note(note, KEY.verifier)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "quzhou",
        "quzhou/7f3a++",
        str(KEY.verifier)[:-4],
        str(KEY.verifier).replace("quzhou", "ningbo"),
        f"two words{str(KEY.verifier).removeprefix(KEY.name)}",
    ],
)
def test_what_is_no_public_key(written: str) -> None:
    with pytest.raises(ForgedError):
        read_verifier_key(written)
