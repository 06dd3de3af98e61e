"""`policyengine replay`: derive a run's verdicts again from the archive, and compare."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    ArchiveOption,
    LedgerOption,
    RunArgument,
    SecretsOption,
    recalled,
)
from policyengine.interfaces.cli.options import LangOption, UnmaskOption
from policyengine.interfaces.cli.output import counting, say, table
from policyengine.language.statuses import Status
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.names import STATUS_NAMES

if TYPE_CHECKING:
    from policyengine.audit.replay import Difference, Underivable
    from policyengine.audit.replayed_consequences import ReplayedConsequences

NAME = "replay"
HELP = both("用档案重新推导一次运行的全部结论并逐个比较。", "Derive a run's verdicts again and compare each.")

REPLAYING = Text("正在重新推导", "deriving again")
SAME = Text("{n} 个结论全部与记录一致。", "All {n} verdicts come out as they were recorded.")
DIFFERING = Text(
    "{n} 个结论中有 {differing} 个与记录不同。", "Of {n} verdicts {differing} differ from those on record."
)
LOST = Text(
    "{policy} 的规则 {rule} 无法重新推导：个人信息 {columns} 的密钥不在此处。",
    "The rule {rule} of {policy} cannot be derived again: the key of the personal data {columns} is not here.",
)
SAME_CONSEQUENCES = Text("{n} 个后果全部与记录一致。", "All {n} consequences come out as they were recorded.")
DIFFERING_CONSEQUENCES = Text(
    "{n} 个后果中有 {differing} 个与记录不同。", "Of {n} consequences {differing} differ from those on record."
)
LOST_CONSEQUENCES = Text(
    "无法重新推导的后果（个人信息的密钥不在此处）：{names}",
    "Consequences that cannot be derived again, for the key of personal data is not here: {names}",
)
HEADERS = (
    Text("方案", "policy"),
    Text("规则", "rule"),
    Text("对象", "subject"),
    Text("记录", "on record"),
    Text("现在", "now"),
    Text("不同之处", "differing"),
    Text("原因", "cause"),
)
CONSEQUENCE_HEADERS = (HEADERS[0], Text("后果", "consequence"), *HEADERS[2:])
FOLLOWS = {None: Text("不成立", "does not follow"), "yes": Text("成立", "follows"), "unknown": Text("可能", "possibly")}
NO_VERDICT = Text("无结论", "no verdict")


def command(
    *,
    run: RunArgument,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Exit code 1 where a verdict comes out otherwise."""
    from policyengine.audit.masking import shown_subject  # noqa: PLC0415 - an extra
    from policyengine.audit.replay import replay  # noqa: PLC0415 - an extra

    recall = recalled(ledger, archive, secrets)
    on_record = recall.run(run)
    total = sum(sum(plan.statuses.values()) for plan in on_record.run.plans)
    with counting(REPLAYING.within(lang), total) as told:
        found = replay(recall, on_record, told)
    subjects = [
        shown_subject(recall, on_record.plan(each.policy), each.subject_kind, each.subject, unmask=unmask)
        for each in found.differences
    ]
    _say_differences(found.differences, subjects, lang)
    _say_lost(found.underivable, lang)
    if found.differing:
        say(DIFFERING.within(lang).format(n=found.compared, differing=found.differing), "red")
    else:
        say(SAME.within(lang).format(n=found.compared), "green")
    following = found.consequences
    subjects = [
        shown_subject(recall, on_record.plan(each.policy), each.subject_kind, each.subject, unmask=unmask)
        for each in following.differences
    ]
    _say_consequences(following, subjects, lang)
    if found.differing or following.differing:
        raise typer.Exit(exits.FINDINGS)


def _say_differences(differences: Sequence["Difference"], subjects: Sequence[str], lang: Lang) -> None:
    if differences:
        rows = [
            (
                each.policy,
                each.rule,
                subject,
                status_words(each.was, lang),
                status_words(each.now, lang),
                ", ".join(each.fields),
                each.cause.within(lang),
            )
            for each, subject in zip(differences, subjects, strict=True)
        ]
        table([header.within(lang) for header in HEADERS], rows)


def _say_consequences(found: "ReplayedConsequences", subjects: Sequence[str], lang: Lang) -> None:
    if found.differences:
        rows = [
            (
                each.policy,
                each.consequence,
                subject,
                FOLLOWS[each.was].within(lang),
                FOLLOWS[each.now].within(lang),
                ", ".join(each.fields),
                each.cause.within(lang),
            )
            for each, subject in zip(found.differences, subjects, strict=True)
        ]
        table([header.within(lang) for header in CONSEQUENCE_HEADERS], rows)
    if found.underivable:
        say(LOST_CONSEQUENCES.within(lang).format(names=", ".join(found.underivable)), "yellow")
    if found.differing:
        say(DIFFERING_CONSEQUENCES.within(lang).format(n=found.compared, differing=found.differing), "red")
    elif found.compared:
        say(SAME_CONSEQUENCES.within(lang).format(n=found.compared), "green")


def _say_lost(underivable: Sequence["Underivable"], lang: Lang) -> None:
    for each in underivable:
        words = {"policy": each.policy, "rule": each.rule, "columns": ", ".join(each.columns)}
        say(LOST.within(lang).format(**words), "yellow")


def status_words(status: str | None, lang: Lang) -> str:
    """A status as people call it; of no verdict, that."""
    return NO_VERDICT.within(lang) if status is None else STATUS_NAMES[Status(status)].within(lang)
