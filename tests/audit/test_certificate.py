"""Certificates: what holds is accepted with nothing else at hand, and whatever was changed is refused."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rfc8785
from securesystemslib.dsse import Envelope as DsseEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from policyengine.audit.checker.derive import derive
from policyengine.audit.checker.envelope import MOST_BYTES, MOST_PARTS, pre_authentication
from policyengine.audit.checker.errors import RefusedCertificateError, UnreadableCertificateError
from policyengine.audit.checker.scene import MOST_STEPS, Budget
from policyengine.audit.checker.verify import verify
from policyengine.audit.errors import AuditError
from policyengine.audit.home import Opened
from policyengine.audit.rulings import Office, rule_on, rulings, withdraw
from policyengine.audit.signatures import SigningKey
from policyengine.language.statuses import Status
from policyengine.reading.errors import WrongUsageError
from tests.audit.certified import STRANGER, asked_rule, case_of, certified, home_of, verdict

REFUSALS = (RefusedCertificateError, UnreadableCertificateError)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return home_of(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def good(home: Opened) -> bytes:
    return certified(home, asked_rule())


def key_of(home: Opened) -> SigningKey:
    key = home.signing_key()
    assert key is not None
    return key


def payload_of(certificate: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(json.loads(certificate)["payload"]))
    return found


def resealed(payload: bytes, key: SigningKey) -> bytes:
    """Any bytes in an envelope, rightly signed."""
    signature = {
        "keyid": str(key.verifier),
        "sig": base64.b64encode(key.private.sign(pre_authentication(payload))).decode(),
    }
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": "application/vnd.in-toto+json",
        "signatures": [signature],
    }
    return rfc8785.dumps(envelope)


# --- what holds -------------------------------------------------------------------------------------------------------


def test_a_certificate_holds_by_itself(home: Opened, good: bytes) -> None:
    checked = verify(good, home.ledger.about.public_key)
    assert (checked.trusted, checked.signer) == (True, home.ledger.about.public_key)
    assert checked.predicate.verdict.model_dump(mode="json") == verdict(case_of(asked_rule())).model_dump(mode="json")
    assert [tally.model_dump(mode="json") for tally in checked.predicate.derivation.members or ()] == [
        {"count": 2, "member": "yes", "satisfied": "yes", "lo": None, "hi": None},
        {"count": 1, "member": "yes", "satisfied": "unknown", "lo": None, "hi": None},
        {"count": 1, "member": "yes", "satisfied": "no", "lo": None, "hi": None},
        {"count": 1, "member": "unknown", "satisfied": "no", "lo": None, "hi": None},
    ]
    assert str(checked.predicate.derivation.lo) == "total=Fraction(2, 1) population=5"
    assert not verify(good).trusted


def test_others_read_the_envelope(home: Opened, good: bytes) -> None:
    """The implementation of DSSE that TUF and in-toto use takes the signature for what it is."""
    key = home.ledger.about.public_key
    theirs = SSlibKey(str(key), "ed25519", "ed25519", {"public": key.public.hex()})
    envelope = DsseEnvelope.from_dict(json.loads(good))
    assert list(envelope.verify([theirs], 1)) == [str(key)]
    envelope.payload += b" "
    with pytest.raises(VerificationError):
        envelope.verify([theirs], 1)


def test_checking_loads_no_engine() -> None:
    code = (
        "import sys, policyengine.audit.checker.verify; print(*(one for one in sys.modules if 'policyengine.' in one))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    stages = {name.split(".")[1] for name in loaded}
    assert stages == {"audit", "reading", "semantics"}
    assert "policyengine.audit.checker.derive" in loaded


def test_rulings_are_shown_with_the_verdict_and_change_nothing_of_it(tmp_path: Path) -> None:
    home, asked = home_of(tmp_path), asked_rule()
    run = verify(certified(home, asked)).predicate.proof.number
    said = verdict(case_of(asked))
    office = Office("市民政局", "行政复议决定书〔2019〕3号", date(2019, 3, 1), "审计科")
    first, second = (rule_on(home, run, said, said.subject, office, decides=None) for _ in range(2))
    ended = withdraw(home, first.number, office)
    assert rulings(home.ledger, run) == (ended, second)
    checked = verify(certified(home, asked, *rulings(home.ledger, run), run=run))
    assert [each.record for each in checked.predicate.rulings] == [first.record, second.record, ended.withdrawn]
    assert checked.predicate.verdict.status == said.status == "pending"
    with pytest.raises(WrongUsageError, match="ruling 4 has been withdrawn already, by record 6"):
        withdraw(home, first.number, office)
    with pytest.raises(WrongUsageError, match="record 1 is no ruling"):
        withdraw(home, 1, office)
    with pytest.raises(WrongUsageError, match="the verdict is `pending`, not `unknown`"):
        rule_on(home, run, said, said.subject, office, decides=Status.COMPLIANT)
    with pytest.raises(WrongUsageError, match="`office` is empty"):
        rule_on(home, run, said, said.subject, Office("", "…", date(2019, 3, 1)), decides=None)


def test_a_ruling_on_another_verdict_is_refused(tmp_path: Path) -> None:
    home, asked = home_of(tmp_path), asked_rule()
    run = verify(certified(home, asked)).predicate.proof.number
    other = verdict(case_of(asked)).model_copy(update={"subject": "2"})
    ruling = rule_on(home, run, other, other.subject, Office("市民政局", "…", date(2019, 3, 1)), decides=None)
    with pytest.raises(RefusedCertificateError, match="a ruling is about another verdict"):
        verify(certified(home, asked, ruling, run=run))
    ended = withdraw(home, ruling.number, Office("市民政局", "…", date(2019, 4, 1)))
    payload = payload_of(certified(home, asked, ended, run=run))
    payload["predicate"]["rulings"] = payload["predicate"]["rulings"][1:]
    with pytest.raises(RefusedCertificateError, match="what is withdrawn is not a ruling of this certificate"):
        verify(resealed(rfc8785.dumps(payload), key_of(home)))


def test_without_the_ledgers_key_none_is_made(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    auditor = Opened(home.ledger, home.archive, None)
    with pytest.raises(AuditError, match="the key that signs for the ledger is not here"):
        certified(auditor, asked_rule(), run=1)


# --- what does not ----------------------------------------------------------------------------------------------------


def leaves(node: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Each value of a JSON document with other values that it might be changed to."""
    match node:
        case dict():
            for name, part in node.items():
                yield from leaves(part, (*at, name))
        case list():
            for n, part in enumerate(node):
                yield from leaves(part, (*at, n))
            if node:
                yield at, node[1:]
        case bool():
            yield at, not node
        case int():
            yield at, node + 1
        case None:
            yield at, "1"
        case str():
            yield at, _other(node)


def _other(text: str) -> str:
    """Another value of the same form."""
    for one, two in (("yes", "no"), ("no", "yes"), ("true", "false"), ("false", "true")):
        if text == one:
            return two
    if text[-1:].isdigit():
        return text[:-1] + str((int(text[-1]) + 1) % 10)
    return text[:-1] + ("a" if text[-1:] != "a" else "b") if text else "x"


def changed(document: Any, at: tuple[str | int, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(document))
    node = copy
    for step in at[:-1]:
        node = node[step]
    node[at[-1]] = value
    return copy


def test_whoever_has_the_key_can_change_no_value_outside_the_material(home: Opened, good: bytes) -> None:
    payload, key = payload_of(good), key_of(home)
    for at, value in leaves(payload):
        if at[:2] == ("predicate", "material"):
            continue
        with pytest.raises(REFUSALS):
            verify(resealed(rfc8785.dumps(changed(payload, at, value)), key))


def test_what_changes_in_the_material_unnoticed_changes_nothing_that_is_derived(home: Opened, good: bytes) -> None:
    payload, key = payload_of(good), key_of(home)
    derived = derive(verify(good).predicate.material)
    noticed = 0
    for at, value in leaves(payload["predicate"]["material"], ("predicate", "material")):
        try:
            checked = verify(resealed(rfc8785.dumps(changed(payload, at, value)), key))
        except REFUSALS:
            noticed += 1
        else:
            assert derive(checked.predicate.material) == derived
    assert noticed > 60


MATERIAL = ("predicate", "material")
CLUBS = (*MATERIAL, "subject", "children", "clubs")
RATIO = (*MATERIAL, "rule", "requirement")
DECISIVE = {
    "a target": ((*RATIO, "comparisons", 0, "operand", "value"), "0"),
    "a comparator": ((*RATIO, "comparisons", 0, "comparator"), "at_most"),
    "what is asked": ((*RATIO, "measure", "satisfying", "comparison", "comparator"), "not"),
    "the population": ((*RATIO, "measure", "population", "where", "comparison", "operand", "value"), "6"),
    "how many there are": ((*CLUBS, 0, "count"), 3),
    "a cell": ((*CLUBS, 0, "cells", "open"), "false"),
    "an unknown cell": ((*CLUBS, 1, "cells", "open"), "true"),
    "a group left out": (CLUBS, []),
    "rows of unknown parent": ((*MATERIAL, "unplaced", "clubs"), []),
    "modality": ((*MATERIAL, "rule", "modality"), "should"),
    "the due date": ((*MATERIAL, "rule", "due", "on"), "2018-12-30"),
    "the day": ((*MATERIAL, "as_of"), "2019-01-31"),
    "the period": ((*MATERIAL, "plan", "period_from"), "2019-01-01"),
    "the place": ((*MATERIAL, "subject", "place"), "2"),
    "completeness": ((*MATERIAL, "entities", "club", "complete"), False),
    "the policy": ((*MATERIAL, "plan", "policy_sha256"), "0" * 64),
    "a waiver": (
        (*MATERIAL, "waiver"),
        {"owner": "市民政局", "reason": "试点", "from": "2018-01-01", "until": "2018-12-31"},
    ),
    "a citation": ((*MATERIAL, "rule", "citations"), [{"section": "一", "quote": "应当开放"}]),
    "a subject of another id": ((*MATERIAL, "subject", "origin", "id"), "2"),
    "a field's type": ((*MATERIAL, "entities", "club", "fields", "members", "type"), "text"),
    "no such field": ((*MATERIAL, "entities", "club", "fields"), {}),
    "a row without a cell": ((*CLUBS, 0, "cells"), {}),
}


@pytest.mark.parametrize(("at", "value"), DECISIVE.values(), ids=DECISIVE)
def test_what_decides_cannot_be_changed(home: Opened, good: bytes, at: tuple[str | int, ...], value: object) -> None:
    payload = changed(payload_of(good), at, value)
    with pytest.raises(REFUSALS):
        verify(resealed(rfc8785.dumps(payload), key_of(home)))


def test_every_byte_counts(good: bytes) -> None:
    random = Random(6)  # noqa: S311 - no secret
    for place in random.sample(range(len(good) - 1), 150):
        flipped = bytearray(good)
        flipped[place] ^= 1 << random.randrange(7)
        with pytest.raises(REFUSALS):
            verify(bytes(flipped))


def test_a_strangers_certificate_says_whose_it_is(tmp_path: Path, home: Opened) -> None:
    """A stranger can certify what he likes on a ledger of his own: only the key tells him from the office."""
    forged = certified(home_of(tmp_path), asked_rule())
    assert not verify(forged).trusted
    with pytest.raises(RefusedCertificateError, match="it is not signed by `quzhou/7f3a`: the key that it names is"):
        verify(forged, home.ledger.about.public_key)


Change = Callable[[dict[str, Any]], None]


def other_proof(payload: dict[str, Any]) -> None:
    payload["predicate"]["proof"]["number"] = 1


def other_type(payload: dict[str, Any]) -> None:
    payload["predicateType"] = "https://slsa.dev/provenance/v1"


def other_type_of_statement(payload: dict[str, Any]) -> None:
    payload["_type"] = "https://in-toto.io/Statement/v0.1"


def other_checkpoint(payload: dict[str, Any]) -> None:
    payload["predicate"]["checkpoint"] = payload["predicate"]["checkpoint"].replace("\n3\n", "\n4\n")


def other_run(payload: dict[str, Any]) -> None:
    payload["predicate"]["record"]["note"] = "…"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_proof, "record 1 is not in the ledger of the checkpoint"),
        (other_type, "`https://slsa.dev/provenance/v1` is not a kind of certificate that is known here"),
        (other_type_of_statement, "within the certificate: statement: its content is not as expected"),
        (other_checkpoint, "checkpoint: signed note: the signature of `quzhou/7f3a` does not fit"),
        (other_run, "record 2 is not in the ledger of the checkpoint"),
    ],
)
def test_what_is_rightly_signed_and_yet_wrong(home: Opened, good: bytes, change: Change, said: str) -> None:
    payload = payload_of(good)
    change(payload)
    with pytest.raises(REFUSALS, match=said):
        verify(resealed(rfc8785.dumps(payload), key_of(home)))


def deep(_good: bytes) -> bytes:
    return b"[" * 200_000


def twice(good: bytes) -> bytes:
    return good.replace(b'{"payload":', b'{"payload":"","payload":', 1)


def unsigned(good: bytes) -> bytes:
    return rfc8785.dumps(json.loads(good) | {"signatures": []})


def signed_twice(good: bytes) -> bytes:
    envelope = json.loads(good)
    return rfc8785.dumps(envelope | {"signatures": envelope["signatures"] * 2})


def of_another(good: bytes) -> bytes:
    envelope = json.loads(good)
    envelope["signatures"][0]["keyid"] = str(STRANGER.verifier)
    return rfc8785.dumps(envelope)


def nameless(good: bytes) -> bytes:
    envelope = json.loads(good)
    envelope["signatures"][0]["keyid"] = "7f3a"
    return rfc8785.dumps(envelope)


def other_payload_type(good: bytes) -> bytes:
    return good.replace(b"application/vnd.in-toto+json", b"application/json")


def huge(_good: bytes) -> bytes:
    return b" " * (MOST_BYTES + 1)


def huge_number(_good: bytes) -> bytes:
    return b'{"payload":' + b"9" * 1_000_000 + b"}"


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (deep, "it is no certificate"),
        (twice, "it is not canonical JSON"),
        (unsigned, "one signature is expected, there are 0"),
        (signed_twice, "one signature is expected, there are 2"),
        (of_another, "the signature does not fit"),
        (nameless, "the signature does not name a public key"),
        (other_payload_type, "payloadType"),
        (huge, "the file has more than"),
        (huge_number, "it is no certificate"),
        (lambda _good: b"", "it is no certificate"),
        (lambda _good: b"\xff\xfe", "it is no certificate"),
        (lambda good: good + good, "it is no certificate"),
    ],
)
def test_what_is_no_certificate(good: bytes, attack: Callable[[bytes], bytes], said: str) -> None:
    with pytest.raises(REFUSALS, match=said):
        verify(attack(good))


@pytest.mark.parametrize("raw", [b"[" * 200_000, b"1e400", b'{"_type":1}', b"9" * 1_000_000, b"NaN", b'"\\ud800"'])
def test_a_payload_that_is_no_statement(home: Opened, raw: bytes) -> None:
    with pytest.raises(UnreadableCertificateError, match="within the certificate: statement"):
        verify(resealed(raw, key_of(home)))


def test_a_small_file_that_would_fill_memory_or_time_is_not_read(home: Opened, good: bytes) -> None:
    steps = {"kind": "target", "name": "x", "type": "number", "steps": [{}] * MOST_PARTS}
    at = ("predicate", "material", "rule", "requirement", "comparisons", 0, "operand")
    with pytest.raises(UnreadableCertificateError, match="has more than 400000 parts"):
        verify(resealed(rfc8785.dumps(changed(payload_of(good), at, steps)), key_of(home)))
    budget = Budget()
    budget.spend(MOST_STEPS)
    with pytest.raises(UnreadableCertificateError, match="too large to check"):
        budget.spend()
