"""Verdicts of a run, found in the archive without evaluating anything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import Sought, kept_rows, readable, whole_rows
from policyengine.audit.masking import mask_of
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord, VerdictBlock
from policyengine.explain.find import rule_named
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.verdicts.frame import COLUMNS
from policyengine.verdicts.masked import masked_frame
from policyengine.verdicts.places import places


@dataclass(frozen=True, slots=True)
class Asked:
    """Which verdicts of a run are wanted: all, or those of a policy, rule, subject, status, or place (kind and id)."""

    policy: str | None = None
    rule: str | None = None
    subject: str | None = None
    status: str | None = None
    place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the verdicts that were asked for (`frame.COLUMNS`), and how many there are.

    `sealed` are the kinds of persons whose verdicts cannot be read, their key not being here.
    """

    verdicts: pl.DataFrame
    total: int
    sealed: tuple[str, ...]


def look_up(
    recall: Recall, run: RunOnRecord, asked: Asked, *, offset: int = 0, limit: int = 50, unmask: bool = False
) -> Page:
    """The verdicts from `offset` on, at most `limit`, by policy, kind of subject and rule.

    Persons go by their pseudonyms, in what is asked too, unless `unmask`. Raises `WrongUsageError` for a policy, rule
    or kind of place that the run does not know.
    """
    plans = plans_with(recall, run, asked.policy, asked.rule)
    found: list[pl.DataFrame] = []
    total, sealed = 0, dict[str, None]()
    for plan in plans:
        for block in recall.verdicts(plan).blocks:
            if not readable(block, recall.home.secrets):
                sealed[block.subject_kind] = None
            for rows in _matching(recall, plan, block, asked):
                there = collected(rows.select(pl.len())).item()
                start = max(offset - total, 0)
                wanted = max(min(there - start, limit - sum(each.height for each in found)), 0)
                total += there
                if wanted:
                    words = recall.words(plan)
                    shown = rows.slice(start, wanted)
                    whole = collected(whole_rows(shown, block.subject_kind, words, plan, run.run.as_of))
                    found += _shown(recall, plan, whole, unmask=unmask)
    frame = pl.concat(found) if found else pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    return Page(frame, total, tuple(sealed))


def plans_with(recall: Recall, run: RunOnRecord, policy: str | None, rule: str | None) -> list[PlanRecord]:
    """The policies of a run that have a rule. Raises `WrongUsageError`, with the nearest, where none has."""
    plans = [run.plan(policy)] if policy is not None else list(run.run.plans)
    if rule is None:
        return plans
    rules = {plan.policy: [rule for block in recall.verdicts(plan).blocks for rule in block.rules] for plan in plans}
    having = [plan for plan in plans if rule in rules[plan.policy]]
    if not having:
        problem = Text(f"运行 {run.number} 没有规则 `{rule}`", f"run {run.number} has no rule `{rule}`")
        raise WrongUsageError(problem, suggestion(rule, [name for names in rules.values() for name in names]))
    return having


def _matching(recall: Recall, plan: PlanRecord, block: VerdictBlock, asked: Asked) -> Iterator[pl.LazyFrame]:
    sought = Sought(asked.rule, asked.subject, asked.status)
    if block.key is not None and asked.subject is not None:
        mask = mask_of(recall, plan, block.subject_kind, unmask=False)
        sought = replace(sought, subject=mask.meant(block.subject_kind, asked.subject))
    if asked.place is not None:
        sought = replace(sought, subjects=subjects_within(recall, plan, block.subject_kind, asked.place))
    yield from kept_rows(block, recall.home.archive, recall.home.secrets, sought)


def subjects_within(recall: Recall, plan: PlanRecord, kind: str, place: tuple[str, str]) -> frozenset[str]:
    """The subjects of a kind that lie in a place. Raises `WrongUsageError` for a kind of place that is not known."""
    where, identity = place
    entities = recall.policy(plan).vocabulary.entities
    if where not in entities:
        problem = Text(f"词汇表中没有 `{where}`", f"the vocabulary has no `{where}`")
        raise WrongUsageError(problem, suggestion(where, entities))
    if kind == where:
        return frozenset({identity})
    placed = places(recall.facts(plan).facts, kind, where)
    return frozenset(placed.filter(pl.col("place") == identity)["subject"])


def _shown(recall: Recall, plan: PlanRecord, frame: pl.DataFrame, *, unmask: bool) -> Iterator[pl.DataFrame]:
    """The verdicts as they may be shown, rule by rule."""
    policy = recall.policy(plan)
    for part in frame.partition_by("rule", maintain_order=True):
        rule = rule_named(policy.plan, part["rule"][0])
        yield masked_frame(part, rule, mask_of(recall, plan, rule.subject, unmask=unmask))
