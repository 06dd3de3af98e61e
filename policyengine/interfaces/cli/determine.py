"""`policyengine determine`: what an office decided about a verdict on record."""

from datetime import date
from typing import Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    RULE,
    RUN,
    SUBJECT,
    ArchiveOption,
    LedgerOption,
    PolicyOption,
    RecordedByOption,
    SecretsOption,
    opened,
)
from policyengine.interfaces.cli.options import LangOption, UsageError, day
from policyengine.interfaces.cli.output import say
from policyengine.language.statuses import DEFINITE, Status
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text

NAME = "determine"
HELP = both(
    "记录一项复核决定：不采信一个结论，或对待定的结论作出决定；结论本身不变。",
    "Record an office's ruling: a verdict is set aside, or an unknown one decided; the verdict itself stays.",
)

RECORDED = Text("复核决定记录为第 {n} 号。", "The ruling is on record as number {n}.")
WITHDRAWN = Text("复核决定 {n} 已撤回，记录为第 {by} 号。", "Ruling {n} is withdrawn, on record as number {by}.")
EITHER = Text(
    "请给出 `--run N RULE SUBJECT` 以及 `--sets-aside` 或 `--decides STATUS` 之一；或者只给出 `--withdraw N`。",
    "Give `--run N RULE SUBJECT` and either `--sets-aside` or `--decides STATUS`; or `--withdraw N` alone.",
)


OfficeOption = Annotated[
    str, typer.Option("--office", help=both("作出决定的机关", "the office that decided"), show_default=False)
]
BasisOption = Annotated[
    str,
    typer.Option(
        "--basis", help=both("依据，如决定书文号", "the ground, such as a document's number"), show_default=False
    ),
]
OnOption = Annotated[
    date,
    typer.Option(
        "--on", metavar="DATE", parser=day, help=both("决定的日期", "the day of the decision"), show_default=False
    ),
]
SetsAsideOption = Annotated[bool, typer.Option("--sets-aside", help=both("不采信该结论", "set the verdict aside"))]
DecidesOption = Annotated[
    str | None,
    typer.Option(
        "--decides",
        metavar="STATUS",
        help=both("对待定的结论作出决定", "decide a verdict that is unknown"),
        show_default=False,
    ),
]
WithdrawOption = Annotated[
    int | None,
    typer.Option("--withdraw", metavar="N", help=both("撤回第 N 号复核决定", "withdraw ruling N"), show_default=False),
]


def command(
    *,
    rule: Annotated[str | None, RULE] = None,
    subject: Annotated[str | None, SUBJECT] = None,
    run: Annotated[int | None, RUN] = None,
    office: OfficeOption,
    basis: BasisOption,
    on: OnOption,
    sets_aside: SetsAsideOption = False,
    decides: DecidesOption = None,
    withdrawn: WithdrawOption = None,
    recorded_by: RecordedByOption = None,
    ledger: LedgerOption,
    policy: PolicyOption = None,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    lang: LangOption,
) -> None:
    """Each is an entry of its own in the ledger, and can be withdrawn by another entry alone."""
    from policyengine.audit.recall import Recall  # noqa: PLC0415 - an extra
    from policyengine.audit.rulings import Office, rule_on, withdraw  # noqa: PLC0415 - an extra
    from policyengine.audit.verdict_on_record import verdict_on_record  # noqa: PLC0415 - an extra

    whose = Office(office, basis, on, recorded_by)
    if withdrawn is not None:
        if (rule, subject, run, policy, decides, sets_aside) != (None, None, None, None, None, False):
            raise UsageError(Text("`--withdraw` 不与其他对象并用", "`--withdraw` stands alone"), EITHER)
        ended = withdraw(opened(ledger, archive, secrets), withdrawn, whose)
        say(WITHDRAWN.within(lang).format(n=ended.number, by=ended.withdrawn_by))
        return
    if rule is None or subject is None or run is None or sets_aside is (decides is not None):
        raise UsageError(Text("没有说明决定什么", "it is not said what is decided"), EITHER)
    status = None if decides is None else _status(decides)
    recall = Recall(opened(ledger, archive, secrets))
    found = verdict_on_record(recall, recall.run(run), rule, subject, policy)
    made = rule_on(recall.home, run, found.verdict, found.known_as, whose, decides=status)
    say(RECORDED.within(lang).format(n=made.number))


def _status(word: str) -> Status:
    known = [status.value for status in DEFINITE]
    if word not in known:
        raise UsageError(Text(f"没有结论 `{word}`", f"there is no status `{word}`"), suggestion(word, known))
    return Status(word)
