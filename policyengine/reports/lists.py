"""The two lists of work as cells: what to put right, and what to find out."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from policyengine.explain.phrases import Voice
from policyengine.explain.values import cell_label
from policyengine.reports import headings as h
from policyengine.reports.remedies import Remedy
from policyengine.reports.words import condition_words, days_words, lacking_words, missing_name
from policyengine.verdicts.names import STATUS_NAMES

MOST_RULES = 8

Cell = str | int | date | None


def remedy_cells(remedy: Remedy) -> Iterator[Cell]:
    """Place, actor, status, title, requirement, what to do, kind and number of subjects, examples, due, clause, policy
    and rule.
    """
    words, voice = remedy.words, remedy.words.voice
    yield remedy.place_name or remedy.place or h.ELSEWHERE.within(voice.lang)
    yield words.rule.actor
    yield STATUS_NAMES[remedy.status].within(voice.lang)
    yield from (words.rule.title, words.requirement, to_do_words(remedy), words.kind, remedy.subjects)
    yield voice.say("、", ", ").join(remedy.examples) + ("…" if remedy.subjects > len(remedy.examples) else "")
    yield days_words(voice, remedy.first_due, remedy.last_due) or words.due
    yield from (words.cited, words.plan.policy, words.rule.id)


def to_do_words(remedy: Remedy) -> str:
    """The least change for all these subjects together, and how many of them failed which condition."""
    words, voice = remedy.words, remedy.words.voice
    told = [lacking_words(words, remedy.amount, ())] if remedy.amount is not None else []
    for code, n in remedy.conditions.most_common():
        condition = condition_words(words, code)
        told.append(voice.say(f"{condition}（{n} 个没有满足）", f"{condition} (not met by {n})"))
    return voice.say("；", "; ").join(told)


def open_fact_cells(fact: dict[str, Any], voice: Voice) -> Iterator[Cell]:
    """How many verdicts, what, of which kind, id and name of the row, where it was read, and the rules concerned."""
    yield fact["verdicts"]
    yield open_fact_words(fact, voice)
    yield voice.kind(fact["entity"]) if fact["entity"] else None
    yield from (fact["row"], fact["row_name"], fact["file"], fact["number"])
    yield rules_words(fact["rules"], voice)


def rules_words(rules: Sequence[str], voice: Voice) -> str:
    """The first of the rules, and how many more there are."""
    told = voice.say("、", ", ").join(rules[:MOST_RULES])
    more = len(rules) - MOST_RULES
    return told if more <= 0 else voice.say(f"{told} 等 {len(rules)} 条", f"{told} and {more} more")


def open_fact_words(fact: dict[str, Any], voice: Voice) -> str:
    """What is to be found out: a field of a row, or what is no cell."""
    if fact["field"] is None:
        return missing_name(voice, fact["name"])
    return cell_label(voice, f"{fact['entity']}.{fact['field']}")
