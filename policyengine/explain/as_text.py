"""An explanation as plain text for someone who has never seen the program."""

from collections.abc import Iterator

from policyengine.engine.walker.rows import Lack, Row
from policyengine.explain.conclusion_text import conclusion_lines
from policyengine.explain.dates_text import dates_lines
from policyengine.explain.layout import sections
from policyengine.explain.measure_text import gap_words, is_rate, value_lines, verdict_value
from policyengine.explain.missing_text import missing_lines, reason_words
from policyengine.explain.model import Alternative, Asked, Finding, NoVerdict, Proof
from policyengine.explain.phrases import Voice
from policyengine.explain.rows_text import rows_sections, tested_lines
from policyengine.explain.sentences import requirement_words, when_words
from policyengine.explain.values import id_of, place_words, row_words, value_words
from policyengine.explain.words import MEANINGS, MODALITIES, NO_VERDICT, PROOFS, STATUSES, TRUTHS
from policyengine.facts.mask import Mask
from policyengine.language.statuses import Status
from policyengine.plan.nodes import Judged
from policyengine.plan.planned import PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.reading.text import Lang
from policyengine.semantics.truth import Truth
from policyengine.verdicts.masked import masked_verdict
from policyengine.verdicts.verdict import Verdict

Section = tuple[str, list[str]]


def voice_of(asked: Asked, found: Finding | NoVerdict, mask: Mask, lang: Lang) -> Voice:
    """The words for one explanation."""
    on = found.verdict.measured_on if isinstance(found, Finding) else None
    beside = (*(one.rule for one in found.readings), *found.conclusions) if isinstance(found, Finding) else ()
    judged = {node.name: node.text for node in parts_of(asked.rule, *beside) if isinstance(node, Judged)}
    return Voice(mask.vocabulary, lang, on, judged, mask)


def text_of(asked: Asked, found: Finding | NoVerdict, mask: Mask, lang: Lang) -> str:
    """The explanation as aligned sections."""
    voice = voice_of(asked, found, mask, lang)
    said = [result_section(voice, found), *rule_sections(voice, asked)]
    if isinstance(found, Finding):
        said += measured_sections(voice, asked, found)
        said += rows_sections(voice, found)
        said += closing_sections(voice, asked, found)
    return sections(said)


def status_words(voice: Voice, verdict: Verdict) -> str:
    """The status; of an unknown one also what it may be."""
    words = STATUSES[verdict.status].within(voice.lang)
    if verdict.status is not Status.UNKNOWN:
        return words
    possible = [STATUSES[one].within(voice.lang) for one in verdict.possible]
    return voice.say(f"{words}（可能：{'、'.join(possible)}）", f"{words} (possibly {' / '.join(possible)})")


def result_section(voice: Voice, found: Finding | NoVerdict) -> Section:
    """The verdict, what it means, and why; or why there is none."""
    if isinstance(found, NoVerdict):
        return voice.say("结论", "Result"), [NO_VERDICT[found].within(voice.lang)]
    verdict = found.verdict
    words = status_words(voice, verdict)
    lines = [voice.say(f"{words}。", f"{words[0].upper()}{words[1:]}. ") + MEANINGS[verdict.status].within(voice.lang)]
    for reason in verdict.reasons:
        because = reason_words(voice, reason, verdict.status)
        lines.append(voice.say(f"原因：{because}", f"Reason: {because}"))
    return voice.say("结论", "Result"), lines


def rule_sections(voice: Voice, asked: Asked) -> Iterator[Section]:
    """The rule, its subject, its clauses and what it requires."""
    rule, document = asked.rule, asked.document
    name = f"{document.policy} / {rule.id}" + (f" / {rule.alternative}" if rule.alternative else "")
    modality = MODALITIES[rule.modality].within(voice.lang)
    yield (
        voice.say("规则", "Rule"),
        [voice.say(f"{rule.title}（{name}；{modality}）", f"{rule.title} ({name}; {modality})")],
    )
    yield voice.say("对象", "Subject"), [row_words(voice, asked.subject)]
    number = document.number
    source = voice.say(f"《{document.title}》", document.title)
    source = source if number is None else voice.say(f"{source}（{number}）", f"{source} ({number})")
    cited = [voice.say(f"{cite.section}：“{cite.quote}”", f"{cite.section}: “{cite.quote}”") for cite in rule.citations]
    yield voice.say("依据", "Clause"), [source, *cited]
    when = when_words(voice, rule)
    if when is not None:
        yield voice.say("适用于", "Applies where"), [when]
    yield voice.say("要求", "Requirement"), [requirement_words(voice, rule.requirement)]
    if rule.actor:
        yield voice.say("责任主体", "Duty of"), [rule.actor]


def measured_sections(voice: Voice, asked: Asked, found: Finding) -> Iterator[Section]:
    """What was found of the subject, what is lacking, when, and what follows."""
    rule, verdict = asked.rule, found.verdict
    yield voice.say("实际情况", "Found"), _found_lines(voice, rule, found)
    yield voice.say("差距", "Gap"), gap_words(voice, rule, found)
    yield voice.say("日期", "Dates"), dates_lines(voice, rule, found)
    if verdict.waiver:
        yield voice.say("豁免", "Waiver"), [verdict.waiver]
    yield voice.say("后果", "Consequences"), conclusion_lines(voice, found)


def closing_sections(voice: Voice, asked: Asked, found: Finding) -> Iterator[Section]:
    """What is missing, and how the text is read."""
    yield voice.say("缺少的事实", "Missing facts"), missing_lines(voice, found)
    if asked.rule.reading:
        yield voice.say("本条的理解", "Reading"), [asked.rule.reading]
    readings = [_reading(voice, other, found.verdict) for other in found.readings]
    yield voice.say("另一种理解", "Other readings"), readings


def _found_lines(voice: Voice, rule: PlannedRule, found: Finding) -> list[str]:
    lines = []
    if when_words(voice, rule) is not None:
        truth = TRUTHS[found.when.truth].within(voice.lang)
        lines.append(voice.say(f"适用条件：{truth}", f"whether it applies: {truth}"))
        if found.when.truth is not Truth.YES:
            lines += [f"  {line}" for line in tested_lines(voice, found.when)]
    lines += value_lines(voice, rule, found)
    if found.requirement is not None:
        lines += tested_lines(voice, found.requirement)
    for proof in found.proofs:
        lines += _proof_lines(voice, proof)
    return lines


def _proof_lines(voice: Voice, proof: Proof) -> list[str]:
    truth = PROOFS[proof.truth].within(voice.lang)
    item = proof.item or voice.say("本项工作", "the work itself")
    return [voice.say(f"{item}：{truth}", f"{item}: {truth}"), *(f"  {_record(voice, one)}" for one in proof.records)]


def _record(voice: Voice, record: Row) -> str:
    cells = [
        value_words(voice, f"{record.entity}.{name}", record.cell(name))
        for name in ("outcome", "done_on", "document")
        if record.cell(name) is not Lack.NONE
    ]
    place = place_words(voice, record.file, record.number)
    return "  ".join(part for part in (id_of(voice, record), *cells, place) if part)


def _reading(voice: Voice, other: Alternative, verdict: Verdict) -> str:
    words = status_words(voice, other.verdict)
    value = verdict_value(voice, masked_verdict(other.verdict, other.rule, voice.masking), rate=is_rate(other.rule))
    words = words if value is None else voice.say(f"{words}，测算值 {value}", f"{words}, value {value}")
    note = other.rule.reading or other.rule.alternative or ""
    same = other.verdict.status is verdict.status and other.verdict.possible == verdict.possible
    change = (
        voice.say("；结论相同", "; the same") if same else voice.say("；结论不同", "; this would change the verdict")
    )
    return voice.say(f"{note}：{words}{change}", f"{note}: {words}{change}")
