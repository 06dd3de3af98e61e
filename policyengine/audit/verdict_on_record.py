"""One verdict of a recorded run, found again with all that it was derived from, out of the archive alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from policyengine.audit.canonical import read_canonical
from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import Sought, kept_rows, whole_rows, words_of
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord, VerdictsManifest
from policyengine.audit.recorded_verdicts import case_of
from policyengine.audit.rulings import Ruling, about, rulings
from policyengine.audit.why import plan_with, refuse_lost
from policyengine.explain.find import alternatives_of, rule_named
from policyengine.plan.planned import PlannedRule
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import Case, mask_for
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.write_json import verdict_object


@dataclass(frozen=True, slots=True)
class VerdictOnRecord:
    """A verdict as it was recorded, with its run, its rule, and the case that it was given on.

    `known_as` is what outputs call its subject: its id, or a person's pseudonym.
    """

    run: RunOnRecord
    plan: PlanRecord
    case: Case
    rule: PlannedRule
    alternatives: tuple[PlannedRule, ...]
    verdict: Verdict
    known_as: str
    rulings: tuple[Ruling, ...]


def verdict_on_record(
    recall: Recall, run: RunOnRecord, rule: str, subject: str, policy: str | None = None
) -> VerdictOnRecord:
    """The verdict that a rule gave a subject in a run; `policy` says which, where several have a rule of that id.

    Raises `WrongUsageError` for a rule, a subject or a policy that the run does not have, `UnreadableInputError` where
    the key of personal data that it rests on is not here, and `ForgedError` where a file is not as it was recorded.
    """
    plan = plan_with(recall, run, policy, rule)
    refuse_lost(recall, plan, rule)
    case = case_of(recall, run, plan)
    planned = rule_named(case.plan, rule)
    subject = mask_for(case).meant(planned.subject, subject)
    found = next(verdicts_in(run, plan, planned, subject), None)
    if found is None:
        raise WrongUsageError(
            Text(
                f"运行 {run.number} 中，规则 `{rule}` 没有对这个对象作出结论",
                f"in run {run.number} the rule `{rule}` gave no verdict on this subject",
            ),
            Text(
                f"规则的对象是 {planned.subject}；`verdicts --run {run.number} --rule {rule}` 列出有结论的对象。",
                f"It is about each {planned.subject}; `verdicts --run {run.number} --rule {rule}` lists those.",
            ),
        )
    known_as = mask_for(case).id(planned.subject, subject)
    said = about(rulings(run.home.ledger, run.number), (plan.policy, rule, planned.subject, known_as))
    return VerdictOnRecord(run, plan, case, planned, alternatives_of(case.plan, planned), found, known_as, said)


def verdicts_in(run: RunOnRecord, plan: PlanRecord, rule: PlannedRule, subject: str) -> Iterator[Verdict]:
    """The verdict of a rule of that id in a policy of a run, if it gave one that can be read."""
    sought = Sought(rule=rule.id, subject=subject)
    manifest = read_canonical(run.home.archive.get(plan.verdicts), VerdictsManifest, plan.verdicts)
    for block in manifest.blocks:
        if block.subject_kind != rule.subject:
            continue
        for rows in kept_rows(block, run.home.archive, run.home.secrets, sought):
            words = words_of(manifest, run.home.archive)
            frame = collected(whole_rows(rows, rule.subject, words, plan, run.run.as_of))
            for row in frame.iter_rows(named=True):
                yield Verdict.model_validate(verdict_object(row))
