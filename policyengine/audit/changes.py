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

from policyengine.audit.causes import ChangedRow, Pair, Rows, caused, rows_for
from policyengine.audit.changed_consequences import ComparedConsequences, Turn
from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import Sought, kept_rows
from policyengine.audit.mixed import Input, Side
from policyengine.audit.parquet import collected
from policyengine.audit.policy_parts import changed_parts
from policyengine.audit.recall import Recall
from policyengine.audit.why import lost_columns
from policyengine.plan.planned import PlannedRule

MOST_TOLD = 1000


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
    """What two runs differ in: their inputs, policy by policy, their verdicts, and what followed from these.

    `flips` are up to `MOST_TOLD` of `flipped`, `turns` of `turned`. `only_old` and `only_new` are policies of one run
    alone. `unread` are rules and consequences left out, for the key of personal data that they rest on is gone.
    """

    inputs: Mapping[str, frozenset[Input]]
    flipped: int
    flips: tuple[Flip, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    unread: tuple[str, ...]
    turned: int
    turns: tuple[Turn, ...]


def changes(recall: Recall, old: RunOnRecord, new: RunOnRecord) -> Changes:
    """Compare two runs. Raises what reading their archive and evaluating them raises."""
    before = {plan.policy: Side(old, plan) for plan in old.run.plans}
    after = {plan.policy: Side(new, plan) for plan in new.run.plans}
    shared = [name for name in before if name in after]
    compared = [_Comparison(recall, before[name], after[name]) for name in shared]
    found: list[Flip] = []
    following = [each.following for each in compared]
    turns: list[Turn] = []
    for each in compared:
        found += islice(each.flips(), MOST_TOLD - len(found))
    for one in following:
        turns += islice(one.turns(), MOST_TOLD - len(turns))
    return Changes(
        {name: each.unlike for name, each in zip(shared, compared, strict=True)},
        sum(each.flipped for each in compared),
        tuple(found),
        tuple(name for name in before if name not in after),
        tuple(name for name in after if name not in before),
        tuple(
            f"{name}/{rule}"
            for name, each in zip(shared, compared, strict=True)
            for rule in (*each.unread, *each.following.unread)
        ),
        sum(one.turned for one in following),
        tuple(turns),
    )


class _Comparison:
    """One policy in both runs."""

    def __init__(self, recall: Recall, old: Side, new: Side) -> None:
        self._recall, self._old, self._new = recall, old, new
        self._pair = Pair(recall, old, new)
        self.unlike = self._pair.unlike
        self._kinds = {**_rules(recall, old), **_rules(recall, new)}
        self.unread = tuple(rule for rule in self._kinds if any(self._is_lost(side, rule) for side in (old, new)))
        self._on_record = {rule: self._flipped(rule) for rule in self._kinds if rule not in self.unread}
        self.flipped = sum(frame.height for frame in self._on_record.values())
        self.following = ComparedConsequences(self._pair, self.unread)

    def flips(self) -> Iterator[Flip]:
        """The verdicts that differ, each with its causes."""
        concerned = {rule: frame for rule, frame in self._on_record.items() if frame.height}
        if not concerned:
            return
        for rule, frame in concerned.items():
            found = {taken: world.statuses.get(rule) for taken, world in self._pair.worlds.items()}
            rows = self._rows(rule)
            for line in caused(frame, self.unlike, found).iter_rows(named=True):
                yield self._flip(rule, line, rows)

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

    def _rows(self, rule: str) -> Rows:
        planned = _planned(self._recall.policy(self._new.plan).plan.rules, rule)
        return {} if planned is None else self._pair.rows([planned])

    def _flip(self, rule: str, line: Mapping[str, object], rows: Rows) -> Flip:
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
            rows=rows_for(subject, rows) if Input.FACTS in named else (),
        )


def _rules(recall: Recall, side: Side) -> dict[str, str]:
    """The kind of subject of each rule."""
    return {rule: block.subject_kind for block in recall.verdicts(side.plan).blocks for rule in block.rules}


def _planned(rules: tuple[PlannedRule, ...], name: str) -> PlannedRule | None:
    return next((rule for rule in rules if rule.id == name), None)
