"""Deriving again what followed from a run's verdicts, and comparing it with what is on record."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from policyengine.audit.kept_columns import rests_on
from policyengine.audit.kept_consequences import KEPT, conclusion_rows, consequences_of, kept_conclusions
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import KeptConsequence, PlanRecord
from policyengine.plan.consequences import leading_to
from policyengine.reading.text import Text
from policyengine.verdicts.verdicts import Verdicts

MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class ConsequenceDifference:
    """A consequence that comes out otherwise for a subject: whether it follows, or by which chain.

    `was` and `now` are `yes` or `unknown` (possibly), `None` where it does not follow.
    """

    policy: str
    subject_kind: str
    consequence: str
    subject: str
    was: str | None
    now: str | None
    fields: tuple[str, ...]
    cause: Text


@dataclass(frozen=True, slots=True)
class ReplayedConsequences:
    """How many conclusions were compared, and all (up to `MOST_TOLD`) that differ.

    `underivable` are consequences, as `policy/consequence`, that rest on personal data whose key is gone.
    """

    compared: int
    differing: int
    differences: tuple[ConsequenceDifference, ...]
    underivable: tuple[str, ...]


def replayed_consequences(recall: Recall, plan: PlanRecord, verdicts: Verdicts, cause: Text) -> ReplayedConsequences:
    """What follows from verdicts that were derived again, beside what is on record; `cause` accounts for differences.

    Consequences that rest on other rules than those of the verdicts, or on columns that are lost, are not derived.
    """
    following = verdicts.consequences()
    derivable = _derivable(recall, plan, verdicts)
    derived = {
        each.id: conclusion_rows(frame)
        for each, frame in zip(following.consequences, following.frames(), strict=True)
        if each.id in derivable
    }
    kinds = {each.id: each.subject for each in following.consequences}
    recorded = {kept.consequence: kept for kept in consequences_of(plan, recall.home.archive)}
    known = {each.id for each in verdicts.case.plan.consequences}
    compared, differing, found, underivable = 0, 0, list[ConsequenceDifference](), list[str]()
    for name in dict.fromkeys((*recorded, *derived)):
        before = _recorded(recall, recorded.get(name))
        if before is None or (name in known and name not in derivable):
            underivable.append(f"{plan.policy}/{name}")
            continue
        frame = _compared(before, derived.get(name, before.clear()))
        differs = frame.filter(pl.col("fields").list.len() > 0)
        compared += frame.height
        differing += differs.height
        kind = kinds.get(name) or recorded[name].subject_kind
        for subject, was, now, fields in differs.head(MOST_TOLD - len(found)).iter_rows():
            found.append(ConsequenceDifference(plan.policy, kind, name, subject, was, now, tuple(fields), cause))
    return ReplayedConsequences(compared, differing, tuple(found), tuple(underivable))


def all_replayed(found: Iterable[ReplayedConsequences]) -> ReplayedConsequences:
    """Those of all policies together."""
    each = tuple(found)
    return ReplayedConsequences(
        sum(one.compared for one in each),
        sum(one.differing for one in each),
        tuple(difference for one in each for difference in one.differences)[:MOST_TOLD],
        tuple(name for one in each for name in one.underivable),
    )


def _derivable(recall: Recall, plan: PlanRecord, verdicts: Verdicts) -> frozenset[str]:
    """The consequences of which nothing that they or those before them rest on is lost."""
    lost = recall.facts(plan).lost
    ready, vocabulary = verdicts.case.plan, recall.policy(plan).vocabulary
    given = verdicts.consequences().consequences
    sound = {
        each.id
        for each in given
        if not any(name in lost.get(entity, ()) for entity, name in rests_on(ready, each, vocabulary))
    }
    return frozenset(
        each.id for each in given if all(one.id in sound for one in leading_to(ready.consequences, [each.id]))
    )


def _recorded(recall: Recall, kept: KeptConsequence | None) -> pl.DataFrame | None:
    """What is on record; `None` where it cannot be read."""
    if kept is None:
        return pl.DataFrame(schema=KEPT)
    rows = kept_conclusions(kept, recall.home.archive, recall.home.secrets)
    return None if rows is None else collected(rows.select(list(KEPT)))


def _compared(recorded: pl.DataFrame, derived: pl.DataFrame) -> pl.DataFrame:
    """`subject`, `was`, `now`, and `fields`, the names of what differs."""
    both = recorded.join(derived, on="subject", how="full", coalesce=True, suffix="_now").sort("subject")
    differing = [
        pl.when(pl.col(name).ne_missing(pl.col(f"{name}_now"))).then(pl.lit(name)) for name in ("truth", "chain")
    ]
    fields = pl.concat_list(differing).list.drop_nulls()
    return both.select(
        "subject", pl.col("truth").alias("was"), pl.col("truth_now").alias("now"), fields.alias("fields")
    )
