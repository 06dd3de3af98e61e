"""Recording a run: everything that it rests on into the archive, then one record into the ledger.

Files come first and the record last, in one transaction: a recording that is broken off, at whatever point, leaves no
record, and files that nobody names.
"""

import hashlib
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from policyengine.audit.canonical import canonical
from policyengine.audit.earlier_runs import EarlierRuns, Keeper
from policyengine.audit.errors import AuditError, ForgedError
from policyengine.audit.home import Home, Opened
from policyengine.audit.kept_columns import kept_columns
from policyengine.audit.kept_consequences import concluded, keep_consequences
from policyengine.audit.kept_facts import keep_facts
from policyengine.audit.kept_quarantine import keep_quarantine
from policyengine.audit.kept_verdicts import Told, keep_verdicts
from policyengine.audit.kept_waivers import keep_waivers
from policyengine.audit.ledger import NewEntry
from policyengine.audit.named import RUN
from policyengine.audit.record import Engine, KeptFile, KeptQuarantine, PlanRecord, RunRecord
from policyengine.audit.sealing import Sealer
from policyengine.facts.judgements import with_judgements
from policyengine.facts.tables import FactBase
from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.language.statuses import DEFINITE, Status
from policyengine.language.waivers import Waiver
from policyengine.pipeline import Backend, determinations, evaluate
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.errors import PolicyError, UnreadableInputError
from policyengine.reading.text import Text
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.walked import WalkedVerdicts
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, vocabulary_files, vocabulary_from

OWN = "own"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A policy's file and the verdicts that it gave; `jurisdiction` is set where it was not the policy's own."""

    file: Path
    verdicts: Verdicts
    jurisdiction: Jurisdiction | None = None


@dataclass(frozen=True, slots=True)
class Remarks:
    """Who records a run, and why; `sources` is a folder with the plans' own texts, kept where they are at hand."""

    recorded_by: str | None = None
    note: str | None = None
    sources: Path | None = None


NO_REMARKS = Remarks()


@dataclass(frozen=True, slots=True)
class Recording:
    """A run on record: its number in the ledger, what it says, and the checkpoint over it if it is signed."""

    number: int
    run: RunRecord
    checkpoint: str | None


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Where a run is kept, and what is said about it."""

    keeper: Keeper
    remarks: Remarks
    told: Told


def record(
    ledger: str | Path | Home,
    policies: Iterable[Policy],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
    backend: Backend | None = None,
    recorded_by: str | None = None,
    note: str | None = None,
    sources: Path | None = None,
) -> Recording:
    """Evaluate policies over facts and put the run on record in a ledger that `policyengine ledger init` made.

    Raises what `evaluate` raises, `UnreadableInputError` where there is no ledger, `AuditError` where it or its archive
    cannot be written to, and `ForgedError` where its past has been changed; then nothing is on record.
    """
    home = ledger if isinstance(ledger, Home) else Home.at(str(ledger))
    opened = home.open()
    granted = tuple(waivers)
    done = [
        Evaluated(
            Path(policy.file),
            evaluate(policy, facts, as_of=as_of, waivers=granted, jurisdiction=jurisdiction, backend=backend),
            jurisdiction,
        )
        for policy in policies
    ]
    return record_run(opened, done, granted, Remarks(recorded_by, note, sources))


def record_run(
    home: Opened,
    done: Sequence[Evaluated],
    waivers: Sequence[Waiver],
    remarks: Remarks = NO_REMARKS,
    told: Told = lambda _rows: None,
) -> Recording:
    """Put evaluations of the same facts and day on record as one run; `told` hears of verdicts that are kept."""
    key = home.signing_key()
    keeper = Keeper(home.archive, Sealer(home.secrets), EarlierRuns.of(home.ledger, home.archive))
    keeping = _Keeping(keeper, remarks, told)
    facts = _facts(done, keeping)
    plans = tuple(_plan(each, kept, keeping) for each, kept in zip(done, facts, strict=True))
    run = RunRecord(
        recorded_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        recorded_by=remarks.recorded_by,
        note=remarks.note,
        as_of=done[0].verdicts.as_of,
        engine=engine_of(done[0].verdicts),
        waivers=keep_waivers(waivers, [each.verdicts.case for each in done], keeper.archive, keeper.sealer),
        quarantine=_quarantine(done, keeping),
        plans=plans,
    )
    (entry,) = home.ledger.append([NewEntry(RUN, canonical(run))], key)
    return Recording(entry.number, run, home.ledger.checkpoint() if key is not None else None)


def _quarantine(done: Sequence[Evaluated], keeping: _Keeping) -> KeptQuarantine | None:
    """What was set aside of the facts, of those of all vocabularies together; `None` where nothing would have been."""
    found = [each.verdicts.case.facts.quarantine for each in done]
    if all(refusals is None for refusals in found):
        return None
    together = dict.fromkeys(refusal for refusals in found for refusal in refusals or ())
    return keep_quarantine(tuple(together), keeping.keeper.archive, keeping.keeper.sealer)


def engine_of(verdicts: Verdicts) -> Engine:
    """What computed the verdicts."""
    walked = isinstance(verdicts, WalkedVerdicts)
    return Engine(
        version=version("policyengine-rules"),
        polars=version("polars"),
        python=platform.python_version(),
        backend="walker" if walked else verdicts.case.facts.backend.name,
    )


def _facts(done: Sequence[Evaluated], keeping: _Keeping) -> list[str]:
    """The digest of each evaluation's facts: those of one vocabulary are kept together, once."""
    together: dict[str, list[Verdicts]] = {}
    for each in done:
        together.setdefault(each.verdicts.case.facts.vocabulary.sha256, []).append(each.verdicts)
    kept = {}
    for vocabulary, verdicts in together.items():
        plans = [each.case.plan for each in verdicts]
        judged = [determinations((*plan.rules, *plan.indicators, *plan.consequences)) for plan in plans]
        facts = with_judgements(verdicts[0].case.facts, frozenset[tuple[str, str]]().union(*judged))
        read = kept_columns(plans, facts.vocabulary)
        kept[vocabulary] = keep_facts(facts, read, keeping.keeper)
    return [kept[each.verdicts.case.facts.vocabulary.sha256] for each in done]


def _plan(each: Evaluated, facts: str, keeping: _Keeping) -> PlanRecord:
    verdicts, archive = each.verdicts, keeping.keeper.archive
    sources = keeping.remarks.sources
    plan = verdicts.case.plan
    data = _read(each.file)
    policy, _, findings = read_policy(data, str(each.file))
    if policy is None:
        raise PolicyError(findings)
    names = policy.vocabulary or (DEFAULT_VOCABULARY,)
    files = vocabulary_files(names, each.file.parent)
    known = verdicts.case.facts.vocabulary.sha256
    if hashlib.sha256(data).hexdigest() != plan.policy_sha256 or vocabulary_from(files).sha256 != known:
        raise AuditError(
            Text(
                f"`{each.file}` 或其词汇表在评价之后被改动",
                f"`{each.file}` or its vocabulary changed after it was evaluated",
            ),
            Text("请重新评价。", "Evaluate again."),
        )
    following = verdicts.consequences()
    source = None if sources is None else sources / f"{plan.policy}.txt"
    at_hand = source is not None and source.is_file()
    return PlanRecord(
        policy=plan.policy,
        title=plan.title,
        policy_sha256=plan.policy_sha256,
        file=KeptFile(name=str(each.file), digest=archive.put(data)),
        vocabulary=tuple(KeptFile(name=name, digest=archive.put(content)) for name, content in files),
        source=KeptFile(name=source.name, digest=archive.put(_read(source))) if source and at_hand else None,
        jurisdiction=_spelled(each.jurisdiction),
        facts=facts,
        verdicts=_kept_verdicts(verdicts, _spelled(each.jurisdiction), keeping),
        statuses=_counted(verdicts),
        consequences=keep_consequences(following, archive, keeping.keeper.sealer),
        concluded=concluded(following),
    )


def _kept_verdicts(verdicts: Verdicts, jurisdiction: str, keeping: _Keeping) -> str:
    keeper = keeping.keeper
    earlier = keeper.earlier.of_policy(verdicts.case.plan.policy, jurisdiction)
    try:
        return keep_verdicts(verdicts, replace(keeper, earlier=earlier), keeping.told)
    except ForgedError:
        # What has been changed of an earlier run is for `ledger verify` to tell; this one does without.
        return keep_verdicts(verdicts, replace(keeper, earlier=EarlierRuns(keeper.archive)), keeping.told)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInputError(Text(f"无法读取 `{path}`：{reason}", f"cannot read `{path}`: {reason}")) from error


def _spelled(jurisdiction: Jurisdiction | None) -> str:
    if jurisdiction is None:
        return OWN
    return jurisdiction if isinstance(jurisdiction, str) else ":".join(jurisdiction)


def _counted(verdicts: Verdicts) -> dict[str, int]:
    summary = verdicts.summary()
    counts = {status.value: int(summary[status.value].sum()) for status in (*DEFINITE, Status.UNKNOWN)}
    return {status: n for status, n in counts.items() if n}
