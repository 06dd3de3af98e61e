"""The verdicts of a run as they were recorded, in the shape of an evaluation, for whatever reports on one."""

from collections.abc import Iterator
from functools import cached_property

import polars as pl

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_rows import Sought, kept_rows, whole_rows
from policyengine.audit.parquet import collected
from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord
from policyengine.facts.judgements import with_judgements
from policyengine.language.statuses import DEFINITE
from policyengine.pipeline import Part, determinations
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.blocks import StatusBlock
from policyengine.verdicts.frame import COLUMNS
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.waivers import in_force


class RecordedVerdicts(Verdicts):
    """The verdicts of one policy of a run; nothing is evaluated. What is sealed and cannot be read is left out."""

    def __init__(self, recall: Recall, run: RunOnRecord, plan: PlanRecord) -> None:
        self.case = case_of(recall, run, plan)
        recorded = {rule for block in recall.verdicts(plan).blocks for rule in block.rules}
        self.rules = tuple(rule for rule in self.case.plan.rules if rule.id in recorded)
        self._recall, self._record = recall, plan

    @cached_property
    def blocks(self) -> tuple[StatusBlock, ...]:  # type: ignore[override]  # made when it is asked for
        """The statuses that each verdict may have, rule by rule."""
        return tuple(
            StatusBlock(rule.subject, (rule,), frame.select("subject", _mask().alias("0")))
            for rule, frame in self.by_rule()
        )

    def by_rule(self) -> Iterator[tuple[PlannedRule, pl.DataFrame]]:
        """Each rule with its verdicts, with the columns of `frame.COLUMNS`."""
        for rule in self.rules:
            yield rule, self._frame(rule)

    def _frame(self, rule: PlannedRule) -> pl.DataFrame:
        recall, plan = self._recall, self._record
        rows = [
            whole_rows(rows, rule.subject, recall.words(plan), plan, self.as_of)
            for block in recall.verdicts(plan).blocks
            if block.subject_kind == rule.subject
            for rows in kept_rows(block, recall.home.archive, recall.home.secrets, Sought(rule=rule.id))
        ]
        return collected(pl.concat(rows)) if rows else pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))


def case_of(recall: Recall, run: RunOnRecord, plan: PlanRecord) -> Case:
    """What the verdicts of a policy of a run were given on."""
    ready = recall.policy(plan).plan
    parts: tuple[Part, ...] = (*ready.rules, *ready.readings, *ready.consequences)
    facts = with_judgements(recall.facts(plan).facts, determinations(parts))
    return Case(ready, facts, run.run.as_of, in_force(run.waivers(), ready.policy, run.run.as_of))


def _mask() -> pl.Expr:
    """The possible statuses as bits, as `judge.mask_of` has them."""
    bits = [
        pl.col("possible").list.contains(status.value).cast(pl.UInt8) * (1 << n) for n, status in enumerate(DEFINITE)
    ]
    return pl.sum_horizontal(bits).cast(pl.UInt8)
