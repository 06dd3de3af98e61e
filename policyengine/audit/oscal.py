"""A run as OSCAL assessment results (NIST, version 1.1), for programs that collect assessments.

Each rule is a control and has one finding; each of its statuses is an observation with the subjects that have it, the
first of them by id. All identifiers follow from ledger, run and name, so that equal runs are equal documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import polars as pl

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import kept_rows, readable
from policyengine.audit.masking import mask_of
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord
from policyengine.explain.find import rule_named
from policyengine.facts.mask import Mask
from policyengine.language.statuses import Status
from policyengine.plan.planned import PlannedRule
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.names import STATUS_NAMES

VERSION = "1.1.3"
NAMESPACE = UUID("b1d6a3f0-6c0b-5d0e-9a51-3b6f6d1f2c77")
MOST_SUBJECTS = 200
"""So many subjects are named under each status of a rule."""

TITLE = Text("台账 {origin} 第 {n} 号运行的结论", "Verdicts of run {n} of the ledger {origin}")
FOUND = Text("{n} 个结论为“{status}”", "{n} verdicts are: {status}")
MORE = Text("另有 {n} 个对象未列出", "{n} more subjects are not listed")
SEALED = Text("结论涉及个人，其密钥不在此处", "the verdicts are on persons, and their key is not here")
FAILING = (Status.NONCOMPLIANT, Status.SHORTFALL)
OPEN = (Status.UNKNOWN, Status.PENDING)

Json = dict[str, Any]
Counts = dict[Status, tuple[int, list[str]]]
"""How many verdicts have each status, and the first of their subjects."""


def oscal_of(recall: Recall, run: RunOnRecord, lang: Lang, *, unmask: bool = False) -> Json:
    """The document, in one language. What is personal is told where `unmask` asks for it alone."""
    origin, record = recall.home.ledger.about.origin, run.run
    named = _Named(f"{origin}#{run.number}")
    files = {plan.policy: named.uuid("policy", plan.policy) for plan in record.plans}
    results = []
    for plan in record.plans:
        kinds = [block.subject_kind for block in recall.verdicts(plan).blocks]
        masks = {kind: mask_of(recall, plan, kind, unmask=unmask) for kind in kinds}
        results.append(_result(recall, _Writing(plan, named, masks, f"{record.as_of}T00:00:00Z", lang)))
    return {
        "assessment-results": {
            "uuid": named.uuid("document"),
            "metadata": {
                "title": TITLE.within(lang).format(origin=origin, n=run.number),
                "last-modified": record.recorded_at,
                "version": record.engine.version,
                "oscal-version": VERSION,
                "props": [{"name": "as-of", "value": record.as_of.isoformat()}],
            },
            "import-ap": {"href": f"#{files[record.plans[0].policy]}"},
            "results": results,
            "back-matter": {"resources": [_resource(plan, files[plan.policy]) for plan in record.plans]},
        }
    }


class _Named:
    """Identifiers that follow from names."""

    def __init__(self, document: str) -> None:
        self._document = document

    def uuid(self, *names: str) -> str:
        """The same for the same names in the same document."""
        return str(uuid5(NAMESPACE, "\n".join((self._document, *names))))


@dataclass(frozen=True, slots=True)
class _Writing:
    """What all parts of a policy's result have in common."""

    plan: PlanRecord
    named: _Named
    masks: dict[str, Mask]
    day: str
    lang: Lang


def _resource(plan: PlanRecord, uuid: str) -> Json:
    algorithm, _, value = plan.file.digest.partition(":")
    link: Json = {"href": plan.file.name}
    if algorithm == "sha256":
        link["hashes"] = [{"algorithm": "SHA-256", "value": value}]
    return {"uuid": uuid, "title": plan.title, "rlinks": [link]}


def _result(recall: Recall, writing: _Writing) -> Json:
    plan, named = writing.plan, writing.named
    ready = recall.policy(plan).plan
    observations, findings = [], []
    for rule, counts in _counted(recall, plan):
        planned = rule_named(ready, rule)
        known = counts or {}
        seen = [_observation(planned, status, known[status], writing) for status in Status if status in known]
        observations += seen
        findings.append(_finding(planned, counts, seen, writing))
    controls = [{"control-id": finding["target"]["target-id"]} for finding in findings]
    made: Json = {
        "uuid": named.uuid("result", plan.policy),
        "title": plan.title,
        "description": f"{plan.policy} {plan.policy_sha256}",
        "start": writing.day,
        "end": writing.day,
        "reviewed-controls": {"control-selections": [{"include-controls": controls}]},
        "findings": findings,
    }
    return made | ({"observations": observations} if observations else {})


def _counted(recall: Recall, plan: PlanRecord) -> Iterator[tuple[str, Counts | None]]:
    """The statuses of each rule; nothing of what is sealed and cannot be read."""
    home = recall.home
    for block in recall.verdicts(plan).blocks:
        counted: dict[str, Counts] = {rule: {} for rule in block.rules}
        for rows in kept_rows(block, home.archive, home.secrets):
            first = pl.col("subject").sort().head(MOST_SUBJECTS).alias("first")
            grouped = collected(rows.group_by("rule", "status").agg(pl.len().alias("n"), first))
            for rule, status, n, subjects in grouped.iter_rows():
                before, others = counted[rule].get(Status(status), (0, []))
                counted[rule][Status(status)] = (before + n, sorted([*others, *subjects])[:MOST_SUBJECTS])
        for rule, counts in counted.items():
            yield rule, counts if readable(block, home.secrets) else None


def _observation(rule: PlannedRule, status: Status, counted: tuple[int, list[str]], writing: _Writing) -> Json:
    n, subjects = counted
    lang, named = writing.lang, writing.named
    shown = [writing.masks[rule.subject].id(rule.subject, subject) for subject in subjects]
    made: Json = {
        "uuid": named.uuid("observation", writing.plan.policy, rule.id, status.value),
        "title": rule.title,
        "description": FOUND.within(lang).format(n=n, status=STATUS_NAMES[status].within(lang)),
        "props": [{"name": "status", "value": status.value}, {"name": "verdicts", "value": str(n)}],
        "methods": ["TEST"],
        "subjects": [_subject(rule.subject, one, named) for one in shown],
        "collected": writing.day,
    }
    if n > len(shown):
        made["remarks"] = MORE.within(lang).format(n=n - len(shown))
    return made


def _subject(kind: str, subject: str, named: _Named) -> Json:
    return {"subject-uuid": named.uuid("subject", kind, subject), "type": "resource", "title": f"{kind} {subject}"}


def _finding(rule: PlannedRule, counts: Counts | None, seen: list[Json], writing: _Writing) -> Json:
    policy = writing.plan.policy
    state, reason, remarks = _state(counts, writing.lang)
    status: Json = {"state": state, "reason": reason}
    if remarks:
        status["remarks"] = remarks
    made: Json = {
        "uuid": writing.named.uuid("finding", policy, rule.id),
        "title": rule.title,
        "description": "\n".join(f"{cite.section}: {cite.quote}" for cite in rule.citations) or rule.title,
        "target": {"type": "objective-id", "target-id": _token(f"{policy}.{rule.id}"), "status": status},
    }
    return made | ({"related-observations": [{"observation-uuid": each["uuid"]} for each in seen]} if seen else {})


def _state(counts: Counts | None, lang: Lang) -> tuple[str, str, str]:
    """Satisfied where no verdict fails or is open; OSCAL knows no third state, but a reason."""
    if counts is None:
        return "not-satisfied", "other", SEALED.within(lang)
    if any(status in counts for status in FAILING):
        return "not-satisfied", "fail", ""
    if any(status in counts for status in OPEN):
        words = [STATUS_NAMES[status].within(lang) for status in OPEN if status in counts]
        return "not-satisfied", "other", " / ".join(words)
    return "satisfied", "pass", ""


def _token(name: str) -> str:
    """A name as OSCAL takes it: letters, digits, `.`, `-` and `_`, a letter first."""
    word = "".join(one if one.isalnum() or one in "._-" else "_" for one in name)
    return word if word[:1].isalpha() or word[:1] == "_" else f"_{word}"
