"""Rules and their verdicts in the words that reports use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyengine.explain.measure_text import amount_words, failure_words, is_rate
from policyengine.explain.missing_text import missing_words, reason_words
from policyengine.explain.model import MissingFact
from policyengine.explain.numbers import readable_interval
from policyengine.explain.phrases import Voice, clause
from policyengine.explain.sentences import due_words, requirement_words
from policyengine.explain.words import MODALITIES
from policyengine.language.models import Citation, Modality
from policyengine.language.statuses import Status
from policyengine.plan.nodes import All, Judged, condition_key
from policyengine.plan.planned import ConditionRequirement, MeasureRequirement, Plan, PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.reading.text import Lang
from policyengine.semantics.interval import Interval
from policyengine.verdicts.assemble import mask_for
from policyengine.verdicts.verdicts import Verdicts

Term = tuple[int, int]
"""A numerator and a denominator, which is 0 where there is no bound."""


def voice_for(verdicts: Verdicts, lang: Lang, *, unmask: bool) -> Voice:
    """The words for what an evaluation says."""
    case = verdicts.case
    judged = {node.name: node.text for node in parts_of(*case.plan.rules) if isinstance(node, Judged)}
    return Voice(case.facts.vocabulary, lang, case.as_of, judged, mask_for(case, unmask=unmask))


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule's verdicts have in common, in words."""

    plan: Plan
    rule: PlannedRule
    voice: Voice
    modality: str
    kind: str
    requirement: str
    due: str
    cited: str

    @property
    def binding(self) -> bool:
        """Whether it must be met, and not only should be."""
        return self.rule.modality is Modality.MUST


def rule_words(plan: Plan, rule: PlannedRule, voice: Voice) -> RuleWords:
    """A rule in words."""
    return RuleWords(
        plan,
        rule,
        voice,
        MODALITIES[rule.modality].within(voice.lang),
        voice.kind(rule.subject),
        requirement_words(voice, rule.requirement),
        due_words(voice, rule.due),
        cited_words(rule.citations, voice),
    )


def cited_words(citations: Iterable[Citation], voice: Voice) -> str:
    """Clauses with their quotes: `二、4：“明确责任主体”`."""
    told = (voice.say(f"{cite.section}：“{cite.quote}”", f"{cite.section}: “{cite.quote}”") for cite in citations)
    return voice.say("；", "; ").join(told)


def value_words(words: RuleWords, lo: Term, hi: Term) -> str:
    """What was measured."""
    ends = (Fraction(*term) if term[1] else None for term in (lo, hi))
    return readable_interval(Interval(*ends), rate=is_rate(words.rule)).within(words.voice.lang)


def lacking_words(words: RuleWords, amount: Fraction | None, conditions: Iterable[str]) -> str:
    """What is lacking: the least change, and the conditions that failed."""
    requirement, told = words.rule.requirement, []
    if amount is not None and isinstance(requirement, MeasureRequirement):
        told.append(amount_words(words.voice, requirement, amount))
    failed = [condition_words(words, one) for one in conditions]
    if failed:
        what = words.voice.say("；", "; ").join(failed)
        told.append(words.voice.say(f"没有满足：{what}", f"not met: {what}"))
    return words.voice.say("；", "; ").join(told)


def condition_words(words: RuleWords, code: str) -> str:
    """A condition that failed, by the code that verdicts have for it."""
    requirement = words.rule.requirement
    if isinstance(requirement, ConditionRequirement):
        condition = requirement.condition
        parts = condition.parts if isinstance(condition, All) else (condition,)
        named = [part for part in parts if condition_key(part) == code]
        return words.voice.say("，且", " and ").join(clause(words.voice, part) for part in named) or code
    return failure_words(words.voice, words.rule, code)


def names_words(voice: Voice, names: Iterable[str]) -> str:
    """Missing facts by their names in verdicts; a target with its own name."""
    told = [missing_name(voice, name) for name in names]
    return voice.say("；", "; ").join(told)


def missing_name(voice: Voice, name: str) -> str:
    """One of them."""
    words = missing_words(voice, MissingFact(name, ()))
    return voice.say(f"{words}（{name}）", f"{words} ({name})") if name.startswith("$") else words


def reasons_words(voice: Voice, reasons: Iterable[str], status: Status) -> str:
    """Why a verdict is what it is."""
    return voice.say("；", "; ").join(reason_words(voice, reason, status) for reason in reasons)


def days_words(voice: Voice, first: date | None, last: date | None) -> str:
    """A day, or from which to which."""
    if first is None or last is None:
        return ""
    return f"{first}" if first == last else voice.say(f"{first} 至 {last}", f"{first} to {last}")
