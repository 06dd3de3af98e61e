"""A verdict's certificate: what it is derived from, that its run is on record, and the ledger's signature over both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.certificates.material import PersonalDataError, material_of
from policyengine.audit.checker.derive import derive
from policyengine.audit.checker.envelope import MOST_BYTES, MOST_PARTS, parts_of, sealed
from policyengine.audit.checker.material import StatedVerdict
from policyengine.audit.checker.statement import (
    PREDICATE_TYPE,
    STATEMENT_TYPE,
    DerivedReading,
    OtherReading,
    Predicate,
    Proof,
    RecordedRuling,
    Statement,
    subjects_of,
)
from policyengine.audit.checkpoint import read_checkpoint
from policyengine.audit.errors import AuditError
from policyengine.audit.home import Opened
from policyengine.audit.merkle import inclusion_proof
from policyengine.audit.named import run_of
from policyengine.audit.record import FactsManifest
from policyengine.audit.rulings import Ruling
from policyengine.audit.signatures import SigningKey
from policyengine.plan.planned import PlannedRule
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """A verdict on record: the number of its run, what it was derived from, what it says, and the rulings on it.

    `alternatives` are the other readings of the rule.
    """

    run: int
    case: Case
    rule: PlannedRule
    verdict: Verdict
    rulings: Sequence[Ruling] = ()
    alternatives: Sequence[PlannedRule] = ()


def certificate(home: Opened, asked: Asked, *, unmask: bool = False) -> bytes:
    """The certificate of a verdict on record, signed with the ledger's key; it ends with a line break.

    Raises `AuditError` where that key is not here, where the verdict is not what its facts lead to, and where its rows
    fall into more groups than a certificate holds; `PersonalDataError` where it would tell what is personal.
    """
    key = _key(home)
    material = material_of(asked.case, asked.rule, asked.verdict.subject, unmask=unmask)
    derivation, follows = derive(material)
    verdict = StatedVerdict.model_validate(asked.verdict.model_dump(mode="json"))
    if verdict != follows:
        raise AuditError(
            Text("记录的结论并非由记录的事实得出", "the verdict on record is not what the facts on record lead to"),
            Text("请用 `replay` 查明差异。", "`replay` tells where they differ."),
        )
    proofs = _Proofs(home, key)
    record = run_of(home.ledger.entry(asked.run).body)
    plan = next(plan for plan in record.plans if plan.policy == verdict.policy)
    predicate = Predicate(
        verdict=verdict,
        derivation=derivation,
        material=material,
        record=record,
        facts=read_canonical(home.archive.get(plan.facts), FactsManifest, plan.facts),
        proof=proofs.of(asked.run),
        checkpoint=proofs.note,
        rulings=tuple(_recorded(asked.rulings, proofs)),
        readings=tuple(_reading(asked, rule, unmask=unmask) for rule in asked.alternatives),
    )
    made = _sealed(predicate, key)
    if made is None and predicate.readings:
        named = tuple(reading.model_copy(update={"derived": None}) for reading in predicate.readings)
        made = _sealed(predicate.model_copy(update={"readings": named}), key)
    if made is None:
        raise AuditError(
            Text(
                f"该结论所依据的行分成的组过多，证书将超过 {MOST_BYTES} 字节或 {MOST_PARTS} 个部分",
                "the rows behind the verdict fall into too many groups: the certificate would have more than "
                f"{MOST_BYTES} bytes or {MOST_PARTS} parts",
            ),
            Text("可用 `dossier` 出具卷宗。", "`dossier` writes its case file instead."),
        )
    return made + b"\n"


def _sealed(predicate: Predicate, key: SigningKey) -> bytes | None:
    """The certificate, unless it would be larger than any that is read."""
    statement = Statement(
        type=STATEMENT_TYPE, subject=subjects_of(predicate), predicate_type=PREDICATE_TYPE, predicate=predicate
    )
    payload = canonical(statement)
    made = sealed(payload, key)
    return None if len(made) > MOST_BYTES or parts_of(payload) > MOST_PARTS else made


def _reading(asked: Asked, rule: PlannedRule, *, unmask: bool) -> OtherReading:
    """Another reading, derived unless it would tell what is personal where the rule itself does not."""
    try:
        material = material_of(asked.case, rule, asked.verdict.subject, unmask=unmask)
    except PersonalDataError:
        return OtherReading(name=rule.alternative or "", note=rule.reading)
    derived = DerivedReading(material=material, verdict=derive(material)[1])
    return OtherReading(name=rule.alternative or "", note=rule.reading, derived=derived)


def _key(home: Opened) -> SigningKey:
    key = home.signing_key()
    if key is None:
        raise AuditError(
            Text("此处没有台账的签名密钥", "the key that signs for the ledger is not here"),
            Text("请在保管密钥的地方出具证书。", "Make certificates where the key is kept."),
        )
    return key


def _recorded(rulings: Sequence[Ruling], proofs: "_Proofs") -> Iterator[RecordedRuling]:
    for ruling in rulings:
        yield RecordedRuling(record=ruling.record, proof=proofs.of(ruling.number))
    for ruling in rulings:
        if ruling.withdrawn is not None and ruling.withdrawn_by is not None:
            yield RecordedRuling(record=ruling.withdrawn, proof=proofs.of(ruling.withdrawn_by))


class _Proofs:
    """Proofs of inclusion in the tree of one checkpoint: that of the ledger as it is."""

    def __init__(self, home: Opened, key: SigningKey) -> None:
        self.note = home.ledger.checkpoint(key) or ""
        checkpoint = read_checkpoint(self.note, key.verifier)
        self._leaves = home.ledger.leaves()[: checkpoint.head.size]
        self._hashed = home.ledger.about.hashed

    def of(self, number: int) -> Proof:
        """The proof of a record."""
        path = inclusion_proof(self._leaves, number - 1, self._hashed)
        return Proof(number=number, path=tuple(node.hex() for node in path))
