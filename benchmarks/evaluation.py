"""Status columns against hand-written Polars and SQL, from the same files; both sides must agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Measurement, task, typical
from benchmarks.report import Row

FULL_SIZE = 1_000_000
"""The size that the targets are set for."""


@dataclass(frozen=True)
class Contest:
    """One policy and the task that answers it by hand."""

    title: str
    policy: str
    by_hand: str
    target: float
    memory_target: float | None = None
    task: str = "verdicts"


ORGANIZATIONS = Contest("40 organization rules", "organizations_40.yaml", "organizations_by_hand", 1.3, 2.0)
COMMUNITIES = Contest("10 count and ratio rules by community", "communities_10.yaml", "communities_by_hand", 1.5)
ORGANIZATIONS_IN_SQL = Contest(
    "40 organization rules by DuckDB", "organizations_40.yaml", "organizations_in_sql", 1.5, task="verdicts_by_duckdb"
)
COMMUNITIES_IN_SQL = Contest(
    "10 count and ratio rules by DuckDB", "communities_10.yaml", "communities_in_sql", 1.5, task="verdicts_by_duckdb"
)
FEWER_RULES = (10, 20)


def compared(contest: Contest, size: int, tables: Path, repetitions: int) -> Iterator[Row]:
    """The contest with all of its rules."""
    full = size == FULL_SIZE
    yield Row(
        contest.title,
        size,
        *_both(contest, tables, repetitions),
        target=contest.target if full else None,
        memory_target=contest.memory_target if full else None,
    )


def fewer_rules(size: int, tables: Path, repetitions: int) -> Iterator[Row]:
    """The first few organization rules, to see what each further one costs."""
    for rules in FEWER_RULES:
        ours = [task("verdicts", tables, ORGANIZATIONS.policy, rules) for _ in range(repetitions)]
        yield Row(f"the first {rules} of these rules", size, typical(ours))


def reading(size: int, tables: Path, repetitions: int) -> Iterator[Row]:
    """What reading and checking the facts costs, which no other row counts."""
    yield Row("reading and checking the facts", size, typical([task("reading", tables) for _ in range(repetitions)]))


def _both(contest: Contest, tables: Path, repetitions: int) -> tuple[Measurement, Measurement]:
    ours, by_hand = [], []
    for _ in range(repetitions):
        ours.append(task(contest.task, tables, contest.policy))
        by_hand.append(task(contest.by_hand, tables))
        must_agree(contest, ours[-1], by_hand[-1])
    return typical(ours), typical(by_hand)


def must_agree(contest: Contest, ours: Measurement, by_hand: Measurement) -> None:
    """Raises `RuntimeError` where the counts of statuses of any rule differ."""
    differing = [rule for rule in ours.found if ours.found[rule] != by_hand.found.get(rule)]
    if differing or ours.found.keys() != by_hand.found.keys():
        told = "; ".join(f"{rule}: {ours.found[rule]} and {by_hand.found.get(rule)}" for rule in differing)
        raise RuntimeError(f"{contest.policy}: the sides disagree: {told}")
