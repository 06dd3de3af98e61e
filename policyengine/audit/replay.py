"""Deriving a run's verdicts again from the archive, and comparing them one by one with those on record."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice

import polars as pl

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import KEPT, KEY, ON_THE_DAY, Sought, kept_rows, readable
from policyengine.audit.kept_verdicts import Rows, Told, rows_of
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import Engine, PlanRecord, VerdictBlock
from policyengine.audit.replayed_consequences import ReplayedConsequences, all_replayed, replayed_consequences
from policyengine.audit.why import lost_columns
from policyengine.pipeline import judge
from policyengine.reading.text import Text, listed
from policyengine.verdicts.verdicts import Verdicts

MOST_TOLD = 1000

TERMS = ("lo", "hi", "target", "gap")
ORDER = "__order"


@dataclass(frozen=True, slots=True)
class Difference:
    """A verdict that comes out otherwise: in which of its fields, and what accounts for it.

    Either status is `None` where there was, or is, no such verdict.
    """

    policy: str
    subject_kind: str
    rule: str
    subject: str
    was: str | None
    now: str | None
    fields: tuple[str, ...]
    cause: Text


@dataclass(frozen=True, slots=True)
class Underivable:
    """A rule whose verdicts cannot be derived again: the columns that it reads, of which the key is gone."""

    policy: str
    rule: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What deriving a run again gave: how many verdicts came out as recorded, and all (up to `MOST_TOLD`) others.

    `consequences` is the same of what follows from them.
    """

    compared: int
    differing: int
    differences: tuple[Difference, ...]
    underivable: tuple[Underivable, ...]
    consequences: ReplayedConsequences


def replay(recall: Recall, run: RunOnRecord, told: Told = lambda _rows: None) -> Replay:
    """Derive every verdict of a run again, by this version on Polars, whatever computed it then.

    Raises `ForgedError` for files that are not those on record, and `PolicyError` for a policy that this version does
    not accept any more.
    """
    cause = cause_of(run.run.engine)
    compared, differing = 0, 0
    differences: list[Difference] = []
    underivable: list[Underivable] = []
    following: list[ReplayedConsequences] = []
    for plan in run.run.plans:
        lost = {rule: columns for rule in _rules(recall, plan) if (columns := lost_columns(recall, plan, rule))}
        underivable += [Underivable(plan.policy, rule, columns) for rule, columns in lost.items()]
        again = _Again(recall, run, plan, frozenset(lost))
        for kind, frame in again.differences(told):
            differing += frame.height
            rest = islice(frame.iter_rows(named=True), MOST_TOLD - len(differences))
            differences += [_difference(plan.policy, kind, row, cause) for row in rest]
        compared += again.compared
        following.append(replayed_consequences(recall, plan, again.verdicts, cause))
    return Replay(compared, differing, tuple(differences), tuple(underivable), all_replayed(following))


def cause_of(engine: Engine) -> Text:
    """What a difference is due to, all files being those on record: the engine, or else the record itself."""
    here = Engine(
        version=version("policyengine-rules"),
        polars=version("polars"),
        python=platform.python_version(),
        backend="polars",
    )
    names = {"version": "policyengine", "polars": "Polars", "python": "Python", "backend": "backend"}
    changed = [
        f"{names[name]} {getattr(engine, name)} → {getattr(here, name)}"
        for name in names
        if getattr(engine, name) != getattr(here, name)
    ]
    if changed:
        return Text(f"引擎不同：{listed(changed).zh}", f"another engine: {listed(changed).en}")
    return Text(
        "引擎相同：记录的结论并非由所存的事实和条文得出",
        "the same engine: the verdict on record does not follow from the facts and the text on record",
    )


def _rules(recall: Recall, plan: PlanRecord) -> list[str]:
    return [rule for block in recall.verdicts(plan).blocks for rule in block.rules]


class _Again:
    """One policy of a run, evaluated again."""

    def __init__(self, recall: Recall, run: RunOnRecord, plan: PlanRecord, lost: frozenset[str]) -> None:
        self._recall, self._plan, self._lost = recall, plan, lost
        self._blocks = {block.subject_kind: block for block in recall.verdicts(plan).blocks}
        ready, facts = recall.policy(plan).plan, recall.facts(plan).facts
        rules = tuple(rule for rule in ready.rules if rule.id not in lost)
        self.verdicts: Verdicts = judge(ready, rules, facts, as_of=run.run.as_of, waivers=run.waivers())
        self.compared = 0

    def differences(self, told: Told) -> Iterator[tuple[str, pl.DataFrame]]:
        """By kind of subject: `rule`, `subject`, `was`, `now`, and `fields`, the names of those that differ."""
        seen = dict.fromkeys(self._blocks, 0)
        for rows in rows_of(self.verdicts):
            block = self._blocks.get(rows.subject_kind)
            recorded = self._recorded(block, rows) if block is not None else rows.frame.clear()
            seen[rows.subject_kind] = seen.get(rows.subject_kind, 0) + recorded.height
            told(rows.frame.height)
            self.compared += rows.frame.height
            if not recorded.equals(rows.frame):
                yield rows.subject_kind, _compared(recorded, rows.frame)
        for kind, block in self._blocks.items():
            if seen[kind] < self._countable(block):
                yield kind, self._no_longer(block)

    def _recorded(self, block: VerdictBlock, rows: Rows) -> pl.DataFrame:
        """What is on record of the same rules and subjects as some rows, in their order."""
        wanted = rows.frame.select(*KEY).with_row_index(ORDER)
        first, last = rows.frame.select(pl.col("subject").min(), pl.col("subject").max().alias("last")).row(0)
        sought = Sought(rules=frozenset(wanted["rule"].unique()), span=(first, last))
        archive, secrets = self._recall.home.archive, self._recall.home.secrets
        parts = [collected(part) for part in kept_rows(block, archive, secrets, sought)]
        if not parts:
            return rows.frame.clear()
        frame = pl.concat(parts)
        if frame.select(KEY).equals(rows.frame.select(KEY)):
            return frame
        return frame.join(wanted, on=KEY, how="inner").sort(ORDER).drop(ORDER)

    def _countable(self, block: VerdictBlock) -> int:
        """How many verdicts on record can be derived again."""
        return sum(collected(rows.select(pl.len())).item() for rows in self._derivable(block))

    def _derivable(self, block: VerdictBlock) -> Iterator[pl.LazyFrame]:
        archive, secrets = self._recall.home.archive, self._recall.home.secrets
        if not readable(block, secrets):
            return
        for rows in kept_rows(block, archive, secrets):
            yield rows.filter(~pl.col("rule").is_in(sorted(self._lost)))

    def _no_longer(self, block: VerdictBlock) -> pl.DataFrame:
        """The verdicts on record that the rules do not give any more."""
        given = {found.subject_kind: found.masks["subject"] for found in self.verdicts.blocks}
        subjects = given.get(block.subject_kind, pl.Series([], dtype=pl.String))
        given_no_more = ~pl.col("subject").is_in(subjects.implode())
        gone = [collected(rows.filter(given_no_more)) for rows in self._derivable(block)]
        recorded = pl.concat(gone)
        return _compared(recorded, recorded.clear())


def _compared(recorded: pl.DataFrame, derived: pl.DataFrame) -> pl.DataFrame:
    both = recorded.join(derived, on=KEY, how="full", coalesce=True, suffix="_now")
    there = pl.col("status").is_not_null() & pl.col("status_now").is_not_null()
    told = [name for name in KEPT if name not in KEY and not _is_term(name)]
    unlike = {name: pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in told}
    unlike |= {name: ~_same_number(name) for name in TERMS}
    measured = unlike.pop("measured_on") | unlike.pop(ON_THE_DAY)
    unlike["measured_on"] = measured
    names = [pl.when(there & differs).then(pl.lit(name)) for name, differs in unlike.items()]
    found = both.select(
        *KEY,
        pl.col("status").cast(pl.String).alias("was"),
        pl.col("status_now").cast(pl.String).alias("now"),
        pl.concat_list(names).list.drop_nulls().alias("fields"),
    )
    return found.filter(pl.col("was").is_null() | pl.col("now").is_null() | (pl.col("fields").list.len() > 0))


def _is_term(name: str) -> bool:
    return any(name in (f"{term}_numerator", f"{term}_denominator") for term in TERMS)


def _same_number(name: str) -> pl.Expr:
    """Whether two fractions are equal, whichever way each is written; a denominator of 0 is unbounded."""
    top, bottom, new_top, new_bottom = (
        pl.col(f"{name}_{term}{suffix}").cast(pl.Int128)
        for suffix in ("", "_now")
        for term in ("numerator", "denominator")
    )
    alike = top.eq_missing(new_top) & bottom.eq_missing(new_bottom)
    bounded = (bottom > 0) & (new_bottom > 0)
    return alike | (bounded & (top * new_bottom == new_top * bottom)).fill_null(value=False)


def _difference(policy: str, kind: str, row: dict[str, object], cause: Text) -> Difference:
    fields = row["fields"]
    was, now = row["was"], row["now"]
    return Difference(
        policy=policy,
        subject_kind=kind,
        rule=str(row["rule"]),
        subject=str(row["subject"]),
        was=None if was is None else str(was),
        now=None if now is None else str(now),
        fields=tuple(map(str, fields)) if isinstance(fields, list) else (),
        cause=cause,
    )
