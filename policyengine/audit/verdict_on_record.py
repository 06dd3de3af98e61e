"""One verdict of a recorded run, found again with all that it was derived from, out of the archive alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from policyengine.audit.canonical import read_canonical
from policyengine.audit.errors import AuditError
from policyengine.audit.inputs import RunOnRecord, facts_of, ruling_of
from policyengine.audit.kept_verdicts import Sought, kept_rows, whole_rows
from policyengine.audit.record import PlanRecord, VerdictsManifest
from policyengine.audit.rulings import Ruling, rulings, rulings_on
from policyengine.explain.find import UnknownRuleError, alternatives_of, rule_named
from policyengine.facts.judgements import with_judgements
from policyengine.pipeline import Part, determinations
from policyengine.plan.nodes import PlannedRule
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text, listed
from policyengine.verdicts.assemble import Case, mask_for
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.waivers import in_force
from policyengine.verdicts.write_json import verdict_object


@dataclass(frozen=True, slots=True)
class VerdictOnRecord:
    """A verdict as it was recorded, with its run, its rule, and the case that it was given on."""

    run: RunOnRecord
    plan: PlanRecord
    case: Case
    rule: PlannedRule
    alternatives: tuple[PlannedRule, ...]
    verdict: Verdict
    rulings: tuple[Ruling, ...]


def verdict_on_record(run: RunOnRecord, rule: str, subject: str, policy: str | None = None) -> VerdictOnRecord:
    """The verdict that a rule gave a subject in a run; `policy` says which, where several have a rule of that id.

    Raises `WrongUsageError` for a rule, a subject or a policy that the run does not have, `AuditError` where the key of
    what is personal is not here any more, and `ForgedError` where a file is not as it was recorded.
    """
    record = _plan(run, rule, policy)
    ready = ruling_of(record, run.home.archive)
    kept = facts_of(record, ready.vocabulary, run.home)
    planned = rule_named(ready.plan, rule)
    alternatives = alternatives_of(ready.plan, planned)
    parts: tuple[Part, ...] = (*ready.plan.rules, *ready.plan.readings, *ready.plan.consequences)
    facts = with_judgements(kept.facts, determinations(parts))
    case = Case(ready.plan, facts, run.run.as_of, in_force(run.waivers(), ready.plan.policy, run.run.as_of))
    subject = mask_for(case).meant(planned.subject, subject)
    found = next(verdicts_in(run, record, planned, subject), None)
    if found is None:
        if "id" in kept.lost.get(planned.subject, ()):
            raise AuditError(
                Text("所涉个人信息的密钥已不在此处", "the key of the personal data in question is not here any more")
            )
        raise WrongUsageError(
            Text(
                f"运行 {run.number} 中，规则 `{rule}` 没有对 `{subject}` 作出结论",
                f"in run {run.number} the rule `{rule}` gave no verdict on `{subject}`",
            )
        )
    about = rulings_on(found, rulings(run.home.ledger, run.number))
    return VerdictOnRecord(run, record, case, planned, alternatives, found, about)


def _plan(run: RunOnRecord, rule: str, policy: str | None) -> PlanRecord:
    """The policy of the run that has the rule."""
    if policy is not None:
        return run.plan(policy)
    rules = {plan.policy: _rules(run, plan) for plan in run.run.plans}
    having = [name for name, own in rules.items() if rule in own]
    if not having:
        problem = Text(f"运行 {run.number} 没有规则 `{rule}`", f"run {run.number} has no rule `{rule}`")
        raise UnknownRuleError(problem, suggestion(rule, sorted({one for own in rules.values() for one in own})))
    if len(having) > 1:
        names = listed(having)
        raise WrongUsageError(
            Text(f"有规则 `{rule}` 的方案不止一个：{names.zh}", f"several policies have a rule `{rule}`: {names.en}"),
            Text("请用 `--policy` 指明。", "Say which by `--policy`."),
        )
    return run.plan(having[0])


def _manifest(run: RunOnRecord, plan: PlanRecord) -> VerdictsManifest:
    return read_canonical(run.home.archive.get(plan.verdicts), VerdictsManifest, plan.verdicts)


def _rules(run: RunOnRecord, plan: PlanRecord) -> frozenset[str]:
    return frozenset(words.rule for block in _manifest(run, plan).blocks for words in block.rules)


def verdicts_in(run: RunOnRecord, plan: PlanRecord, rule: PlannedRule, subject: str) -> Iterator[Verdict]:
    """The verdict of a rule of that id in a policy of a run, if it gave one that can be read."""
    sought = Sought(rule=rule.id, subject=subject)
    for block in _manifest(run, plan).blocks:
        if block.subject_kind != rule.subject:
            continue
        for rows in kept_rows(block, run.home.archive, run.home.secrets, sought):
            frame: pl.DataFrame = whole_rows(rows, block, plan, run.run.as_of).collect()
            for row in frame.iter_rows(named=True):
                yield Verdict.model_validate(verdict_object(row))
