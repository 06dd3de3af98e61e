"""All verdicts of one evaluation: statuses at once, everything behind them when asked."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from policyengine.engine.columnar.detail import detail, details
from policyengine.engine.columnar.outcomes import outcomes
from policyengine.engine.columnar.portions import Portion
from policyengine.engine.columnar.rules import Columns
from policyengine.facts.mask import Mask
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan.consequences import PlannedConsequence, concluded_from
from policyengine.plan.named import rule_among
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.blocks import GroundBlock, StatusBlock
from policyengine.verdicts.consequence_columns import ground_blocks
from policyengine.verdicts.consequence_frame import Consequences
from policyengine.verdicts.frame import verdict_frame
from policyengine.verdicts.judge import mask_of
from policyengine.verdicts.masked import masked_frame
from policyengine.verdicts.rollup import rollup
from policyengine.verdicts.together import status_blocks
from policyengine.verdicts.verdict import Verdict

if TYPE_CHECKING:
    import pyarrow as pa


class Verdicts:
    """The verdicts of a plan over facts as of a day.

    Statuses are computed when it is made, unless they are given as `blocks`; the other fields of a verdict when they
    are asked for, rule by rule.
    """

    def __init__(
        self, case: Case, rules: tuple[PlannedRule, ...], blocks: tuple[StatusBlock, ...] | None = None
    ) -> None:
        self.case = case
        self.rules = rules
        self.blocks = status_blocks([(case, rules)])[0] if blocks is None else blocks

    @property
    def as_of(self) -> date:
        """The day that the verdicts are as of."""
        return self.case.as_of

    def __len__(self) -> int:
        return sum(len(block.rules) * block.masks.height for block in self.blocks)

    def __repr__(self) -> str:
        plan = self.case.plan
        return f"<Verdicts: {plan.policy}, {len(self.rules)} rules, {len(self)} verdicts as of {self.as_of}>"

    def summary(self, by: str | None = None) -> pl.DataFrame:
        """For each rule, in the policy's order: `rule`, `title`, `subject_kind`, `verdicts`, one count a status.

        With `by`, a kind of place such as `county`, for each place instead, as `rollup` says.
        """
        if by is not None:
            return rollup(self, by)
        counted = {rule.id: row for block in self.blocks for rule, row in _counts(block)}
        return pl.DataFrame([counted[rule.id] for rule in self.rules], schema=SUMMARY, orient="row")

    def frames(self, mask: Mask | None = None) -> Iterator[pl.DataFrame]:
        """The verdicts of `by_rule`; `mask` makes them such as may leave the office.

        Without it they hold what the facts hold.
        """
        for rule, frame in self.by_rule():
            yield frame if mask is None else masked_frame(frame, rule, mask)

    def to_polars(self) -> pl.DataFrame:
        """All verdicts in one frame, with the columns of `frame.COLUMNS`."""
        return pl.concat(self.frames())

    def to_arrow(self) -> "pa.Table":
        """All verdicts as an Arrow table; needs pyarrow."""
        return self.to_polars().to_arrow()

    def get(self, rule: str, subject: str) -> Verdict | None:
        """One verdict; `None` where the rule does not concern the subject. Raises `UnknownRuleError`."""
        planned = rule_among(self.case.plan.policy, self.rules, rule)
        found = dict(outcomes(detail(self._columns(), planned, [subject])))
        return verdict_of(self.case, planned, subject, found[subject]) if subject in found else None

    def __iter__(self) -> Iterator[Verdict]:
        for found in details(self._columns(), self.rules, portions=self._portions()):
            for subject, outcome in outcomes(found):
                yield verdict_of(self.case, found.rule, subject, outcome)

    def consequences(self) -> Consequences:
        """What follows from the verdicts: the consequences that rest on the verdicts of these rules alone."""
        # Other readings of the text lead to nothing.
        own = (rule.id for rule in self.rules if rule.alternative is None)
        return Consequences(self.case, self._grounds(concluded_from(self.case.plan.consequences, own)))

    def by_rule(self) -> Iterator[tuple[PlannedRule, pl.DataFrame]]:
        """Each rule with its verdicts, rules that share a scan together, with the columns of `frame.COLUMNS`.

        Of many subjects they come in parts: those of some subjects under each rule, then those of others.
        """
        for found in details(self._columns(), self.rules, portions=self._portions()):
            yield found.rule, verdict_frame(self.case, found)

    def _grounds(self, consequences: tuple[PlannedConsequence, ...]) -> tuple[GroundBlock, ...]:
        return ground_blocks(self.case, consequences, self.blocks)

    def _portions(self) -> dict[str, Portion]:
        """How many verdicts on each kind of subject are collected at once: some `AT_ONCE`.

        Where there are more, subjects are parted; where ids have no certain order, rules are, as far as that goes.
        """
        parted = self.case.facts.backend.orders_bytes
        return {block.subject_kind: _portion(block, parted=parted) for block in self.blocks}

    def _columns(self) -> Columns:
        return Columns(self.case.plan, self.case.facts, self.case.as_of)


AT_ONCE = 2_000_000
"""So many verdicts with all that is behind them are held in memory at once."""

SAMPLE = 1_000_000
"""So many ids are sorted to find where to part them."""

SUMMARY = {
    "rule": pl.String,
    "title": pl.String,
    "subject_kind": pl.String,
    "verdicts": pl.Int64,
    **{status.value: pl.Int64 for status in (*DEFINITE, Status.UNKNOWN)},
}


def _portion(block: StatusBlock, *, parted: bool) -> Portion:
    if len(block.rules) * block.masks.height <= AT_ONCE:
        return Portion(len(block.rules))
    if parted:
        return Portion(len(block.rules), _cut(block.masks["subject"], AT_ONCE // len(block.rules)))
    return Portion(max(AT_ONCE // block.masks.height, 1))


def _cut(ids: pl.Series, rows: int) -> list[str]:
    """Ids in order, about so many rows apart; always the same, in whatever order they come."""
    one_in = -(-len(ids) // SAMPLE)
    sample = ids.filter(ids.hash() % one_in == 0).sort()
    return sample.gather_every(max(rows // one_in, 1)).to_list()[1:]


def _counts(block: StatusBlock) -> Iterator[tuple[PlannedRule, tuple[str | int, ...]]]:
    """Columns are compared with each status, which takes a small part of the time that counting their values does."""
    bits = [mask_of(frozenset({status})) for status in DEFINITE]
    flags = ((pl.col(f"{n}") == bit).sum().alias(f"{n}:{bit}") for n in range(len(block.rules)) for bit in bits)
    found, rows = block.masks.select(flags).row(0), block.masks.height
    for n, rule in enumerate(block.rules):
        definite = found[n * len(bits) : (n + 1) * len(bits)]
        yield rule, (rule.id, rule.title, block.subject_kind, rows, *definite, rows - sum(definite))
