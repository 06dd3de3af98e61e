"""`policyengine why`: why a rule says what it says of a subject."""

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyengine.backends.opening import is_address
from policyengine.explain.layout import sections
from policyengine.explain.why import Why
from policyengine.facts.judgements import with_judgements
from policyengine.facts.tables import FactBase
from policyengine.interfaces.cli.inputs import Stored, facts_from, plan_from, waivers_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import ArchiveOption, LedgerOption, SecretsOption, recalled
from policyengine.interfaces.cli.options import (
    FORMAT,
    STORED_FACTS,
    AsOfOption,
    JurisdictionOption,
    LangOption,
    MappingOption,
    QuarantineOption,
    RefusalsOption,
    TrustedOption,
    UnmaskOption,
    UsageError,
    WaiversOption,
)
from policyengine.interfaces.cli.output import note, say
from policyengine.interfaces.cli.quarantined import say_quarantined
from policyengine.interfaces.cli.refused import refusing
from policyengine.language.waivers import Waiver
from policyengine.pipeline import determinations, explain_planned, explain_read
from policyengine.plan.planned import Plan
from policyengine.reading.findings import Finding
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.quarantine import must_name_format
from policyengine.vocabulary.models import Vocabulary

if TYPE_CHECKING:
    from policyengine.audit.recall import Recall

NAME = "why"
HELP = both("说明一条规则对一个对象为何得出这一结论。", "Explain why a rule says what it says of a subject.")

READ_OUT = Text(
    "为作说明，从 {backend} 读出了所依据的表和列。",
    "For the explanation, the tables and columns on which it rests were read out of {backend}.",
)
THREE_WORDS = Text("请依次写出方案文件、规则和对象", "name a policy file, a rule and a subject")
NO_FACTS = Text("缺少 `--facts`", "`--facts` is missing")
RUN_WORDS = Text(
    "使用 `--run` 时，请写出规则和对象，必要时先写方案",
    "with `--run`, name a rule and a subject, and before them the policy if needed",
)
RUN_ALONE = Text(
    "使用 `--run` 时，事实、评价日、管辖范围和豁免都取自记录",
    "with `--run`, facts, day, jurisdiction and waivers are those on record",
)


class Format(StrEnum):
    """How the explanation is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of facts: about which rule and subject, as of when; `stored` says how the facts are read."""

    plan: Plan
    vocabulary: Vocabulary
    facts: str
    stored: Stored
    rule: str
    subject: str
    as_of: date
    waivers: tuple[Waiver, ...]


WordsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="POLICY RULE SUBJECT",
        help=both(
            "方案文件、规则的编号、对象的编号；使用 `--run` 时方案写名称，可省略",
            "a policy file, a rule's id and a subject's id; with `--run` the policy's name, or none",
        ),
    ),
]
RunOption = Annotated[
    int | None,
    typer.Option(
        "--run",
        metavar="RUN",
        min=1,
        help=both("说明台账中一次运行的结论", "explain a verdict of a run on record"),
        show_default=False,
    ),
]


def command(
    *,
    words: WordsArgument,
    facts: Annotated[str | None, STORED_FACTS] = None,
    run: RunOption = None,
    ledger: LedgerOption = "",
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    as_of: AsOfOption = None,
    jurisdiction: JurisdictionOption = None,
    waivers: WaiversOption = None,
    mapping: MappingOption = None,
    trusted: TrustedOption = False,
    output: Annotated[Format, FORMAT] = Format.TEXT,
    refusals: RefusalsOption = None,
    quarantine: QuarantineOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Other readings of the rule are part of the explanation."""
    if run is not None:
        given = (facts, as_of, jurisdiction, waivers, mapping, refusals, quarantine)
        if trusted or any(each is not None for each in given):
            raise UsageError(RUN_ALONE)
        recall = recalled(ledger, archive, secrets)
        _say_on_record(_on_record(words, recall, run), recall, run, output, lang, unmask=unmask)
        return
    if len(words) != 3:
        raise UsageError(THREE_WORDS)
    if facts is None:
        raise UsageError(NO_FACTS)
    if quarantine is not None:
        must_name_format(quarantine)
    policy, rule, subject = words
    with refusing(refusals, lang, unmask=unmask):
        plan, vocabulary = plan_from(Path(policy), jurisdiction)
        granted = waivers_from(waivers, [plan], lang)
        stored = Stored(mapping=mapping, trusted=trusted, quarantine=quarantine is not None)
        asked = Asked(plan, vocabulary, facts, stored, rule, subject, as_of or date.today(), granted)
        if quarantine is None:
            say(_written(_explained(asked, lang), output, lang, unmask=unmask))
        else:
            known = _set_aside(asked, lang)
            why = explain_planned(plan, known, rule, subject, as_of=asked.as_of, waivers=granted)
            say(_written(why, output, lang, unmask=unmask))
            say_quarantined([known], quarantine, lang, unmask=unmask)


def _explained(asked: Asked, lang: Lang) -> Why:
    """The explanation, for which only those tables are read on which it rests, or where these do not do, all."""
    if is_address(asked.facts):
        known = facts_from(asked.facts, asked.vocabulary, lang, asked.stored)
        why = explain_planned(asked.plan, known, asked.rule, asked.subject, as_of=asked.as_of, waivers=asked.waivers)
        note(READ_OUT.within(lang).format(backend=known.backend.name))
        return why

    noted: list[Finding] = []

    def read(needed: frozenset[str] | None) -> FactBase:
        facts = facts_from(asked.facts, asked.vocabulary, lang, replace(asked.stored, needed=needed), noted)
        noted.extend(facts.notes)
        return facts

    return explain_read(
        asked.plan, asked.vocabulary, read, asked.rule, asked.subject, as_of=asked.as_of, waivers=asked.waivers
    )


def _set_aside(asked: Asked, lang: Lang) -> FactBase:
    """The facts in a quarantine, with all determinations that the plan names, so that bad ones are set aside too."""
    known, plan = facts_from(asked.facts, asked.vocabulary, lang, asked.stored), asked.plan
    return with_judgements(known, determinations((*plan.rules, *plan.readings, *plan.consequences)))


def _written(why: Why, output: Format, lang: Lang, *, unmask: bool) -> str:
    write = {Format.TEXT: why.to_text, Format.JSON: why.to_json, Format.HTML: why.to_html}[output]
    return write(lang, unmask=unmask).rstrip("\n")


def _say_on_record(why: Why, recall: "Recall", run: int, output: Format, lang: Lang, *, unmask: bool) -> None:
    """The explanation, and what offices decided about the verdict."""
    from policyengine.audit.masking import shown_subject  # noqa: PLC0415 - an extra
    from policyengine.audit.ruling_words import RULINGS, ruling_object, ruling_words  # noqa: PLC0415 - an extra
    from policyengine.audit.rulings import about, rulings  # noqa: PLC0415 - an extra

    asked = why.asked
    policy, kind = asked.document.policy, asked.subject.entity
    known_as = shown_subject(recall, recall.run(run).plan(policy), kind, asked.subject.id, unmask=False)
    found = about(rulings(recall.home.ledger, run), (policy, asked.rule.id, kind, known_as))
    if output is Format.JSON:
        told = {**json.loads(why.to_json(lang, unmask=unmask)), "rulings": [ruling_object(each) for each in found]}
        say(json.dumps(told, ensure_ascii=False, indent=2))
        return
    say(_written(why, output, lang, unmask=unmask))
    if found:
        tell = say if output is Format.TEXT else note
        tell(sections([(RULINGS.within(lang), [ruling_words(each, lang) for each in found])]).rstrip("\n"))


def _on_record(words: list[str], recall: "Recall", run: int) -> Why:
    from policyengine.audit.why import why_on_record  # noqa: PLC0415 - an extra

    if len(words) not in (2, 3):
        raise UsageError(RUN_WORDS)
    *policy, rule, subject = words
    return why_on_record(recall, recall.run(run), rule, subject, policy[0] if policy else None)
