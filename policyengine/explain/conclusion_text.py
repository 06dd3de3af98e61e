"""Consequences in words: what the verdict led to, step by step."""

from collections.abc import Iterator

from policyengine.explain.model import Finding
from policyengine.explain.phrases import Voice, clause
from policyengine.explain.words import STATUSES
from policyengine.language.statuses import DEFINITE
from policyengine.plan.consequences import Follows, Literal, Meets, VerdictIs
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequences import Conclusion, Step


def conclusion_lines(voice: Voice, found: Finding) -> list[str]:
    """Each consequence that the verdict led to, the steps that led there, and its clauses."""
    return [line for one in found.conclusions for line in _lines(voice, one)]


def _lines(voice: Voice, conclusion: Conclusion) -> Iterator[str]:
    name = voice.say(f"{conclusion.then}（{conclusion.consequence}）", f"{conclusion.then} ({conclusion.consequence})")
    yield name if conclusion.truth is Truth.YES else voice.say(f"可能：{name}", f"possibly: {name}")
    for step in conclusion.chain:
        yield f"  {step_words(voice, step)}"
    for cite in conclusion.citations:
        yield voice.say(f"  依据 {cite.section}：“{cite.quote}”", f"  under {cite.section}: “{cite.quote}”")


def step_words(voice: Voice, step: Step) -> str:
    """One step of a chain: a consequence, and what it follows from."""
    grounds = voice.say("，且 ", " and ").join(_literal(voice, literal) for literal in step.way)
    return f"{step.consequence} ← {grounds}"


def _literal(voice: Voice, literal: Literal) -> str:
    match literal:
        case VerdictIs(rule=rule, statuses=statuses, wanted=wanted):
            named = [f"“{STATUSES[one].within(voice.lang)}”" for one in DEFINITE if one in statuses]
            words = voice.say("或", " or ").join(named)
            return voice.say(
                f"{rule} {'为' if wanted else '不为'}{words}", f"{rule} is {'' if wanted else 'not '}{words}"
            )
        case Follows(consequence=consequence):
            return consequence
        case Meets(condition=condition):
            return clause(voice, condition)
