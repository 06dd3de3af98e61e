"""Which verdicts differ between two runs, and what each difference is due to.

One input of the old run at a time (the policy, the facts, the day, the waivers) is replaced by the new run's. An input
accounts for a difference if it alone brings the new verdict about. Where none does, those account for it together
without any one of which the new verdict would not be. What evaluating by this version does not bring about at all, is
due to the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import polars as pl

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import Sought, kept_rows
from policyengine.audit.mixed import MASK, Input, Side, statuses, unlike
from policyengine.audit.moved_rows import Leading, changed_cells
from policyengine.audit.parquet import collected
from policyengine.audit.policy_parts import changed_parts
from policyengine.audit.recall import Recall
from policyengine.audit.why import lost_columns
from policyengine.live.reads import reads_of
from policyengine.plan.planned import PlannedRule

MOST_TOLD = 1000
MOST_ROWS = 20

ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A cell that differs between the runs; the field `*` speaks of the whole row, which one of them does not have."""

    entity: str
    id: str
    field: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict whose possible statuses differ; either is `None` where a run has no such verdict.

    `causes` are inputs (`policy`, `facts`, `as_of`, `waivers`) or `engine`. With `together` it took all of them, else
    each alone would have done. `parts` are what changed in the policy that the rule rests on; `rows` the changed cells
    that lead to the subject, of which there may be more than the `MOST_ROWS` that are named.
    """

    policy: str
    subject_kind: str
    rule: str
    subject: str
    was: str | None
    now: str | None
    was_possible: tuple[str, ...]
    now_possible: tuple[str, ...]
    causes: tuple[str, ...]
    together: bool
    parts: tuple[str, ...]
    rows: tuple[ChangedRow, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What two runs differ in: their inputs, policy by policy, and their verdicts.

    `flips` are up to `MOST_TOLD` of `flipped`. `only_old` and `only_new` are policies of one run alone. `unread` are
    rules left out, for the key of personal data that they rest on is gone.
    """

    inputs: Mapping[str, frozenset[Input]]
    flipped: int
    flips: tuple[Flip, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    unread: tuple[str, ...]


def changes(recall: Recall, old: RunOnRecord, new: RunOnRecord) -> Changes:
    """Compare two runs. Raises what reading their archive and evaluating them raises."""
    before = {plan.policy: Side(old, plan) for plan in old.run.plans}
    after = {plan.policy: Side(new, plan) for plan in new.run.plans}
    shared = [name for name in before if name in after]
    compared = [_Comparison(recall, before[name], after[name]) for name in shared]
    found: list[Flip] = []
    for each in compared:
        found += islice(each.flips(), MOST_TOLD - len(found))
    return Changes(
        {name: each.unlike for name, each in zip(shared, compared, strict=True)},
        sum(each.flipped for each in compared),
        tuple(found),
        tuple(name for name in before if name not in after),
        tuple(name for name in after if name not in before),
        tuple(f"{name}/{rule}" for name, each in zip(shared, compared, strict=True) for rule in each.unread),
    )


class _Comparison:
    """One policy in both runs."""

    def __init__(self, recall: Recall, old: Side, new: Side) -> None:
        self._recall, self._old, self._new = recall, old, new
        self.unlike = unlike(recall, old, new)
        self._kinds = {**_rules(recall, old), **_rules(recall, new)}
        self.unread = tuple(rule for rule in self._kinds if any(self._is_lost(side, rule) for side in (old, new)))
        self._on_record = {rule: self._flipped(rule) for rule in self._kinds if rule not in self.unread}
        self.flipped = sum(frame.height for frame in self._on_record.values())

    def flips(self) -> Iterator[Flip]:
        """The verdicts that differ, each with its causes."""
        concerned = {rule: frame for rule, frame in self._on_record.items() if frame.height}
        if not concerned:
            return
        worlds = {taken: statuses(self._recall, self._old, self._new, taken) for taken in self._mixtures()}
        leading = self._leading()
        for rule, frame in concerned.items():
            caused = self._caused(rule, frame, worlds)
            rows = self._rows(rule, leading)
            for line in caused.iter_rows(named=True):
                yield self._flip(rule, line, rows)

    def _mixtures(self) -> set[frozenset[Input]]:
        singles = {frozenset({one}) for one in self.unlike}
        return {frozenset(), self.unlike} | singles | {self.unlike - one for one in singles}

    def _is_lost(self, side: Side, rule: str) -> bool:
        return rule in _rules(self._recall, side) and bool(lost_columns(self._recall, side.plan, rule))

    def _flipped(self, rule: str) -> pl.DataFrame:
        """`subject`, and what was and is recorded, of the subjects whose possible statuses differ."""
        old, new = (self._recorded(side, rule) for side in (self._old, self._new))
        both = old.join(new, on="subject", how="full", coalesce=True, suffix="_now")
        differs = pl.col("possible").ne_missing(pl.col("possible_now"))
        named = {"was": "status", "now": "status_now", "was_possible": "possible", "now_possible": "possible_now"}
        return both.filter(differs).select("subject", **named).sort("subject")

    def _recorded(self, side: Side, rule: str) -> pl.DataFrame:
        home = self._recall.home
        found = [pl.DataFrame(schema={"subject": pl.String, "status": pl.String, "possible": pl.String})]
        for block in self._recall.verdicts(side.plan).blocks:
            for rows in kept_rows(block, home.archive, home.secrets, Sought(rule=rule)):
                possible = pl.col("possible").list.sort().list.join(",")
                found.append(collected(rows.select("subject", pl.col("status").cast(pl.String), possible)))
        return pl.concat(found)

    def _caused(
        self, rule: str, frame: pl.DataFrame, worlds: Mapping[frozenset[Input], Mapping[str, pl.DataFrame]]
    ) -> pl.DataFrame:
        """With `causes` and `together`."""
        nothing = pl.DataFrame(schema={"subject": pl.String, MASK: pl.UInt8})
        for taken, made in worlds.items():
            named = made.get(rule, nothing).rename({MASK: _name(taken)}).cast({_name(taken): pl.Int64})
            frame = frame.join(named, on="subject", how="left", maintain_order="left")
        target, start = pl.col(_name(self.unlike)), pl.col(_name(frozenset()))
        inputs = sorted(self.unlike)
        alone = _listed({one: pl.col(_name(frozenset({one}))).eq_missing(target) for one in inputs})
        needed = _listed({one: pl.col(_name(self.unlike - {one})).ne_missing(target) for one in inputs})
        engine = start.eq_missing(target)
        by_one = alone.list.len() > 0
        causes = (
            pl.when(engine)
            .then(pl.lit([ENGINE]))
            .when(by_one)
            .then(alone)
            .when(needed.list.len() > 0)
            .then(needed)
            .otherwise(pl.lit(list(map(str, inputs))))
        )
        return frame.with_columns(causes.alias("causes"), (~engine & ~by_one).alias("together"))

    def _leading(self) -> Leading | None:
        if Input.FACTS not in self.unlike:
            return None
        old, new = (self._recall.facts(side.plan).facts for side in (self._old, self._new))
        return Leading(old, new, changed_cells(old, new))

    def _rows(self, rule: str, leading: Leading | None) -> Mapping[str | None, list[ChangedRow]]:
        """The changed cells that lead to each subject of a rule; under `None` those that may lead to any."""
        policy = self._recall.policy(self._new.plan)
        planned = _planned(policy.plan.rules, rule)
        if leading is None or planned is None:
            return {}
        found: dict[str | None, list[ChangedRow]] = {}
        reads = reads_of(policy.plan, planned, policy.vocabulary)
        for entity, row_id, field, was, now, subject in (
            leading.reached(reads).sort("entity", "id", "field").iter_rows()
        ):
            cells = found.setdefault(subject, [])
            if len(cells) < MOST_ROWS:
                cells.append(ChangedRow(entity, row_id, field, was, now))
        return found

    def _flip(self, rule: str, line: Mapping[str, object], rows: Mapping[str | None, list[ChangedRow]]) -> Flip:
        causes = line["causes"]
        named = tuple(map(str, causes)) if isinstance(causes, list) else ()
        subject = str(line["subject"])
        was, now = line["was"], line["now"]
        old, new = (self._recall.policy(side.plan) for side in (self._old, self._new))
        return Flip(
            policy=self._new.plan.policy,
            subject_kind=self._kinds[rule],
            rule=rule,
            subject=subject,
            was=None if was is None else str(was),
            now=None if now is None else str(now),
            was_possible=tuple(str(line["was_possible"] or "").split(",")),
            now_possible=tuple(str(line["now_possible"] or "").split(",")),
            causes=named,
            together=bool(line["together"]),
            parts=changed_parts(old.plan, new.plan, rule) if Input.POLICY in named else (),
            rows=(*rows.get(subject, ()), *rows.get(None, ()))[:MOST_ROWS] if Input.FACTS in named else (),
        )


def _rules(recall: Recall, side: Side) -> dict[str, str]:
    """The kind of subject of each rule."""
    return {rule: block.subject_kind for block in recall.verdicts(side.plan).blocks for rule in block.rules}


def _planned(rules: tuple[PlannedRule, ...], name: str) -> PlannedRule | None:
    return next((rule for rule in rules if rule.id == name), None)


def _name(taken: frozenset[Input]) -> str:
    return "with:" + ",".join(sorted(taken))


def _listed(tests: Mapping[Input, pl.Expr]) -> pl.Expr:
    """The inputs whose test holds."""
    if not tests:
        return pl.lit([], dtype=pl.List(pl.String))
    return pl.concat_list([pl.when(test).then(pl.lit(str(name))) for name, test in tests.items()]).list.drop_nulls()
