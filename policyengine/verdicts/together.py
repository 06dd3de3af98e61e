"""The statuses of several plans over the same facts, in one run: what their rules read is read once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from policyengine.backends.backend import Backend
from policyengine.backends.queries import Query
from policyengine.engine.columnar.conditions import Frames
from policyengine.engine.columnar.gather import settle
from policyengine.engine.columnar.rules import Batch, Columns
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.assemble import Case, mask_for
from policyengine.verdicts.blocks import StatusBlock
from policyengine.verdicts.columns import status_masks

Asked = Sequence[tuple[Case, tuple[PlannedRule, ...]]]
"""Rules, each with the case that they are judged in; all cases have the same fact base."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """Batches over the same subjects, each with its case, and the status masks of all of their rules."""

    batches: list[tuple[Case, Batch]]
    frame: Query


def status_blocks(asked: Asked) -> list[tuple[StatusBlock, ...]]:
    """The statuses of each case's rules, a block for each kind of subject."""
    batches = _batches(asked)
    settle(batch.scan for of_case in batches for batch in of_case)
    shared = _shared(asked, batches)
    blocks: dict[int, StatusBlock] = {}
    for one, masks in zip(shared, _backend(asked).collected([one.frame for one in shared]), strict=True):
        first = 0
        for _, batch in one.batches:
            blocks[id(batch)] = _block(batch, masks, first)
            first += len(batch.rules)
    return [tuple(blocks[id(batch)] for batch in of_case) for of_case in batches]


def queries(asked: Asked, *, unmask: bool) -> tuple[str, ...]:
    """The queries that give the statuses, in the backend's words and in their order; the last ones are not run.

    Where a backend collects the children of subjects first, these queries are run: the others are built on them.
    Persons who are exempt are named by their pseudonyms, unless `unmask` is set.
    """
    backend = _backend(asked)
    batches = _batches(asked)
    ran = settle(batch.scan for of_case in batches for batch in of_case)
    frames = (*ran, *(one.frame for one in _shared(asked, batches)))
    exempt = dict(exempted for case, rules in asked for exempted in _exempt(case, rules, unmask=unmask))
    return tuple(_renamed(backend.explained(frame), exempt) for frame in frames)


def _exempt(case: Case, rules: tuple[PlannedRule, ...], *, unmask: bool) -> Iterator[tuple[str, str]]:
    kinds, mask = {rule.id: rule.subject for rule in rules}, mask_for(case, unmask=unmask)
    return ((subject, mask.id(kinds[rule], subject)) for rule, subject in case.waived if rule in kinds)


def _renamed(query: str, names: dict[str, str]) -> str:
    for row_id, name in names.items():
        query = query.replace(row_id, name)
    return query


def _backend(asked: Asked) -> Backend:
    return asked[0][0].facts.backend


def _batches(asked: Asked) -> list[tuple[Batch, ...]]:
    frames = Frames(asked[0][0].facts)
    return [Columns(case.plan, case.facts, case.as_of, frames).batches(rules) for case, rules in asked]


def _shared(asked: Asked, batches: list[tuple[Batch, ...]]) -> list[_Shared]:
    """The batches by their scan: its subjects are of one kind and one jurisdiction."""
    by_scan: dict[int, list[tuple[Case, Batch]]] = {}
    for (case, _), of_case in zip(asked, batches, strict=True):
        for batch in of_case:
            by_scan.setdefault(id(batch.scan), []).append((case, batch))
    return [
        _Shared(
            together,
            status_masks(
                ((columns, case.waived) for case, batch in together for columns in batch.rules), together[0][1].frame
            ),
        )
        for together in by_scan.values()
    ]


def _block(batch: Batch, masks: pl.DataFrame, first: int) -> StatusBlock:
    own = {f"{n}": f"{first + n}" for n in range(len(batch.rules))}
    return StatusBlock(batch.subject, tuple(columns.rule for columns in batch.rules), masks.select("subject", **own))
