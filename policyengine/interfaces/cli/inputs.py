"""Reading what a call names: policies, facts, waivers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from policyengine.facts.read import must_suit, read_facts, read_needed
from policyengine.facts.tables import FactBase
from policyengine.interfaces.cli.options import place
from policyengine.interfaces.cli.output import note, telling
from policyengine.language.waivers import Waiver, load_waivers
from policyengine.plan.planned import Plan
from policyengine.plan.ready import check_policy, plan_of
from policyengine.reading.findings import Finding
from policyengine.reading.nearest import suggestion
from policyengine.reading.render import render_notes
from policyengine.reading.text import Lang, Text
from policyengine.vocabulary.models import Vocabulary

READING = Text("正在读取事实", "reading facts")
ROWS_READ = Text("{file} 第 {rows:,} 行", "{file} row {rows:,}")
IDLE_WAIVER = Text(
    "{place}: 豁免的规则 `{rule}` 不在方案 `{policy}` 中，不起作用。{hint}",
    "{place}: the policy `{policy}` has no rule `{rule}`, so that this waiver changes nothing. {hint}",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a call says of how facts are read: by whom, what holds what, whether to check, and to set aside.

    Of a folder only what is `needed` may be read.
    """

    backend: str = "polars"
    mapping: Path | None = None
    trusted: bool = False
    quarantine: bool = False
    needed: frozenset[str] | None = None


NOT_STORED = Stored()


def plan_from(path: Path, jurisdiction: str | None) -> tuple[Plan, Vocabulary]:
    """A policy's plan, for its own jurisdiction or for another, and its vocabulary."""
    return plan_of(check_policy(path, jurisdiction=None if jurisdiction is None else place(jurisdiction)))


def facts_from(
    source: str | Path,
    vocabulary: Vocabulary,
    lang: Lang,
    stored: Stored = NOT_STORED,
    noted: Collection[Finding] = (),
) -> FactBase:
    """The facts of a folder or workbook, or those that stay where they are stored.

    How they were read is noted, but for what is `noted` already.
    """
    with telling(READING.within(lang)) as told:

        def progress(file: str, rows: int) -> None:
            told(ROWS_READ.within(lang).format(file=file, rows=rows) if rows else file)

        if stored.needed is not None:
            mapped = stored.mapping is not None
            must_suit(source, stored.backend, mapped=mapped, trusted=stored.trusted, quarantine=stored.quarantine)
            facts = read_needed(Path(source), vocabulary, stored.needed, progress)
        else:
            facts = read_facts(
                source,
                vocabulary,
                mapping=stored.mapping,
                trusted=stored.trusted,
                backend=stored.backend,
                quarantine=stored.quarantine,
                progress=progress,
            )
    if told_now := [each for each in facts.notes if each not in noted]:
        note(render_notes(told_now, lang))
    return facts


def waivers_from(path: Path | None, plans: Iterable[Plan], lang: Lang) -> tuple[Waiver, ...]:
    """The waivers of a file; those that name no rule of their policy are noted."""
    if path is None:
        return ()
    waivers = load_waivers(path)
    rules = {plan.policy: [rule.id for rule in plan.rules] for plan in plans}
    for waiver in waivers:
        known = rules.get(waiver.policy)
        if known is not None and waiver.rule not in known:
            hint = suggestion(waiver.rule, known).within(lang)
            words = {"place": waiver.place, "rule": waiver.rule, "policy": waiver.policy, "hint": hint}
            note(IDLE_WAIVER.within(lang).format(**words))
    return waivers
