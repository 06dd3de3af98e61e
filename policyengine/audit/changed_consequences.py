"""Which consequences differ between two runs, and what each difference is due to, as `changes` says of verdicts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from policyengine.audit.causes import ChangedRow, Pair, Rows, caused, rows_for
from policyengine.audit.kept_columns import rests_on
from policyengine.audit.kept_consequences import consequences_of, kept_conclusions
from policyengine.audit.mixed import Input, Side
from policyengine.audit.parquet import collected
from policyengine.audit.policy_parts import changed_parts
from policyengine.audit.record import KeptConsequence
from policyengine.plan.consequences import (
    PlannedConsequence,
    conditions_met,
    leading_to,
    rules_named,
)
from policyengine.plan.planned import rule_requiring

CONSEQUENCE = "consequence"
"""What changed where a consequence says otherwise what it follows from."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A consequence that follows in one run and not, or not as surely, in the other.

    `was` and `now` are `yes` or `unknown` (possibly), `None` where it does not follow. The rest is as in a `Flip`;
    `parts` are named by the rule that they are of.
    """

    policy: str
    subject_kind: str
    consequence: str
    subject: str
    was: str | None
    now: str | None
    causes: tuple[str, ...]
    together: bool
    parts: tuple[str, ...]
    rows: tuple[ChangedRow, ...]


class ComparedConsequences:
    """What followed from one policy in both runs; `rules_unread` are rules whose verdicts cannot be compared."""

    def __init__(self, pair: Pair, rules_unread: tuple[str, ...]) -> None:
        self._pair = pair
        self._kept = [{each.consequence: each for each in _kept(side, pair)} for side in (pair.old, pair.new)]
        names = dict.fromkeys(name for kept in self._kept for name in kept)
        self.unread = tuple(name for name in names if self._is_lost(name, frozenset(rules_unread)))
        compared = {name: self._compared(name) for name in names if name not in self.unread}
        self._differing = {name: frame for name, frame in compared.items() if frame.height}
        self.turned = sum(frame.height for frame in self._differing.values())

    def turns(self) -> Iterator[Turn]:
        """Each difference with its causes."""
        for name, frame in self._differing.items():
            found = {taken: world.truths.get(name) for taken, world in self._pair.worlds.items()}
            rows, parts = self._rows(name), self._parts(name)
            for line in caused(frame, self._pair.unlike, found).iter_rows(named=True):
                yield self._turn(name, line, rows, parts)

    def _compared(self, name: str) -> pl.DataFrame:
        """`subject`, `was` and `now`, of those for whom they differ."""
        old, new = (self._recorded(kept.get(name)) for kept in self._kept)
        both = old.join(new, on="subject", how="full", coalesce=True, suffix="_now")
        both = both.select("subject", was="truth", now="truth_now")
        return both.filter(pl.col("was").ne_missing(pl.col("now"))).sort("subject")

    def _recorded(self, kept: KeptConsequence | None) -> pl.DataFrame:
        home = self._pair.recall.home
        rows = None if kept is None else kept_conclusions(kept, home.archive, home.secrets)
        if rows is None:
            return pl.DataFrame(schema={"subject": pl.String, "truth": pl.String})
        return collected(rows.select("subject", "truth"))

    def _is_lost(self, name: str, rules_unread: frozenset[str]) -> bool:
        """Whether in either run something that it rests on cannot be read any more."""
        home = self._pair.recall.home
        for side, kept in zip((self._pair.old, self._pair.new), self._kept, strict=True):
            if name in kept and kept_conclusions(kept[name], home.archive, home.secrets) is None:
                return True
            policy, lost = self._pair.recall.policy(side.plan), self._pair.recall.facts(side.plan).lost
            chain = _chain(policy.plan.consequences, name)
            read = {cell for each in chain for cell in rests_on(policy.plan, each, policy.vocabulary)}
            if rules_named(chain) & rules_unread or any(column in lost.get(entity, ()) for entity, column in read):
                return True
        return False

    def _rows(self, name: str) -> Rows:
        plan = self._pair.recall.policy(self._pair.new.plan).plan
        chain = _chain(plan.consequences, name)
        asked = [rule_requiring(each, chain[-1].subject) for each in conditions_met(chain)]
        return self._pair.rows([*(rule for rule in plan.rules if rule.id in rules_named(chain)), *asked])

    def _parts(self, name: str) -> tuple[str, ...]:
        """What changed in the policy: the consequences that lead there, or the rules whose verdicts they name."""
        old, new = (self._pair.recall.policy(side.plan).plan for side in (self._pair.old, self._pair.new))
        chains = [_chain(plan.consequences, name) for plan in (old, new)]
        ways = [{each.id: (each.subject, each.ways) for each in chain} for chain in chains]
        rules = dict.fromkeys(rule for chain in chains for rule in sorted(rules_named(chain)))
        changed = [f"{rule}: {part}" for rule in rules for part in changed_parts(old, new, rule)]
        return (*([CONSEQUENCE] if ways[0] != ways[1] else []), *changed)

    def _turn(self, name: str, line: Mapping[str, object], rows: Rows, parts: tuple[str, ...]) -> Turn:
        causes, subject = line["causes"], str(line["subject"])
        named = tuple(map(str, causes)) if isinstance(causes, list) else ()
        was, now = line["was"], line["now"]
        return Turn(
            policy=self._pair.new.plan.policy,
            subject_kind=next(kept[name].subject_kind for kept in self._kept if name in kept),
            consequence=name,
            subject=subject,
            was=None if was is None else str(was),
            now=None if now is None else str(now),
            causes=named,
            together=bool(line["together"]),
            parts=parts if Input.POLICY in named else (),
            rows=rows_for(subject, rows) if Input.FACTS in named else (),
        )


def _kept(side: Side, pair: Pair) -> tuple[KeptConsequence, ...]:
    return consequences_of(side.plan, pair.recall.home.archive)


def _chain(consequences: tuple[PlannedConsequence, ...], name: str) -> tuple[PlannedConsequence, ...]:
    """The consequence and those that it follows from; nothing where the plan does not have it."""
    return leading_to(consequences, [each.id for each in consequences if each.id == name])
