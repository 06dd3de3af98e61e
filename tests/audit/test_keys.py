"""Secrets: who may read them, what is refused, what destroying leaves."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from policyengine.audit.errors import AuditError
from policyengine.audit.keys import SIGNING_KEY, Secrets

# The example of RFC 8410 §10.3.
PUBLISHED_PEM = """\
-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
"""

RUN = "00112233445566778899aabbccddeeff"


def test_a_new_key_is_its_owners_alone(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path / "secrets")
    assert secrets.signing("quzhou") is None
    made = secrets.make()
    found = secrets.signing("quzhou")
    assert found is not None
    assert found.private.private_bytes_raw() == made.private_bytes_raw()
    assert stat.S_IMODE((tmp_path / "secrets" / SIGNING_KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path)
    made = secrets.make()
    with pytest.raises(AuditError, match="never overwritten"):
        secrets.make()
    found = secrets.signing("quzhou")
    assert found is not None
    assert found.private.private_bytes_raw() == made.private_bytes_raw()


def test_a_key_of_ones_own_is_taken(tmp_path: Path) -> None:
    pem = tmp_path / "given.pem"
    pem.write_text(PUBLISHED_PEM, "ascii")
    secrets = Secrets(tmp_path / "secrets")
    made = secrets.make(pem)
    assert stat.S_IMODE((tmp_path / "secrets" / SIGNING_KEY).stat().st_mode) == 0o600
    found = secrets.signing("quzhou")
    assert found is not None
    assert found.private.private_bytes_raw() == made.private_bytes_raw()
    assert found.verifier.public.hex() == "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"


def test_keys_of_other_kinds_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "ec.pem"
    other.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    text = tmp_path / "text.pem"
    text.write_text("no key", "utf-8")
    for path in (other, text):
        with pytest.raises(AuditError, match="no private Ed25519 key"):
            Secrets(tmp_path / "secrets").make(path)
    with pytest.raises(AuditError, match="No such file"):
        Secrets(tmp_path / "secrets").make(tmp_path / "absent.pem")
    assert not (tmp_path / "secrets").exists()


def test_a_run_key_is_there_until_it_is_destroyed(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path)
    assert secrets.get(RUN) is None
    secrets.keep(RUN, bytes(range(32)))
    assert secrets.get(RUN) == bytes(range(32))
    assert stat.S_IMODE((tmp_path / "runs" / RUN).stat().st_mode) == 0o600
    assert secrets.destroy(RUN)
    assert secrets.get(RUN) is None
    assert not secrets.destroy(RUN)


def test_an_id_leads_nowhere_else(tmp_path: Path) -> None:
    for key_id in ("../signing.pem", "", "/etc/passwd", RUN.upper()):
        with pytest.raises(ValueError, match="no key's id"):
            Secrets(tmp_path).get(key_id)
