"""What a call of `evaluate` evaluates: policies over facts, all in one run, each table read once."""

from dataclasses import dataclass
from datetime import date

from policyengine.facts.unclaimed import unclaimed_columns
from policyengine.interfaces.cli.inputs import Stored, facts_from
from policyengine.interfaces.cli.output import note_all, say, working
from policyengine.language.waivers import Waiver
from policyengine.pipeline import Backend, determinations, judge_all, queries_of
from policyengine.plan.planned import Plan
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.verdicts import Verdicts
from policyengine.vocabulary.models import Vocabulary

EVALUATING = Text("正在评价", "evaluating")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is evaluated, over which facts, as of when, and where.

    `facts` is a folder, a database or its address; `stored` says how it is read.
    """

    plans: tuple[tuple[Plan, Vocabulary], ...]
    facts: str
    stored: Stored
    as_of: date
    waivers: tuple[Waiver, ...]
    backend: Backend | None


def reader_of(backend: Backend | None) -> str:
    """Who reads a folder's files: a backend that does so in place, or Polars for all others."""
    return backend if backend in ("duckdb", "spark") else "polars"


def evaluated(asked: Evaluation, lang: Lang) -> list[Verdicts]:
    """The verdicts of each policy; policies that share a vocabulary share the facts and what is read of them."""
    found: dict[int, Verdicts] = {}
    for vocabulary, places in _by_vocabulary(asked):
        facts = facts_from(asked.facts, vocabulary, lang, asked.stored)
        note_all(unclaimed_columns(facts, _determinations(asked)), lang)
        plans = [asked.plans[place][0] for place in places]
        with working(EVALUATING.within(lang)):
            judged = judge_all(plans, facts, as_of=asked.as_of, waivers=asked.waivers, backend=asked.backend)
        found |= dict(zip(places, judged, strict=True))
    return [found[place] for place in range(len(asked.plans))]


def say_queries(asked: Evaluation, lang: Lang, *, unmask: bool) -> None:
    """What would run, for all policies that share a vocabulary."""
    for vocabulary, places in _by_vocabulary(asked):
        facts = facts_from(asked.facts, vocabulary, lang, asked.stored)
        plans = [asked.plans[place][0] for place in places]
        for query in queries_of(
            plans, facts, as_of=asked.as_of, waivers=asked.waivers, backend=asked.backend, unmask=unmask
        ):
            say(f"-- {', '.join(plan.policy for plan in plans)}")
            say(query)


def _by_vocabulary(asked: Evaluation) -> list[tuple[Vocabulary, list[int]]]:
    """The vocabularies, each with the places of its plans."""
    found: dict[str, tuple[Vocabulary, list[int]]] = {}
    for place, (_, vocabulary) in enumerate(asked.plans):
        found.setdefault(vocabulary.sha256, (vocabulary, []))[1].append(place)
    return list(found.values())


def _determinations(asked: Evaluation) -> frozenset[tuple[str, str]]:
    plans = [plan for plan, _ in asked.plans]
    rules = determinations(rule for plan in plans for rule in (*plan.rules, *plan.readings))
    return rules | determinations(each for plan in plans for each in plan.consequences)
