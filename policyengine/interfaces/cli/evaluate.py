"""`policyengine evaluate`: verdicts of policies over facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from policyengine.facts.tables import FactBase
from policyengine.facts.unclaimed import unclaimed_columns
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.inputs import Stored, facts_from, plan_from, waivers_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import (
    AsOfOption,
    JurisdictionOption,
    LangOption,
    MappingOption,
    RefusalsOption,
    StoredFactsOption,
    TrustedOption,
    UsageError,
    WaiversOption,
)
from policyengine.interfaces.cli.output import counting, note, note_all, say, working
from policyengine.interfaces.cli.refused import refusing
from policyengine.interfaces.cli.report import say_readings, say_verdicts
from policyengine.language.statuses import Status
from policyengine.pipeline import Backend, determinations, judge, other_readings, queries_of
from policyengine.plan.nodes import Plan
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.consequence_frame import Consequences
from policyengine.verdicts.names import STATUS_NAMES
from policyengine.verdicts.readings import compare_readings
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.write import write_verdicts, writer_for
from policyengine.verdicts.write_consequences import CONCLUSION_WRITERS, write_conclusions
from policyengine.vocabulary.models import Vocabulary

NAME = "evaluate"
HELP = both("据事实对方案的每条规则作出结论。", "Give the verdicts of policies over facts.")

EVALUATING = Text("正在评价", "evaluating")
WRITING = Text("正在写出 {file}", "writing {file}")
WRITTEN = Text("{n} 个结论写入 {file}", "{n} verdicts written to {file}")
CONCLUDED = Text("{n} 个后果写入 {file}", "{n} consequences written to {file}")
NO_READINGS = Text("这些方案没有写明另一种理解。", "These policies have no other readings.")
FAILED = Text("按 `--fail-on`：有 {n} 个 {status}。", "`--fail-on`: {n} {status}.")


@dataclass(frozen=True, slots=True)
class _Source:
    """Where facts are, and how they are read."""

    facts: str
    stored: Stored


def statuses(text: str) -> tuple[Status, ...]:
    """The statuses that an option lists, parted by commas."""
    known = [status.value for status in Status]
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise UsageError(Text(f"没有结论 `{word}`", f"there is no status `{word}`"), suggestion(word, known))
    return tuple(Status(word) for word in words)


def command(
    *,
    policies: Annotated[list[Path], typer.Argument(metavar="POLICY...", help=both("方案文件", "policy files"))],
    facts: StoredFactsOption,
    as_of: AsOfOption = None,
    jurisdiction: JurisdictionOption = None,
    readings: Annotated[
        bool,
        typer.Option(
            "--readings", help=both("说明哪些结论取决于如何理解原文", "say which verdicts depend on the reading")
        ),
    ] = False,
    waivers: WaiversOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=both("把全部结论写入 .parquet、.csv 或 .json", "write all verdicts to .parquet, .csv or .json"),
        ),
    ] = None,
    consequences: Annotated[
        Path | None,
        typer.Option(
            "--consequences",
            metavar="FILE",
            help=both(
                "把全部后果写入 .parquet、.csv、.xlsx 或 .json",
                "write all consequences to .parquet, .csv, .xlsx or .json",
            ),
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="STATUS,...",
            help=both("有这些结论时以 1 退出", "exit with 1 where any verdict is one of these"),
        ),
    ] = "",
    backend: Annotated[
        Backend | None,
        typer.Option(
            help=both("在哪里计算；walker 是逐个计算的参照引擎", "where to compute; walker is the slow reference"),
            show_default=False,
        ),
    ] = None,
    mapping: MappingOption = None,
    trusted: TrustedOption = False,
    explain_plan: Annotated[
        bool,
        typer.Option(
            "--explain-plan", help=both("只显示将要运行的 SQL 或计划", "only show the SQL or plan that would run")
        ),
    ] = False,
    refusals: RefusalsOption = None,
    lang: LangOption,
) -> None:
    """Exit code 1 where `--fail-on` asks for it."""
    failing = statuses(fail_on)
    if out is not None:
        writer_for(out)
    if consequences is not None:
        writer_for(consequences, CONCLUSION_WRITERS)
    plans = [plan_from(path, jurisdiction) for path in policies]
    granted = waivers_from(waivers, [plan for plan, _ in plans], lang)
    on = as_of or date.today()
    source = _Source(facts, Stored(_reader(backend), mapping, trusted))
    with refusing(refusals, lang):
        if explain_plan:
            _say_queries(plans, source, partial(queries_of, as_of=on, waivers=granted, backend=backend), lang)
            raise typer.Exit(exits.FINE)
        judged = partial(judge, as_of=on, waivers=granted, backend=backend)
        evaluations = _evaluations(plans, source, judged, lang)
        following = [verdicts.consequences() for verdicts in evaluations]
        for verdicts, found in zip(evaluations, following, strict=True):
            say_verdicts(verdicts, found, lang)
        if readings:
            _say_readings(evaluations, lang)
        if out is not None:
            _write(evaluations, out, lang)
        if consequences is not None:
            _write_consequences(following, consequences, lang)
    raise typer.Exit(_code(evaluations, failing, lang))


def _evaluations(
    plans: list[tuple[Plan, Vocabulary]], source: _Source, judged: Callable[..., Verdicts], lang: Lang
) -> list[Verdicts]:
    """The verdicts of each policy; policies that share a vocabulary share the facts."""
    known: dict[str, FactBase] = {}
    evaluations = []
    for plan, vocabulary in plans:
        if vocabulary.sha256 not in known:
            facts = known[vocabulary.sha256] = facts_from(source.facts, vocabulary, lang, source.stored)
            note_all((*facts.notes, *unclaimed_columns(facts, _determinations(plans))), lang)
        with working(EVALUATING.within(lang)):
            evaluations.append(judged(plan, plan.rules, known[vocabulary.sha256]))
    return evaluations


def _reader(backend: Backend | None) -> str:
    """Who reads a folder's files: a backend that does so in place, or Polars for all others."""
    return backend if backend in ("duckdb", "spark") else "polars"


def _say_queries(
    plans: list[tuple[Plan, Vocabulary]], source: _Source, asked: Callable[..., tuple[str, ...]], lang: Lang
) -> None:
    """The queries of each policy, one after the other."""
    for plan, vocabulary in plans:
        for query in asked(plan, facts_from(source.facts, vocabulary, lang, source.stored)):
            say(f"-- {plan.policy}")
            say(query)


def _determinations(plans: list[tuple[Plan, Vocabulary]]) -> frozenset[tuple[str, str]]:
    rules = determinations(rule for plan, _ in plans for rule in (*plan.rules, *plan.readings))
    return rules | determinations(each for plan, _ in plans for each in plan.consequences)


def _say_readings(evaluations: list[Verdicts], lang: Lang) -> None:
    differences = tuple(
        difference for verdicts in evaluations for difference in compare_readings(verdicts, other_readings(verdicts))
    )
    if differences:
        say_readings(differences, lang)
    else:
        say(NO_READINGS.within(lang))


def _write(evaluations: list[Verdicts], out: Path, lang: Lang) -> None:
    total = sum(len(verdicts) for verdicts in evaluations)
    with counting(WRITING.within(lang).format(file=out), total) as told:
        write_verdicts(_told(_frames(evaluations), told), out)
    note(WRITTEN.within(lang).format(n=total, file=out))


def _write_consequences(found: list[Consequences], file: Path, lang: Lang) -> None:
    with working(WRITING.within(lang).format(file=file)):
        n = write_conclusions(found, file)
    note(CONCLUDED.within(lang).format(n=n, file=file))


def _frames(evaluations: list[Verdicts]) -> Iterator[pl.DataFrame]:
    for verdicts in evaluations:
        yield from verdicts.frames()


def _told(frames: Iterator[pl.DataFrame], told: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    for frame in frames:
        yield frame
        told(frame.height)


def _code(evaluations: list[Verdicts], failing: tuple[Status, ...], lang: Lang) -> int:
    counted = {
        status: sum(int(verdicts.summary()[status.value].sum()) for verdicts in evaluations) for status in failing
    }
    for status, n in counted.items():
        if n:
            note(FAILED.within(lang).format(n=n, status=STATUS_NAMES[status].within(lang)))
    return exits.FINDINGS if any(counted.values()) else exits.FINE
