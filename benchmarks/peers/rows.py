"""Batches of rows for engines that take one subject, or a list of them, as Python objects or JSON."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers.rules import Members, rules
from benchmarks.peers.share import Share, Told

STEP = 25
"""Rows between two looks at the clock."""
Row = dict[str, Any]
Judge = Callable[[list[Any]], Sequence[Sequence[int]]]
"""The statuses of each subject, in the order of the rules."""
Count = Callable[[list[Any]], Sequence[Sequence[int]]]
"""Of each list of organizations, the numbers that `numbers` names, in its order."""


def numbers() -> tuple[tuple[Members, str], ...]:
    """What is counted for the rules over communities: the rule, and the number's name in it."""
    return tuple((rule, name) for rule in rules().communities for name in rule.counted)


def own(rule: Members) -> dict[str, str]:
    """The names of the fields of a rule's numbers of one community."""
    return {name: f"own_{n}" for n, (of, name) in enumerate(numbers()) if of is rule}


def loose(rule: Members) -> dict[str, str]:
    """The same of all organizations of unknown community."""
    return {name: f"loose_{n}" for n, (of, name) in enumerate(numbers()) if of is rule}


def organizations(share: Share, ready: Callable[[], Judge], shaped: Callable[[Row], Any] = lambda row: row) -> Told:
    """Judges organizations, batch by batch, until the share or the budget ends; `shaped` is the engine's own input."""
    told = Told()
    with told.preparing():
        judge = ready()
    for batch in _batches(told, share, "organizations.parquet"):
        with told.preparing():
            subjects = [shaped(row) for row in batch]
        with told.evaluating():
            statuses = judge(subjects)
        told.tally([rule.id for rule in rules().organizations], statuses)
    return told


def communities(
    share: Share, ready: Callable[[], tuple[Count, Judge]], shaped: Callable[[Row], Any] = lambda row: row
) -> Told:
    """Counts the organizations of communities, and judges the numbers; what those of unknown community could add is
    counted once and given along."""
    told = Told()
    with told.preparing():
        count, judge = ready()
        nowhere = [shaped(row) for row in pq.read_table(share.folder / "loose.parquet").to_pylist()]
    with told.evaluating():
        added = {f"loose_{n}": int(number) for n, number in enumerate(count([nowhere])[0])}
    for batch in _batches(told, share, "communities.parquet"):
        with told.preparing():
            members = [[shaped(row) for row in community["organizations"]] for community in batch]
        with told.evaluating():
            subjects = [
                {"kind": community["kind"], **{f"own_{n}": int(number) for n, number in enumerate(found)}, **added}
                for community, found in zip(batch, count(members), strict=True)
            ]
            statuses = judge(subjects)
        told.tally([rule.id for rule in rules().communities], statuses)
    return told


def _batches(told: Told, share: Share, name: str) -> Iterator[list[Row]]:
    """The share's rows, a few at a time, as long as the budget lasts."""
    with told.preparing():
        file = pq.ParquetFile(share.folder / name)
        groups = range(share.index, file.num_row_groups, share.of)
        told.share = sum(file.metadata.row_group(group).num_rows for group in groups)
    for group in groups:
        with told.preparing():
            batch = file.read_row_group(group).to_pylist()
        for start in range(0, len(batch), STEP):
            if told.seconds >= share.budget:
                return
            yield batch[start : start + STEP]


def table(share: Share, name: str) -> pa.Table:
    """The whole share as one Arrow table, for engines of columns."""
    file = pq.ParquetFile(share.folder / name)
    return file.read_row_groups(list(range(share.index, file.num_row_groups, share.of)))
