"""Duties that are not yet met and fall due within some days."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from policyengine.authoring.due.model import Coming, Kind
from policyengine.explain.measure_text import amount_words, failure_words
from policyengine.explain.phrases import Voice, clause
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.language.models import Citation
from policyengine.language.statuses import Status
from policyengine.language.waivers import Waiver
from policyengine.pipeline import judge
from policyengine.plan.nodes import All, condition_key
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    FixedDue,
    MeasureRequirement,
    Plan,
    PlannedRule,
    RelativeDue,
    YearEnd,
)
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.masked import hidden_fields
from policyengine.verdicts.places import place_names
from policyengine.vocabulary.personal import HIDDEN


def pending(
    plan: Plan, facts: FactBase, as_of: date, until: date, *, waivers: Iterable[Waiver] = (), mask: Mask
) -> Iterator[Coming]:
    """The verdicts of a plan that are pending and due by a day, rule by rule.

    What is told follows the mask: a duty whose day would tell what a personal field holds is left out.
    """
    rules = tuple(rule for rule in plan.rules if _may_fall(rule.due, plan, as_of, until))
    verdicts = judge(plan, rules, facts, as_of=as_of, waivers=waivers)
    counted = verdicts.summary()
    met = set(counted.filter(pl.col(Status.PENDING.value) > 0)["rule"])
    chosen = {rule.id: rule for rule in rules if rule.id in met}
    within = (pl.col("status") == Status.PENDING.value) & (pl.col("due") <= until)
    names: dict[str, dict[str, str]] = {}
    for frame in type(verdicts)(verdicts.case, tuple(chosen.values())).frames(mask):
        for row in frame.filter(within).sort("subject").iter_rows(named=True):
            rule = chosen[row["rule"]]
            if rule.subject not in names:
                names[rule.subject] = {} if mask.renames(rule.subject) else place_names(facts, rule.subject)
            yield _coming(plan, rule, row, names[rule.subject], as_of, mask)


def _may_fall(due: Due, plan: Plan, as_of: date, until: date) -> bool:
    """Whether a rule may be due between two days; a day that depends on the subject may be any."""
    match due:
        case FixedDue(on=on):
            return as_of <= on <= until
        case YearEnd():
            return min(date(as_of.year, 12, 31), plan.period_until or date.max) <= until
        case RelativeDue():
            return True
        case _:
            return False


def _coming(  # noqa: PLR0917 -- one row of one rule, and what it is told by
    plan: Plan, rule: PlannedRule, row: dict[str, Any], names: dict[str, str], as_of: date, mask: Mask
) -> Coming:
    label = mask.vocabulary.entities[rule.subject].label
    zh, en = (_lacking(rule, row, lang, mask) for lang in ("zh", "en"))
    return Coming(
        Kind.DUTY,
        row["due"],
        (row["due"] - as_of).days,
        rule.subject,
        Text(label.zh, label.en),
        row["subject"],
        names.get(row["subject"]),
        Text(rule.title, rule.title),
        Text(zh, en),
        policy=plan.policy,
        rule=rule.id,
        actor=rule.actor,
        citations=tuple(Citation(section=cite.section, quote=cite.quote) for cite in rule.citations),
    )


def _lacking(rule: PlannedRule, row: dict[str, Any], lang: Lang, mask: Mask) -> str:
    """What is lacking, in words: the least change, or what has not been satisfied."""
    voice = Voice(mask.vocabulary, lang, row["measured_on"], mask=mask)
    if row["gap_denominator"] and isinstance(rule.requirement, MeasureRequirement):
        amount = Fraction(row["gap_numerator"], row["gap_denominator"])
        return amount_words(voice, rule.requirement, amount)
    if not row["gap_conditions"] and "gap" in hidden_fields(rule, mask):
        return HIDDEN.within(lang)
    if isinstance(rule.requirement, ConditionRequirement):
        condition = rule.requirement.condition
        parts = condition.parts if isinstance(condition, All) else (condition,)
        failed = [clause(voice, part) for part in parts if condition_key(part) in row["gap_conditions"]]
    else:
        failed = [failure_words(voice, rule, code) for code in row["gap_conditions"]]
    words = voice.say("；", "; ").join(failed)
    return voice.say(f"尚未满足：{words}", f"not yet met: {words}") if failed else ""
