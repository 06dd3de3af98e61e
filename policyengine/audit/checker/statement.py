"""What a certificate states: an in-toto Statement, version 1, about one verdict of one recorded run."""

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from policyengine.audit.canonical import canonical
from policyengine.audit.checker.derive import Derivation
from policyengine.audit.checker.material import Material, StatedVerdict
from policyengine.audit.checker.scalars import Data, Digest, Whole, Words
from policyengine.audit.record import FactsManifest, RunRecord
from policyengine.audit.ruling_record import RulingRecord, WithdrawalRecord

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:policyengine-rules:verdict-certificate:1"

ProofNode = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MOST_PROOF = 64


class DigestSet(Data):
    """Digests by algorithm, as in-toto writes them."""

    sha256: Digest


class Described(Data):
    """What a statement is about, known by its digest."""

    name: Words
    digest: DigestSet


class Proof(Data):
    """That a record, numbered from 1, is in the tree of the checkpoint: the siblings on the way to its root."""

    number: Annotated[Whole, Field(ge=1)]
    path: Annotated[tuple[ProofNode, ...], Field(max_length=MOST_PROOF)]


class RecordedRuling(Data):
    """A ruling on the verdict, which changes nothing of it, or its withdrawal; and the proof that it is recorded."""

    record: RulingRecord | WithdrawalRecord = Field(discriminator="kind")
    proof: Proof


class DerivedReading(Data):
    """The verdict under another reading of the text, and what it is derived from."""

    material: Material
    verdict: StatedVerdict


class OtherReading(Data):
    """Another reading that the policy gives of the rule's text: its name, and the note on how the text is read.

    `derived` is not there where the rows that the reading asks for are not told: they are personal, or too many.
    """

    name: Words
    note: Words | None = None
    derived: DerivedReading | None = None


MOST_READINGS = 32


class Predicate(Data):
    """One verdict: what it is derived from, how, and the record of the run that gave it.

    `facts` is the manifest that the record names, and says which tables are complete. `checkpoint` is the ledger's
    signed note; `rulings` are those recorded by then. `readings` are all other readings of the rule.
    """

    verdict: StatedVerdict
    derivation: Derivation
    material: Material
    record: RunRecord
    facts: FactsManifest
    proof: Proof
    checkpoint: Annotated[str, Field(max_length=20_000)]
    rulings: tuple[RecordedRuling, ...] = ()
    readings: Annotated[tuple[OtherReading, ...], Field(max_length=MOST_READINGS)] = ()


class Statement(Data):
    """The statement; its subject is the verdict, by the digest of its canonical JSON."""

    type: Annotated[Literal["https://in-toto.io/Statement/v1"], Field(alias="_type")]
    subject: tuple[Described, ...]
    predicate_type: Annotated[str, Field(alias="predicateType", max_length=200)]
    predicate: Predicate


def subjects_of(predicate: Predicate) -> tuple[Described, ...]:
    """What a statement with this predicate is about."""
    verdict = predicate.verdict
    name = f"{verdict.policy}/{verdict.rule}/{verdict.subject_kind}:{verdict.subject}"
    return (Described(name=name, digest=DigestSet(sha256=hashlib.sha256(canonical(verdict)).hexdigest())),)
