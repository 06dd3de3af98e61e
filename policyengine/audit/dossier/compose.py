"""The case file of a verdict on record, put together from its explanation, its record and the ledger."""

from collections.abc import Iterator

from policyengine.audit.dossier.history import history
from policyengine.audit.dossier.model import CaseFile, Point, Section
from policyengine.audit.quarantine_words import quarantine_words
from policyengine.audit.ruling_words import RULINGS, ruling_words
from policyengine.audit.rulings import Ruling
from policyengine.audit.verdict_on_record import VerdictOnRecord
from policyengine.explain.as_text import closing_sections, measured_sections, result_section, rule_sections, voice_of
from policyengine.explain.explain import explain
from policyengine.explain.model import Finding
from policyengine.explain.phrases import Voice
from policyengine.explain.rows_text import Part, populations
from policyengine.explain.values import name_of
from policyengine.explain.why import Why
from policyengine.facts.mask import Mask
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.names import STATUS_NAMES
from policyengine.vocabulary.personal import about_persons

TITLE = Text("合规结论卷宗", "Compliance case file")
RESULT = Text("结论", "Result")
HISTORY = Text("历次运行", "Run by run")
HEADERS = (
    Text("运行", "Run"),
    Text("评价日", "As of"),
    Text("结论", "Verdict"),
    Text("测算值", "Value"),
    Text("目标", "Target"),
)
NO_RULINGS = Text("没有记录。", "None is on record.")
PROVENANCE = Text("来源与散列", "Provenance and digests")
FOOTER = Text(
    "由台账 {origin} 第 {run} 号记录及档案生成；本卷宗未签名，需要核验时请出具证书（`certificate`）。",
    "Made from record {run} of the ledger {origin} and its archive. It is not signed: `certificate` makes what can be "
    "verified.",
)


def case_file(found: VerdictOnRecord, lang: Lang, *, unmask: bool = False) -> CaseFile:
    """The case file in one language; what is personal is told where `unmask` asks for it alone."""
    case, verdict = found.case, found.verdict
    mask = Mask(case.facts.vocabulary, case.facts, unmask=unmask)
    why = explain(case, found.rule, verdict.subject, alternatives=found.alternatives)
    voice = voice_of(why.asked, why.found, mask, lang)
    entity = case.facts.vocabulary.entities[verdict.subject_kind]
    name = "" if about_persons(entity) and not unmask else name_of(voice, why.asked.subject)
    kind = Text(entity.label.zh, entity.label.en).within(lang)
    subject = " ".join(part for part in (kind, name, mask.id(entity.name, verdict.subject)) if part)
    number = f"（{case.plan.document_number}）" if case.plan.document_number else ""
    return CaseFile(
        lang=lang,
        title=TITLE.within(lang),
        heading=found.rule.title,
        subtitle=f"{subject} · {case.plan.title}{number}",
        status=verdict.status,
        status_words=STATUS_NAMES[verdict.status].within(lang),
        parts=tuple(part for part in _explained(why, voice) if part[1]),
        rulings=_rulings(found.rulings, lang),
        history_title=HISTORY.within(lang),
        headers=tuple(header.within(lang) for header in HEADERS),
        history=history(found, mask),
        provenance=_provenance(found, lang),
        footer=FOOTER.within(lang).format(origin=found.run.home.ledger.about.origin, run=found.run.number),
        value_words=HEADERS[3].within(lang),
        target_words=HEADERS[4].within(lang),
    )


def _explained(why: Why, voice: Voice) -> Iterator[Section]:
    """The explanation, in the order of its text."""
    asked, found = why.asked, why.found
    yield result_section(voice, found)
    yield from rule_sections(voice, asked)
    if isinstance(found, Finding):
        yield from measured_sections(voice, asked, found)
        yield from populations(voice, found)
        yield from closing_sections(voice, asked, found)


def row_of(point: Point, lang: Lang) -> tuple[str, ...]:
    """A run as a row of the table."""
    status = STATUS_NAMES[point.status].within(lang)
    return str(point.run), point.as_of.isoformat(), status, point.value, point.target


def _rulings(rulings: tuple[Ruling, ...], lang: Lang) -> Section:
    lines: list[Part] = [ruling_words(ruling, lang) for ruling in rulings]
    return RULINGS.within(lang), lines or [NO_RULINGS.within(lang)]


def _provenance(found: VerdictOnRecord, lang: Lang) -> Section:
    run, plan = found.run.run, found.plan
    ledger = found.run.home.ledger.about
    given: list[tuple[Text, str | None]] = [
        (Text("记录", "Record"), f"{ledger.origin} #{found.run.number}"),
        (Text("记录时间", "Recorded at"), run.recorded_at),
        (Text("记录人", "Recorded by"), run.recorded_by),
        (Text("说明", "Note"), run.note),
        (Text("方案文件", "Policy file"), f"{plan.file.name}  {plan.file.digest}"),
        (Text("词汇表", "Vocabulary"), "\n".join(f"{file.name}  {file.digest}" for file in plan.vocabulary)),
        (Text("方案原文", "Source text"), f"{plan.source.name}  {plan.source.digest}" if plan.source else None),
        (Text("事实清单", "Manifest of facts"), plan.facts),
        (Text("事实日期", "Facts as of"), str(found.case.facts.snapshot_on) if found.case.facts.snapshot_on else None),
        (Text("搁置的事实", "Facts set aside"), quarantine_words(run.quarantine, lang) if run.quarantine else None),
        (Text("结论清单", "Manifest of verdicts"), plan.verdicts),
        (Text("后果清单", "Manifest of consequences"), plan.consequences),
        (Text("豁免", "Waivers"), run.waivers),
        (
            Text("程序", "Program"),
            f"policyengine-rules {run.engine.version}, {run.engine.backend}, Polars {run.engine.polars}, "
            f"Python {run.engine.python}",
        ),
        (Text("台账公钥", "The ledger's public key"), str(ledger.public_key)),
    ]
    lines: list[Part] = [
        f"{name.within(lang)}{Text('：', ': ').within(lang)}{line}"
        for name, value in given
        if value
        for line in value.split("\n")
    ]
    return PROVENANCE.within(lang), lines
