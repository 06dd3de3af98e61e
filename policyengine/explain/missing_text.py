"""What is missing to settle a verdict, and the reasons that a verdict gives, in words."""

from policyengine.engine.outcome import Cause
from policyengine.explain.model import Finding, MissingFact
from policyengine.explain.phrases import Voice
from policyengine.explain.values import cell_label, row_words
from policyengine.explain.words import CAUSES, POSSIBLE_CAUSES, REASONS
from policyengine.language.statuses import Status
from policyengine.reading.text import Text

LACKING = {
    "$": Text("须填入指标值", "a target to be filled in"),
    "measure": Text("须规定测算办法", "a way to measure it"),
    "table": Text("须补全{name}的数据", "complete data on {name}"),
}


def reason_words(voice: Voice, reason: str, status: Status) -> str:
    """A reason code in words; a cause that is only possible is said to be so."""
    if reason in set(Cause):
        causes = POSSIBLE_CAUSES if status is Status.UNKNOWN else CAUSES
        return causes[Cause(reason)].within(voice.lang)
    code, _, name = reason.partition(":")
    known = voice.kind(name) if name in voice.vocabulary.entities else name
    return REASONS[code].within(voice.lang).format(name=known)


def missing_lines(voice: Voice, found: Finding) -> list[str]:
    """The facts that would settle the verdict, each with the rows that lack it."""
    lines = []
    for fact in found.missing:
        lines.append(f"{fact.name}  {missing_words(voice, fact)}")
        lines += [f"  {row_words(voice, cell.row)}" for cell in fact.cells]
    return lines


def missing_words(voice: Voice, fact: MissingFact) -> str:
    """What the name of a missing fact means."""
    if fact.name.startswith("$"):
        return LACKING["$"].within(voice.lang)
    if fact.name in voice.vocabulary.entities:
        return LACKING["table"].within(voice.lang).format(name=voice.kind(fact.name))
    if "." not in fact.name:
        return LACKING[fact.name].within(voice.lang)
    return cell_label(voice, fact.name, whole=True)
