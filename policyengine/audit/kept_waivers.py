"""The waivers of a run, into the archive and back: those that are granted to persons are sealed."""

from collections.abc import Iterable, Sequence

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.keys import Secrets
from policyengine.audit.record import KeptWaiver, KeptWaivers, SealedFile, WaiversManifest
from policyengine.audit.sealing import Sealer, unseal
from policyengine.language.waivers import Waiver
from policyengine.reading.place import Place
from policyengine.verdicts.assemble import Case
from policyengine.vocabulary.personal import about_persons

SEALED_AS = "waivers"
"""What the sealed bytes are sealed as, where facts and verdicts have their entity."""

WHERE = ("file", "line", "column")
"""What is kept of a waiver's place; all else is kept as the waiver has it."""


def keep_waivers(waivers: Sequence[Waiver], cases: Iterable[Case], archive: Archive, sealer: Sealer) -> str | None:
    """Put the waivers into the archive; the digest of their `WaiversManifest`, if there are any.

    What is not known to be granted to something other than a person is sealed.
    """
    if not waivers:
        return None
    impersonal = {
        (case.plan.policy, rule.id)
        for case in cases
        for rule in case.plan.rules
        if not about_persons(case.facts.vocabulary.entities[rule.subject])
    }
    plain = tuple(_kept(each) for each in waivers if (each.policy, each.rule) in impersonal)
    personal = tuple(_kept(each) for each in waivers if (each.policy, each.rule) not in impersonal)
    sealed = None
    if personal:
        digest = archive.put(sealer.seal(canonical(KeptWaivers(waivers=personal)), SEALED_AS))
        sealed = SealedFile(key=sealer.key_id, digest=digest)
    return archive.put(canonical(WaiversManifest(waivers=plain, sealed=sealed)))


def kept_waivers(named: str, archive: Archive, secrets: Secrets | None) -> tuple[Waiver, ...]:
    """The waivers that a manifest names; without the key, those that are not sealed.

    Raises `ForgedError` for whatever is not as it was recorded.
    """
    manifest = read_canonical(archive.get(named), WaiversManifest, named)
    found = manifest.waivers
    key = None if manifest.sealed is None or secrets is None else secrets.get(manifest.sealed.key)
    if manifest.sealed is not None and key is not None:
        digest = manifest.sealed.digest
        found += read_canonical(unseal(archive.get(digest), key, SEALED_AS), KeptWaivers, digest).waivers
    return tuple(_waiver(kept) for kept in found)


def _kept(waiver: Waiver) -> KeptWaiver:
    where = {name: getattr(waiver.place, name) for name in WHERE}
    return KeptWaiver.model_validate(waiver.model_dump(exclude={"place"}) | where)


def _waiver(kept: KeptWaiver) -> Waiver:
    given = kept.model_dump()
    return Waiver.model_validate({"place": Place(**{name: given.pop(name) for name in WHERE})} | given)
