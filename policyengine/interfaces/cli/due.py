"""`policyengine due`: what falls due and what expires within some days."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.due import Coming, Kind
from policyengine.authoring.due.coming import WITHIN, coming_under, in_order
from policyengine.authoring.due.expiring import expiries
from policyengine.authoring.due.tables import HEADERS, cells
from policyengine.authoring.due.writing import format_of, write_coming
from policyengine.interfaces.cli.inputs import facts_from, plan_from, waivers_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import (
    AsOfOption,
    FactsOption,
    JurisdictionOption,
    LangOption,
    PoliciesArgument,
    RefusalsOption,
    UnmaskOption,
    UsageError,
    WaiversOption,
)
from policyengine.interfaces.cli.output import note, on_terminal, say, table, working
from policyengine.interfaces.cli.refused import refusing
from policyengine.plan.planned import Plan
from policyengine.reading.text import Lang, Text
from policyengine.vocabulary.models import Vocabulary

NAME = "due"
HELP = both(
    "列出即将到期而尚未做到的事项，以及即将届满的证书、等级和任期。",
    "List duties about to fall due, and certificates, grades and terms about to expire.",
)

LOOKING = Text("正在查找", "looking")
HEADING = Text(
    "{as_of} 起 {within} 天内：{duties} 项期限，{expiries} 项有效期",
    "{within} days from {as_of}: {duties} duties due, {expiries} expiries",
)
MORE = Text("另有 {n} 项；`--out F.csv` 写出全部。", "{n} more; `--out F.csv` writes all of them.")
WRITTEN = Text("{n} 项写入 {file}", "{n} written to {file}")
NO_EXPIRIES = Text(
    "事实中没有词汇表标为 `expiry` 的日期，不能预警有效期。",
    "The facts have none of the dates that the vocabulary marks as `expiry`.",
)
NO_CALENDAR = Text("`--alarm` 只与 `--out F.ics` 同用", "`--alarm` goes with `--out F.ics` alone")
SHOWN = (0, 1, 2, 3, 5, 6, 7, 8)
MOST_SHOWN = 100


def command(
    *,
    policies: PoliciesArgument,
    facts: FactsOption,
    as_of: AsOfOption = None,
    within: Annotated[
        int, typer.Option("--within", min=0, metavar="DAYS", help=both("多少天以内", "how many days ahead"))
    ] = WITHIN,
    jurisdiction: JurisdictionOption = None,
    waivers: WaiversOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="F.ics|.csv|.json",
            help=both("写入日历、表格或 JSON", "write a calendar, a table or JSON"),
            show_default=False,
        ),
    ] = None,
    alarm: Annotated[
        int | None,
        typer.Option(
            "--alarm",
            min=0,
            metavar="DAYS",
            help=both("日历提前多少天提醒", "how many days before the calendar reminds"),
            show_default=False,
        ),
    ] = None,
    unmask: UnmaskOption = False,
    refusals: RefusalsOption = None,
    lang: LangOption,
) -> None:
    """Soonest first; 0 days left is the day itself."""
    on = as_of or date.today()
    written_as = None if out is None else format_of(out)
    if alarm is not None and written_as != ".ics":
        raise UsageError(NO_CALENDAR)
    plans = [plan_from(path, jurisdiction) for path in policies]
    granted = waivers_from(waivers, [plan for plan, _ in plans], lang)
    with refusing(refusals, lang, unmask=unmask):
        found = _found(
            plans, facts, partial(coming_under, as_of=on, within=within, waivers=granted, unmask=unmask), lang
        )
    if out is not None:
        write_coming(found, out, as_of=on, lang=lang, alarm=alarm)
        note(WRITTEN.within(lang).format(n=len(found), file=out))
    duties = sum(one.kind is Kind.DUTY for one in found)
    say(HEADING.within(lang).format(as_of=on, within=within, duties=duties, expiries=len(found) - duties), "bold")
    _say(found, lang)


def _found(
    plans: Sequence[tuple[Plan, Vocabulary]], folder: Path, looked: Callable[..., tuple[Coming, ...]], lang: Lang
) -> tuple[Coming, ...]:
    """What is coming up under all plans; those that share a vocabulary share the facts."""
    by_vocabulary: dict[str, list[Plan]] = {}
    for plan, vocabulary in plans:
        by_vocabulary.setdefault(vocabulary.sha256, []).append(plan)
    known = {vocabulary.sha256: vocabulary for _, vocabulary in plans}
    found: list[Coming] = []
    for digest, group in by_vocabulary.items():
        facts = facts_from(folder, known[digest], lang)
        if not list(expiries(facts)):
            note(NO_EXPIRIES.within(lang))
        with working(LOOKING.within(lang)):
            found += looked(group, facts)
    return in_order(found)


def _say(found: Sequence[Coming], lang: Lang) -> None:
    """A row for each; to a person at a terminal the first of them."""
    shown = found[:MOST_SHOWN] if on_terminal() else found
    if shown:
        rows = [cells(one, lang) for one in shown]
        table([HEADERS[n].within(lang) for n in SHOWN], [[row[n] for n in SHOWN] for row in rows], numbers={1})
    if len(shown) < len(found):
        say(MORE.within(lang).format(n=len(found) - len(shown)))
