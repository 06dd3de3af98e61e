"""What is timed: each function runs in a process of its own, which says in JSON how long it took and what it found.

`python -m benchmarks.tasks NAME FOLDER [ARGUMENT...]`; imports and preparation are not timed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.country import country, five_plans
from benchmarks.handwritten import communities as communities_in_polars
from benchmarks.handwritten import communities_sql, organizations_sql
from benchmarks.handwritten import organizations as organizations_in_polars
from benchmarks.large import large
from benchmarks.written_by_hand import reading_sheets, written
from policyengine import pipeline
from policyengine.authoring.demo import make_demo
from policyengine.facts.read import read_facts
from policyengine.facts.tables import FactBase
from policyengine.language.load import load_policy
from policyengine.language.models import Policy
from policyengine.plan.check import make_plan
from policyengine.vocabulary.load import load_vocabulary

POLICIES = Path(__file__).parent / "policies"
AS_OF = date(2019, 1, 31)
TABLES = (
    "city",
    "county",
    "street",
    "community",
    "registration_authority",
    "supervising_unit",
    "comprehensive_committee",
    "organization",
)
"""What the measured rules read, and what that refers to."""

Told = tuple[float, dict[str, Any]]


def demo(folder: Path, organizations: str) -> Told:
    """A registry with ten organizations to a community; beside it, in `tables`, those of its tables that are read."""
    start = time.perf_counter()
    made = make_demo(folder / "registry", organizations=int(organizations), communities=int(organizations) // 10)
    (folder / "tables").mkdir()
    for name in (*(f"{table}.parquet" for table in TABLES), "facts.yaml"):
        os.link(folder / "registry" / name, folder / "tables" / name)
    return time.perf_counter() - start, made


def reading(folder: Path) -> Told:
    """Reading and checking all facts."""
    start = time.perf_counter()
    read_facts(folder)
    return time.perf_counter() - start, {}


def verdicts(folder: Path, policy: str, rules: str = "") -> Told:
    """The status columns of a policy's rules (or the first few), by the ordinary path; the plan is built before."""
    return _judged(read_facts(folder), policy, rules)


def verdicts_by_duckdb(folder: Path, policy: str) -> Told:
    """The same by DuckDB, which reads the files in place; the facts are not checked before."""
    return _judged(read_facts(folder, backend="duckdb", trusted=True), policy)


def _judged(facts: FactBase, policy: str, rules: str = "") -> Told:
    plan = pipeline.plan(load_policy(POLICIES / policy), facts)
    chosen = plan.rules[: int(rules)] if rules else plan.rules
    start = time.perf_counter()
    judged = pipeline.judge(plan, chosen, facts, as_of=AS_OF)
    seconds = time.perf_counter() - start
    found = {rule.id: _counts(block.masks[str(n)]) for block in judged.blocks for n, rule in enumerate(block.rules)}
    return seconds, {rule.id: found[rule.id] for rule in chosen}


def organizations_by_hand(folder: Path) -> Told:
    """The statuses of `organizations_40.yaml` in plain Polars."""
    return _by_hand(lambda: organizations_in_polars.statuses(folder))


def communities_by_hand(folder: Path) -> Told:
    """The statuses of `communities_10.yaml` in plain Polars."""
    return _by_hand(lambda: communities_in_polars.statuses(folder))


def organizations_in_sql(folder: Path) -> Told:
    """The statuses of `organizations_40.yaml` in DuckDB's SQL."""
    return _in_sql(organizations_sql.statuses(folder))


def communities_in_sql(folder: Path) -> Told:
    """The statuses of `communities_10.yaml` in DuckDB's SQL."""
    return _in_sql(communities_sql.statuses(folder))


def _in_sql(query: str) -> Told:
    import duckdb  # noqa: PLC0415  # the other tasks' peaks of memory shall be without it

    with duckdb.connect() as connection:
        start = time.perf_counter()
        frame = pl.DataFrame(connection.sql(query).to_arrow_table())
        seconds = time.perf_counter() - start
    return seconds, {name: _counts(frame[name]) for name in frame.columns if name != "id"}


def _by_hand(statuses: Callable[[], pl.LazyFrame]) -> Told:
    start = time.perf_counter()
    frame = statuses().collect()
    seconds = time.perf_counter() - start
    return seconds, {name: _counts(frame[name]) for name in frame.columns if name != "id"}


def planning(folder: Path) -> Told:  # noqa: ARG001  # every task is given a folder
    """Building a plan of a hundred rules from a policy that is loaded."""
    policy = _hundred_rules()
    vocabulary = load_vocabulary(policy.vocabulary, None)
    start = time.perf_counter()
    plan = make_plan(policy, vocabulary)
    return time.perf_counter() - start, {"rules": len(plan.rules)}


def _hundred_rules() -> Policy:
    """Both policies in one, each rule twice under two names."""
    first, second = (load_policy(POLICIES / name) for name in ("organizations_40.yaml", "communities_10.yaml"))
    rules = (*first.rules, *second.rules)
    again = tuple(rule.model_copy(update={"id": f"{rule.id}-again"}) for rule in rules)
    return first.model_copy(update={"targets": (*first.targets, *second.targets), "rules": (*rules, *again)})


def _counts(column: pl.Series) -> dict[str, int]:
    """How many subjects have each definite status; a mask of several statuses is unknown, as 0 is."""
    definite = (
        organizations_in_polars.NOT_APPLICABLE,
        organizations_in_polars.COMPLIANT,
        organizations_in_polars.PENDING,
        organizations_in_polars.NONCOMPLIANT,
        organizations_in_polars.SHORTFALL,
    )
    found = dict(column.value_counts().iter_rows())
    counts = {str(status): found[status] for status in definite if status in found}
    unknown = len(column) - sum(counts.values())
    return counts | ({"unknown": unknown} if unknown else {})


TASKS: dict[str, Callable[..., Told]] = {
    function.__name__: function
    for function in (
        demo,
        reading,
        verdicts,
        verdicts_by_duckdb,
        organizations_by_hand,
        communities_by_hand,
        organizations_in_sql,
        communities_in_sql,
        planning,
        country,
        five_plans,
        large,
        written,
        reading_sheets,
    )
}


if __name__ == "__main__":
    name, folder, *arguments = sys.argv[1:]
    seconds, found = TASKS[name](Path(folder), *arguments)
    print(json.dumps({"seconds": seconds, "found": found}))
