"""What the passing of days changes: all verdicts of two days over the same facts, held against each other."""

from collections.abc import Iterator

import polars as pl

from policyengine.engine.columnar.detail import Detail, details
from policyengine.engine.columnar.outcomes import outcomes
from policyengine.engine.columnar.rules import Columns
from policyengine.facts.tables import FactBase
from policyengine.live.changes import VerdictChange, alike
from policyengine.verdicts.assemble import Case, verdict_of

MEASURED_ON = ("measured_from", "measured_to")
"""What differs from day to day without anything having changed."""

LISTS = ("missing", "failed")


def passed(before: tuple[Case, ...], after: tuple[Case, ...], facts: FactBase) -> tuple[VerdictChange, ...]:
    """The verdicts that differ in more than their day; `before` and `after` are of the same plans."""
    changes = (change for pair in zip(before, after, strict=True) for change in _of_plan(*pair, facts))
    return tuple(change for change in changes if not alike(change.before, change.after))


def _of_plan(before: Case, after: Case, facts: FactBase) -> Iterator[VerdictChange]:
    rules = before.plan.rules
    found = [details(Columns(case.plan, facts, case.as_of), rules) for case in (before, after)]
    for was, now in zip(*found, strict=True):
        changed = _differing(was.frame, now.frame) + _exempted(before, after, was)
        if not changed:
            continue
        rule = was.rule
        later = dict(outcomes(_only(now, changed)))
        for subject, outcome in outcomes(_only(was, changed)):
            yield VerdictChange(
                policy=before.plan.policy,
                rule=rule.id,
                subject_kind=rule.subject,
                subject=subject,
                before=verdict_of(before, rule, subject, outcome),
                after=verdict_of(after, rule, subject, later[subject]),
                because=("as_of",),
            )


def _differing(was: pl.DataFrame, now: pl.DataFrame) -> list[str]:
    """The subjects whose rows differ; both frames have the same subjects in the same order."""
    names = [name for name in was.columns if name not in ("subject", *MEASURED_ON)]
    spelled = [frame.with_columns(pl.col(name).list.join("\\0") for name in LISTS) for frame in (was, now)]
    beside = spelled[0].hstack(spelled[1].select(pl.all().name.prefix("now ")))
    return (
        beside.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"now {name}")) for name in names))
        .get_column("subject")
        .to_list()
    )


def _exempted(before: Case, after: Case, found: Detail) -> list[str]:
    """The subjects of a rule that have been exempted, or no longer are."""
    differing = {
        key for key in before.waived.keys() | after.waived.keys() if before.waived.get(key) != after.waived.get(key)
    }
    return [subject for rule, subject in differing if rule == found.rule.id]


def _only(found: Detail, subjects: list[str]) -> Detail:
    frame = found.frame.filter(pl.col("subject").is_in(subjects))
    return Detail(found.rule, frame, found.scale, found.target_scales)
