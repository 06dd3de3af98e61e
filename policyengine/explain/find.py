"""Rules and subjects by the names that people give them; what is not found is answered with the nearest known."""

import polars as pl

from policyengine.explain.model import NoVerdict
from policyengine.facts.tables import FactBase
from policyengine.plan.named import rule_among
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import Case
from policyengine.vocabulary.personal import about_persons

MOST_COMPARED = 2000
"""How many ids of a table are compared with a misspelt one."""


class UnknownSubjectError(WrongUsageError):
    """A subject that the facts, being complete, do not have."""


def rule_named(plan: Plan, name: str) -> PlannedRule:
    """The plan's rule of that id. Raises `UnknownRuleError` with the nearest id."""
    return rule_among(plan.policy, plan.rules, name)


def alternatives_of(plan: Plan, rule: PlannedRule) -> tuple[PlannedRule, ...]:
    """The other readings of a rule."""
    return tuple(reading for reading in plan.readings if reading.id == rule.id)


def without_verdict(case: Case, rule: PlannedRule, subject: str) -> NoVerdict:
    """Why a subject without verdict has none. Raises `UnknownSubjectError` where there is no such subject."""
    table = case.facts.table(rule.subject)
    if _has(case.facts, rule.subject, subject):
        return NoVerdict.OUTSIDE_JURISDICTION
    if not table.supplied:
        return NoVerdict.NO_TABLE
    if not table.complete:
        return NoVerdict.NOT_A_ROW
    raise _unknown_subject(case.facts, rule, subject)


def _has(facts: FactBase, entity: str, row_id: str) -> bool:
    return not facts.table(entity).frame.filter(pl.col("id") == row_id).select("id").head(1).collect().is_empty()


def _unknown_subject(facts: FactBase, rule: PlannedRule, subject: str) -> UnknownSubjectError:
    entity = facts.vocabulary.entities[rule.subject]
    label = entity.label
    if about_persons(entity):
        return UnknownSubjectError(
            Text(
                f"没有这个编号的{label.zh}；规则 `{rule.id}` 的对象是{label.zh}（{rule.subject}）",
                f"there is no {label.en} with that id; the rule `{rule.id}` is about each {label.en} ({rule.subject})",
            )
        )
    problem = Text(
        f"没有编号为 `{subject}` 的{label.zh}；规则 `{rule.id}` 的对象是{label.zh}（{rule.subject}）",
        f"there is no {label.en} with the id `{subject}`; the rule `{rule.id}` is about each {label.en} "
        f"({rule.subject})",
    )
    for name, table in facts.tables.items():
        told = not about_persons(facts.vocabulary.entities[name])
        if name != rule.subject and told and table.supplied and _has(facts, name, subject):
            other = facts.vocabulary.entities[name].label
            hint = Text(f"`{subject}` 是一个{other.zh}（{name}）。", f"`{subject}` is a {other.en} ({name}).")
            return UnknownSubjectError(problem, hint)
    return UnknownSubjectError(problem, _nearest(facts, rule.subject, subject))


def _nearest(facts: FactBase, entity: str, subject: str) -> Text:
    """The row of that name, or else the id that looks most alike."""
    table = facts.table(entity)
    if "name" in table.columns:
        named = table.frame.filter(pl.col("name") == subject).select("id").head(2).collect().to_series().to_list()
        if len(named) == 1:
            return Text(f"`{subject}` 的编号是 `{named[0]}`。", f"The id of `{subject}` is `{named[0]}`.")
    alike = pl.col("id").str.starts_with(subject[:2]) | pl.col("id").str.ends_with(subject[-2:])
    close = pl.col("id").str.len_chars().is_between(len(subject) - 2, len(subject) + 2)
    ids = table.frame.filter(alike & close).select("id").head(MOST_COMPARED).collect().to_series().to_list()
    return suggestion(subject, ids or table.frame.select("id").head(MOST_COMPARED).collect().to_series().to_list())
