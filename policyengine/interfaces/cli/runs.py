"""`policyengine runs`: the runs on record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    ArchiveOption,
    Format,
    FormatOption,
    LedgerOption,
    RunArgument,
    SecretsOption,
    recalled,
)
from policyengine.interfaces.cli.options import LangOption, UnmaskOption, UsageError
from policyengine.interfaces.cli.output import note, say, table
from policyengine.language.statuses import Status
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.names import STATUS_NAMES

if TYPE_CHECKING:
    from policyengine.audit.record import PlanRecord

NAME = "runs"
HELP = both("台账中的运行。", "The runs on record.")

HEADERS = (
    Text("运行", "run"),
    Text("记录时间", "recorded at"),
    Text("评价日", "as of"),
    Text("方案", "policies"),
    Text("结论", "verdicts"),
    Text("记录人", "recorded by"),
    Text("说明", "note"),
)
NONE = Text("台账中还没有运行。", "The ledger has no runs yet.")
RUN = Text("运行 {number}，记录于 {at}", "run {number}, recorded at {at}")
BY = Text("记录人：{by}", "recorded by: {by}")
NOTED = Text("说明：{note}", "note: {note}")
AS_OF = Text("评价日：{day}", "as of: {day}")
ENGINE = Text(
    "引擎：policyengine {version}，Polars {polars}，Python {python}，后端 {backend}",
    "engine: policyengine {version}, Polars {polars}, Python {python}, backend {backend}",
)
WAIVERS = Text("豁免：{digest}", "waivers: {digest}")
ASIDE = Text("搁置的事实：{words}", "facts set aside: {words}")
NO_KEY = Text("搁置的内容已加密，其密钥不在此处", "what was set aside is sealed, and its key is not here")
POLICY = Text("方案 {policy}：{title}", "policy {policy}: {title}")
PARTS = (
    (Text("  文件：{}", "  file: {}"), "file"),
    (Text("  词汇表：{}", "  vocabulary: {}"), "vocabulary"),
    (Text("  原文：{}", "  source text: {}"), "source"),
    (Text("  管辖范围：{}", "  jurisdiction: {}"), "jurisdiction"),
    (Text("  事实：{}", "  facts: {}"), "facts"),
    (Text("  结论：{}", "  verdicts: {}"), "verdicts"),
    (Text("  后果：{}", "  consequences: {}"), "consequences"),
)
CONCLUDED = Text(
    "  后果 {consequence}：成立 {yes} · 可能 {unknown}",
    "  consequence {consequence}: follows {yes} · possibly {unknown}",
)
UNKNOWN = "—"
PLACES = {"own": Text("方案自定", "the policy's own"), "national": Text("全国", "the nation")}

APP = typer.Typer(invoke_without_command=True)


@APP.callback()
def command(
    context: typer.Context,
    *,
    ledger: LedgerOption = "",
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    lang: LangOption,
) -> None:
    """A row for each run, the oldest first."""
    if context.invoked_subcommand is not None:
        return
    rows = [
        (
            str(each.number),
            each.run.recorded_at,
            str(each.run.as_of),
            ", ".join(plan.policy for plan in each.run.plans),
            str(sum(sum(plan.statuses.values()) for plan in each.run.plans)),
            each.run.recorded_by or UNKNOWN,
            each.run.note or UNKNOWN,
        )
        for each in recalled(ledger, archive, secrets).runs()
    ]
    if rows:
        table([header.within(lang) for header in HEADERS], rows, numbers=(0, 4))
    else:
        say(NONE.within(lang))


@APP.command("show", help=both("一次运行由什么作出。", "What a run was made from."))
def show(
    *,
    run: RunArgument,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    output: FormatOption = Format.TEXT,
    lang: LangOption,
) -> None:
    """As JSON, the record itself."""
    from policyengine.audit.quarantine_words import quarantine_words  # noqa: PLC0415 - an extra

    found = recalled(ledger, archive, secrets).run(run)
    if output is Format.JSON:
        say(found.run.model_dump_json(indent=2))
        return
    record = found.run
    say(RUN.within(lang).format(number=found.number, at=record.recorded_at), "bold")
    say(AS_OF.within(lang).format(day=record.as_of))
    say(BY.within(lang).format(by=record.recorded_by or UNKNOWN))
    say(NOTED.within(lang).format(note=record.note or UNKNOWN))
    say(ENGINE.within(lang).format(**record.engine.model_dump()))
    if record.waivers is not None:
        say(WAIVERS.within(lang).format(digest=record.waivers))
    if record.quarantine is not None:
        say(ASIDE.within(lang).format(words=quarantine_words(record.quarantine, lang)))
    for plan in record.plans:
        say("")
        _say_plan(plan, lang)


def _say_plan(plan: "PlanRecord", lang: Lang) -> None:
    say(POLICY.within(lang).format(policy=plan.policy, title=plan.title), "bold")
    words = {
        "file": f"{plan.file.name} {plan.file.digest}",
        "vocabulary": ", ".join(f"{file.name} {file.digest}" for file in plan.vocabulary),
        "source": plan.source.digest if plan.source is not None else "",
        "jurisdiction": PLACES[plan.jurisdiction].within(lang) if plan.jurisdiction in PLACES else plan.jurisdiction,
        "facts": plan.facts,
        "verdicts": plan.verdicts,
        "consequences": plan.consequences or "",
    }
    for text, name in PARTS:
        if words[name]:
            say(text.within(lang).format(words[name]))
    counts = [f"{STATUS_NAMES[Status(status)].within(lang)} {n}" for status, n in plan.statuses.items()]
    say("  " + " · ".join(counts))
    for consequence, found_for in plan.concluded.items():
        say(CONCLUDED.within(lang).format(consequence=consequence, **found_for.model_dump()))


@APP.command(
    "quarantine",
    help=both(
        "一次运行搁置了哪些事实。",
        "What a run set aside of its facts.",
    ),
)
def quarantine(
    *,
    run: RunArgument,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="F.csv|xlsx", help=both("写入的文件", "the file"), show_default=False),
    ],
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """The file is the one that `evaluate --quarantine` wrote then."""
    from policyengine.audit.kept_quarantine import kept_quarantine  # noqa: PLC0415 - an extra
    from policyengine.audit.quarantine_words import quarantine_words  # noqa: PLC0415 - an extra
    from policyengine.verdicts.quarantine import must_name_format, write_quarantine  # noqa: PLC0415 - it loads Polars

    must_name_format(out)
    recall = recalled(ledger, archive, secrets)
    kept = recall.run(run).run.quarantine
    if kept is None:
        raise UsageError(Text(f"运行 {run} 没有搁置事实", f"run {run} was made without `--quarantine`"))
    refusals = kept_quarantine(kept, recall.home.archive, recall.home.secrets)
    if refusals is None:
        raise UnreadableInputError(NO_KEY)
    write_quarantine(refusals, out, lang, unmask=unmask)
    note(f"{out}{Text('：', ': ').within(lang)}{quarantine_words(kept, lang)}")
