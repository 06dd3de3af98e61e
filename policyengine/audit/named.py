"""Everything that a run's record names, followed through the manifests to the last file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import read_canonical
from policyengine.audit.errors import ForgedError
from policyengine.audit.record import (
    ConsequencesManifest,
    FactsManifest,
    PlanRecord,
    RunRecord,
    VerdictsManifest,
    WaiversManifest,
)
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text

RUN = "run"


class _Kinded(BaseModel):
    """The kind that every record says it is of."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """A file of the archive, by its digest, and what it is to the record that names it."""

    digest: str
    what: Text


def kind_of(body: bytes) -> str:
    """The kind that a record says it is of. Raises `ForgedError` for bytes that are no record."""
    try:
        return _Kinded.model_validate_json(body).kind
    except ValidationError as error:
        raise ForgedError(Text("不是记录", "it is no record")) from error


def run_of(body: bytes) -> RunRecord:
    """The run that a record is of."""
    return read_canonical(body, RunRecord, "run")


def faults_of(run: RunRecord, archive: Archive, known: set[str]) -> Iterator[Text]:
    """What is wrong with the files that a run names; those in `known` have been looked at, and the others join them."""
    for named in _directly(run):
        yield from _looked_at(named, archive, known)
    if run.waivers is not None:
        yield from _waivers(run.waivers, archive, known)
    if run.quarantine is not None and run.quarantine.sealed is not None:
        aside = Named(run.quarantine.sealed.digest, Text("搁置的事实", "what was set aside of the facts"))
        yield from _looked_at(aside, archive, known)
    for plan in run.plans:
        yield from _within(plan, archive, known)


def _directly(run: RunRecord) -> Iterator[Named]:
    for plan in run.plans:
        yield Named(plan.file.digest, Text(f"方案 {plan.policy}", f"policy {plan.policy}"))
        for file in plan.vocabulary:
            yield Named(file.digest, Text(f"词汇表 {file.name}", f"vocabulary {file.name}"))
        if plan.source is not None:
            yield Named(plan.source.digest, Text(f"{plan.policy} 的原文", f"source text of {plan.policy}"))


def _waivers(digest: str, archive: Archive, known: set[str]) -> Iterator[Text]:
    what = Text("豁免", "waivers")
    faults = [*_looked_at(Named(digest, what), archive, known)]
    yield from faults
    if faults:
        return
    try:
        sealed = read_canonical(archive.get(digest), WaiversManifest, digest).sealed
    except PolicyEngineError as error:
        yield error.problem
        return
    if sealed is not None:
        yield from _looked_at(Named(sealed.digest, what), archive, known)


def _within(plan: PlanRecord, archive: Archive, known: set[str]) -> Iterator[Text]:
    policy = plan.policy
    manifests: tuple[tuple[str | None, Text, Callable[[PlanRecord, Archive], Iterator[Named]]], ...] = (
        (plan.facts, Text("事实", "facts"), _facts),
        (plan.verdicts, Text("结论", "verdicts"), _verdicts),
        (plan.consequences, Text("后果", "consequences"), _consequences),
    )
    for digest, words, within in manifests:
        if digest is None or digest in known:
            continue
        manifest = Named(digest, Text(f"{policy} 的{words.zh}清单", f"manifest of the {words.en} of {policy}"))
        faults = [*_looked_at(manifest, archive, known)]
        yield from faults
        if faults:
            continue
        try:
            names = [*within(plan, archive)]
        except PolicyEngineError as error:
            yield error.problem
            continue
        for named in names:
            yield from _looked_at(named, archive, known)


def _facts(plan: PlanRecord, archive: Archive) -> Iterator[Named]:
    manifest = read_canonical(archive.get(plan.facts), FactsManifest, plan.facts)
    for entity, table in manifest.tables.items():
        what = Text(f"{entity} 的事实", f"facts of {entity}")
        digests = [part.digest for part in table.parts]
        for change in table.changes:
            digests += [change.digest] if change.moved is None else [change.digest, change.moved]
        for digest in (*digests, *table.places, *(table.sealed.parts if table.sealed is not None else ())):
            yield Named(digest, what)


def _verdicts(plan: PlanRecord, archive: Archive) -> Iterator[Named]:
    manifest = read_canonical(archive.get(plan.verdicts), VerdictsManifest, plan.verdicts)
    yield Named(manifest.words, Text(f"{plan.policy} 的规则", f"rules of {plan.policy}"))
    for block in manifest.blocks:
        kind = block.subject_kind
        what = Text(f"{plan.policy} 对 {kind} 的结论", f"verdicts of {plan.policy} on {kind}")
        for part in (*block.parts, *block.changes):
            yield Named(part.digest, what)


def _consequences(plan: PlanRecord, archive: Archive) -> Iterator[Named]:
    if plan.consequences is None:
        return
    manifest = read_canonical(archive.get(plan.consequences), ConsequencesManifest, plan.consequences)
    for kept in manifest.consequences:
        what = Text(f"{plan.policy} 的后果 {kept.consequence}", f"consequence {kept.consequence} of {plan.policy}")
        yield from (Named(part, what) for part in kept.parts)


def _looked_at(named: Named, archive: Archive, known: set[str]) -> Iterator[Text]:
    if named.digest in known:
        return
    known.add(named.digest)
    try:
        archive.get(named.digest)
    except PolicyEngineError as error:
        yield Text(f"{named.what.zh}：{error.problem.zh}", f"{named.what.en}: {error.problem.en}")
