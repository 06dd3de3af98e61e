"""What followed from the verdicts of a run, found in the archive without evaluating anything."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_consequences import consequences_of, kept_conclusions
from policyengine.audit.lookup import subjects_within
from policyengine.audit.masking import mask_of
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import KeptConsequence, PlanRecord
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.verdicts.consequence_frame import CONCLUSIONS, TRUTH


@dataclass(frozen=True, slots=True)
class AskedConsequences:
    """Which conclusions of a run are wanted: all, or those of a policy, consequence, subject, truth, or place.

    `truth` is `yes` or `unknown`; `place` is a kind and an id.
    """

    policy: str | None = None
    consequence: str | None = None
    subject: str | None = None
    truth: str | None = None
    place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ConclusionsPage:
    """Some of the conclusions that were asked for (`CONCLUSIONS`), and how many there are.

    `sealed` are the consequences for persons that cannot be read, their key not being here.
    """

    conclusions: pl.DataFrame
    total: int
    sealed: tuple[str, ...]


def look_up_consequences(
    recall: Recall, run: RunOnRecord, asked: AskedConsequences, *, offset: int = 0, limit: int = 50, unmask: bool
) -> ConclusionsPage:
    """The conclusions from `offset` on, at most `limit`, by policy and consequence, as the policy has them.

    Persons go by their pseudonyms, in what is asked too, unless `unmask`. Raises `WrongUsageError` for a policy,
    consequence or kind of place that the run does not know.
    """
    found = [pl.DataFrame(schema=CONCLUSIONS)]
    total, shown, sealed = 0, 0, list[str]()
    for plan, kept in _asked_for(run, asked):
        rows = kept_conclusions(kept, recall.home.archive, recall.home.secrets)
        if rows is None:
            sealed.append(kept.consequence)
            continue
        rows = _matching(recall, plan, kept, rows, asked)
        there = collected(rows.select(pl.len())).item()
        start = max(offset - total, 0)
        wanted = max(min(there - start, limit - shown), 0)
        total += there
        shown += wanted
        if wanted:
            page = whole_conclusions(rows.slice(start, wanted), run, plan, kept)
            found.append(_shown(recall, plan, kept, page, unmask=unmask))
    return ConclusionsPage(pl.concat(found), total, tuple(sealed))


def recorded_conclusions(recall: Recall, run: RunOnRecord, *, unmask: bool) -> Iterator[pl.DataFrame]:
    """All conclusions of a run, consequence by consequence (`CONCLUSIONS`); without those that are sealed."""
    for plan in run.run.plans:
        for kept in consequences_of(plan, recall.home.archive):
            rows = kept_conclusions(kept, recall.home.archive, recall.home.secrets)
            if rows is not None:
                yield _shown(recall, plan, kept, whole_conclusions(rows, run, plan, kept), unmask=unmask)


def whole_conclusions(rows: pl.LazyFrame, run: RunOnRecord, plan: PlanRecord, kept: KeptConsequence) -> pl.DataFrame:
    """Rows of the archive as conclusions are elsewhere, with the columns `CONCLUSIONS`."""
    whole = rows.select(
        policy=pl.lit(plan.policy),
        policy_sha256=pl.lit(plan.policy_sha256),
        consequence=pl.lit(kept.consequence),
        then=pl.lit(kept.then),
        subject_kind=pl.lit(kept.subject_kind),
        subject="subject",
        truth=pl.col("truth").cast(TRUTH),
        chain="chain",
        as_of=pl.lit(run.run.as_of),
    )
    return collected(whole)


def _asked_for(run: RunOnRecord, asked: AskedConsequences) -> list[tuple[PlanRecord, KeptConsequence]]:
    plans = [run.plan(asked.policy)] if asked.policy is not None else run.run.plans
    known = [(plan, kept) for plan in plans for kept in consequences_of(plan, run.home.archive)]
    found = [(plan, kept) for plan, kept in known if asked.consequence in (None, kept.consequence)]
    if asked.consequence is not None and not found:
        name = asked.consequence
        raise WrongUsageError(
            Text(f"运行 {run.number} 没有后果 `{name}`", f"run {run.number} has no consequence `{name}`"),
            suggestion(name, [kept.consequence for _, kept in known]),
        )
    return found


def _matching(
    recall: Recall, plan: PlanRecord, kept: KeptConsequence, rows: pl.LazyFrame, asked: AskedConsequences
) -> pl.LazyFrame:
    if asked.subject is not None:
        meant = asked.subject
        if kept.key is not None:
            meant = mask_of(recall, plan, kept.subject_kind, unmask=False).meant(kept.subject_kind, meant)
        rows = rows.filter(pl.col("subject") == meant)
    if asked.truth is not None:
        rows = rows.filter(pl.col("truth") == asked.truth)
    if asked.place is not None:
        within = subjects_within(recall, plan, kept.subject_kind, asked.place)
        rows = rows.filter(pl.col("subject").is_in(sorted(within)))
    return rows


def _shown(
    recall: Recall, plan: PlanRecord, kept: KeptConsequence, frame: pl.DataFrame, *, unmask: bool
) -> pl.DataFrame:
    mask = mask_of(recall, plan, kept.subject_kind, unmask=unmask)
    return frame.with_columns(mask.ids(kept.subject_kind, frame["subject"]))
