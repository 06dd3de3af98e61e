"""Why a verdict of a run was given, from the archive alone."""

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_columns import rests_on
from policyengine.audit.lookup import plans_with
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord
from policyengine.explain.find import alternatives_of, rule_named
from policyengine.explain.why import Why
from policyengine.pipeline import explain_planned
from policyengine.reading.errors import UnreadableInputError, WrongUsageError
from policyengine.reading.text import Text, listed


def why_on_record(recall: Recall, run: RunOnRecord, rule: str, subject: str, policy: str | None = None) -> Why:
    """The explanation of a verdict of a run, as of its day, over its facts, under its text.

    Raises `WrongUsageError` where several policies of the run have the rule and `policy` does not say which, and
    `UnreadableInputError` where the key of personal data that it rests on is not here.
    """
    plan = plan_with(recall, run, policy, rule)
    ready, kept = recall.policy(plan).plan, recall.facts(plan)
    refuse_lost(recall, plan, rule)
    return explain_planned(ready, kept.facts, rule, subject, as_of=run.run.as_of, waivers=run.waivers())


def plan_with(recall: Recall, run: RunOnRecord, policy: str | None, rule: str) -> PlanRecord:
    """The policy of a run that has a rule. Raises `WrongUsageError` where none has, or several have."""
    plans = plans_with(recall, run, policy, rule)
    if len(plans) > 1:
        names = listed([plan.policy for plan in plans])
        raise WrongUsageError(
            Text(f"有几个方案都有规则 `{rule}`：{names.zh}", f"several policies have the rule `{rule}`: {names.en}"),
            Text("请指明方案。", "Say which policy."),
        )
    return plans[0]


def refuse_lost(recall: Recall, plan: PlanRecord, rule: str) -> None:
    """Raises `UnreadableInputError` where the key of personal data that a rule rests on is not here."""
    if lost := lost_columns(recall, plan, rule):
        raise UnreadableInputError(
            Text(
                f"规则 `{rule}` 用到的个人信息已无法读取：{listed(lost).zh}",
                f"the personal data that the rule `{rule}` rests on cannot be read any more: {listed(lost).en}",
            ),
            Text("其密钥已被销毁，或不在此处。", "Their key has been destroyed, or is not here."),
        )


def lost_columns(recall: Recall, plan: PlanRecord, rule: str) -> tuple[str, ...]:
    """The columns, as `entity.column`, that a rule or one of its readings reads and that cannot be read any more."""
    lost = recall.facts(plan).lost
    ready, vocabulary = recall.policy(plan).plan, recall.policy(plan).vocabulary
    planned = rule_named(ready, rule)
    read = {each for one in (planned, *alternatives_of(ready, planned)) for each in rests_on(ready, one, vocabulary)}
    return tuple(sorted(f"{entity}.{name}" for entity, name in read if name in lost.get(entity, ())))
