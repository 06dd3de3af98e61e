"""All checks of a certificate, in the order in which a stranger's file is safe to read.

The signature comes first, over bytes of which nothing has been read but the envelope; then the form; then the proof
that the run is on record; then whether certificate and record speak of the same; and last the derivation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.checker.derive import derive
from policyengine.audit.checker.envelope import opened
from policyengine.audit.checker.errors import refused, unreadable
from policyengine.audit.checker.material import Material
from policyengine.audit.checker.statement import (
    PREDICATE_TYPE,
    DerivedReading,
    OtherReading,
    Predicate,
    Proof,
    Statement,
    subjects_of,
)
from policyengine.audit.checkpoint import Checkpoint, read_checkpoint
from policyengine.audit.digests import fits, hash_of
from policyengine.audit.errors import ForgedError
from policyengine.audit.merkle import leaf_hash, verify_inclusion
from policyengine.audit.record import FactsManifest, PlanRecord
from policyengine.audit.ruling_record import RulingRecord
from policyengine.audit.signatures import VerifierKey
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.findings import shown


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that holds. `signer` is whose key signed it; `trusted`, that this is the key that was asked for."""

    predicate: Predicate
    checkpoint: Checkpoint
    signer: VerifierKey
    trusted: bool


def verify(data: bytes, key: VerifierKey | None = None) -> Checked:
    """Check a certificate with nothing else at hand; with a key, that it is the one that has signed.

    Raises `UnreadableCertificateError` for what is no certificate, and `RefusedCertificateError` for one that does not
    hold: it says of what first.
    """
    payload, signer = opened(data, key)
    try:
        statement = read_canonical(payload, Statement, "statement")
    except ForgedError as error:
        raise unreadable(f"证书的内容：{error.problem.zh}", f"within the certificate: {error.problem.en}") from error
    if statement.predicate_type != PREDICATE_TYPE:
        found = shown(statement.predicate_type)
        raise refused(f"不认识的证书种类 `{found}`", f"`{found}` is not a kind of certificate that is known here")
    predicate = statement.predicate
    if statement.subject != subjects_of(predicate):
        raise refused("所述对象与结论不符", "what it is about is not the verdict that it holds")
    checkpoint = _on_record(predicate, signer)
    _same_run(predicate)
    _derived(predicate)
    return Checked(predicate, checkpoint, signer, trusted=key is not None)


# --- on record --------------------------------------------------------------------------------------------------------


def _on_record(predicate: Predicate, signer: VerifierKey) -> Checkpoint:
    """The checkpoint, signed by the same key, whose tree has the run and the rulings."""
    try:
        checkpoint = read_checkpoint(predicate.checkpoint, signer)
    except ForgedError as error:
        raise refused(f"检查点：{error.problem.zh}", f"checkpoint: {error.problem.en}") from error
    _included(predicate.record, predicate.proof, checkpoint)
    for ruling in predicate.rulings:
        _included(ruling.record, ruling.proof, checkpoint)
    return checkpoint


def _included(record: BaseModel, proof: Proof, checkpoint: Checkpoint) -> None:
    try:
        hashed = hash_of(checkpoint.algorithm)
    except PolicyEngineError as error:
        raise unreadable(error.problem.zh, error.problem.en, error.way_out) from error
    leaf, path = leaf_hash(canonical(record), hashed), [bytes.fromhex(node) for node in proof.path]
    if not verify_inclusion(leaf, proof.number - 1, path, checkpoint.head, hashed):
        raise refused(
            f"记录 {proof.number} 不在检查点的台账中",
            f"record {proof.number} is not in the ledger of the checkpoint",
        )


# --- the same run -----------------------------------------------------------------------------------------------------


def _same_run(predicate: Predicate) -> None:
    """Whether the run that is on record is the one that the certificate speaks of."""
    material, record = predicate.material, predicate.record
    plan = _plan(predicate)
    binds = material.plan.jurisdiction
    pairs: dict[str, tuple[object, object]] = {
        "policy_sha256": (material.plan.policy_sha256, plan.policy_sha256),
        "title": (material.plan.title, plan.title),
        "as_of": (material.as_of, record.as_of),
    }
    if plan.jurisdiction != "own":
        claimed = "national" if binds is None else f"{binds.kind}:{binds.id}"
        pairs["jurisdiction"] = (claimed, plan.jurisdiction)
    for name, (said, recorded) in pairs.items():
        if said != recorded:
            raise refused(
                f"`{name}` 为 `{shown(said)}`，记录中为 `{shown(recorded)}`",
                f"`{name}` is `{shown(said)}`, on record it is `{shown(recorded)}`",
            )
    _same_facts(predicate, plan)
    if material.waiver is not None and record.waivers is None:
        raise refused("记录中没有豁免", "there are no waivers on record")
    if not plan.statuses.get(predicate.verdict.status):
        raise refused("记录中没有这种结论", "no verdict of this status is on record")
    _same_verdict(predicate)


def _same_facts(predicate: Predicate, plan: PlanRecord) -> None:
    """Whether the manifest is the one that the record names, and says the same of the tables that are read."""
    if not fits(canonical(predicate.facts), plan.facts):
        raise refused("事实清单不是记录所指的那一份", "the manifest of facts is not the one that the record names")
    for material in (predicate.material, *(each.derived.material for each in predicate.readings if each.derived)):
        _as_complete(material, predicate.facts)


def _as_complete(material: Material, facts: FactsManifest) -> None:
    if material.snapshot_on != facts.snapshot_on:
        raise refused("`snapshot_on` 与事实清单不符", "`snapshot_on` is not as the manifest of facts says")
    for name, entity in material.entities.items():
        table = facts.tables.get(name)
        recorded = (False, False) if table is None else (table.supplied, table.complete)
        if (entity.supplied, entity.complete) != recorded:
            raise refused(f"`{name}` 是否完整与事实清单不符", f"`{name}` is not as complete as the manifest says")


def _same_verdict(predicate: Predicate) -> None:
    """Whether the rulings are about the verdict of the certificate."""
    verdict = predicate.verdict
    about = (
        predicate.proof.number,
        verdict.policy,
        verdict.rule,
        verdict.subject_kind,
        predicate.material.subject.known_as,
    )
    rulings: set[int] = set()
    for each in predicate.rulings:
        if isinstance(each.record, RulingRecord):
            of = each.record
            if (of.run, of.policy, of.rule, of.subject_kind, of.subject) != about:
                raise refused("所附复核决定不是关于这一结论的", "a ruling is about another verdict")
            rulings.add(each.proof.number)
        elif each.record.ruling not in rulings:
            raise refused("所撤回的复核决定不在证书中", "what is withdrawn is not a ruling of this certificate")


def _plan(predicate: Predicate) -> PlanRecord:
    named = [plan for plan in predicate.record.plans if plan.policy == predicate.material.plan.policy]
    if len(named) != 1:
        raise refused("记录中没有这个方案", "the policy is not on record")
    return named[0]


# --- the derivation ---------------------------------------------------------------------------------------------------


def _derived(predicate: Predicate) -> None:
    """Whether what is stated is what follows from the rule and the rows."""
    derivation, verdict = derive(predicate.material)
    _compare("derivation", predicate.derivation, derivation)
    _compare("verdict", predicate.verdict, verdict)
    for reading in predicate.readings:
        if reading.derived is not None:
            _reading_derived(reading, reading.derived, predicate.material)


def _reading_derived(reading: OtherReading, derived: DerivedReading, own: Material) -> None:
    """Whether another reading is one of the same rule, on the same subject and day, and leads to what is stated."""
    other = derived.material
    if _about(other) != _about(own) or other.rule.reading != reading.note:
        name = shown(reading.name)
        raise refused(
            f"理解 `{name}` 不是关于同一规则和同一对象的",
            f"the reading `{name}` is of another rule, or about another subject",
        )
    _compare(f"readings.{reading.name}", derived.verdict, derive(other)[1])


def _about(material: Material) -> tuple[object, ...]:
    """What all readings of a rule have in common."""
    rule, subject = material.rule, material.subject
    of = (material.plan, material.as_of, material.snapshot_on, material.waiver, rule.id, rule.subject)
    return *of, subject.origin, subject.known_as, subject.listed, subject.place


def _compare(what: str, stated: BaseModel, found: BaseModel) -> None:
    names: Sequence[str] = tuple(type(found).model_fields)
    for name in names:
        said, follows = getattr(stated, name), getattr(found, name)
        if said != follows:
            raise refused(
                f"`{what}.{name}` 写为 `{shown(_words(said))}`，推导所得为 `{shown(_words(follows))}`",
                f"`{what}.{name}` is stated as `{shown(_words(said))}`, but `{shown(_words(follows))}` follows",
            )


def _words(value: object) -> object:
    return value.model_dump_json() if isinstance(value, BaseModel) else value
