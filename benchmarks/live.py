"""`python -m benchmarks.live [--organizations N] [--changes N] [--out FILE]`: a stream of changes under all five plans.

One process on one core: the registry is made, read, and a session started over it; then changes come one after the
other. What is written is how long a change took, from call to answer, and how memory went.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import polars as pl

import policyengine as pe
from benchmarks.measure import PEAK_UNIT
from policyengine.facts.tables import UNKNOWN_SUFFIX

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "benchmarks" / "live.md"
PLANS = ("quzhou_2018", "baotou_2021", "ningbo_2018", "dongying_2022", "changning_2023")
AS_OF = date(2018, 9, 1)
SAMPLES = 20
DAYS = 200

Change = tuple[str, dict[str, object]]


def main() -> None:
    """Make the registry in a process of its own, measure, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--organizations", type=int, default=100_000)
    parser.add_argument("--changes", type=int, default=200_000)
    parser.add_argument("--out", type=Path, default=OUT, help=f"the report's file (default {OUT.relative_to(ROOT)})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plans = [word for name in PLANS for word in ("--policy", str(ROOT / "policies" / f"{name}.yaml"))]
        made = [
            Path(sys.executable).with_name("policyengine"),
            "demo",
            folder,
            "--organizations",
            str(options.organizations),
        ]
        subprocess.run([*made, *plans], check=True, capture_output=True)
        report = measured(Path(folder), options.changes)
    print(report)
    options.out.write_text(report, "utf-8")


def measured(folder: Path, count: int) -> str:
    """Start a session over a registry, stream changes through it, and say how it went."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    facts = pe.read_facts(folder)
    policies = [pe.load_policy(ROOT / "policies" / f"{name}.yaml") for name in PLANS]
    begun = time.perf_counter()
    session = pe.live(policies, facts, as_of=AS_OF, jurisdiction="national")
    start = time.perf_counter() - begun
    with session:
        known = facts.table("organization").frame.filter(pl.col("established_on") <= AS_OF - timedelta(days=DAYS))
        fields = facts.vocabulary.entities["organization"].fields
        names = [name for name in known.collect_schema() if name.removesuffix(UNKNOWN_SUFFIX) in fields]
        rows = known.select(names).collect()
        told = Told(facts.table("organization").frame.select(pl.len()).collect().item(), start)
        begun = time.perf_counter()
        for n, (what, change) in enumerate(stream(rows, count)):
            asked = time.perf_counter()
            told.changed += len(session.upsert(*change))
            told.times.setdefault(what, []).append(time.perf_counter() - asked)
            if n % (count // SAMPLES or 1) == 0:
                told.memory.append(resident())
        told.seconds = time.perf_counter() - begun
    return report(told)


@dataclass
class Told:
    """How a stream went: seconds by kind of change, and bytes of resident memory now and then."""

    organizations: int
    start: float
    seconds: float = 0.0
    changed: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)


def written(row: Mapping[str, object]) -> dict[str, object]:
    """A row of a table as users write it."""
    flags = {name for name in row if name.endswith(UNKNOWN_SUFFIX)}
    return {name: "不详" if row.get(name + UNKNOWN_SUFFIX) else cell for name, cell in row.items() if name not in flags}


def stream(organizations: pl.DataFrame, count: int) -> Iterator[tuple[str, Change]]:
    """The changes of a registry's days: what is filed and found often, what is founded and dissolved seldom."""
    ids = organizations.get_column("id").to_list()
    draw = random.Random(1)  # noqa: S311 - a stream of changes is no secret
    for n in range(count):
        place = draw.randrange(len(ids))
        it = ids[place]
        day = AS_OF - timedelta(days=draw.randrange(DAYS))
        kinds: tuple[tuple[int, str, Change], ...] = (
            (22, "an annual report is filed", ("annual_report", {"id": f"report-{n}", "organization": it})),
            (
                18,
                "an inspection is recorded",
                (
                    "inspection",
                    {"id": f"inspection-{n}", "organization": it, "on_site": draw.random() < 0.5, "inspected_on": day},
                ),
            ),
            (25, "party members are counted anew", ("organization", {"id": it, "full_time_party_members": n % 7})),
            (15, "a name is corrected", ("organization", {"id": it, "name": f"更名{n}"})),
            (
                10,
                "work is recorded",
                (
                    "work_record",
                    {
                        "id": f"work-{n}",
                        "policy": "quzhou_2018",
                        "rule": "six-synchronised-steps",
                        "item": "登记",
                        "subject_kind": "city",
                        "subject_id": "330800",
                        "outcome": "done",
                        "done_on": day,
                    },
                ),
            ),
            (
                4,
                "an organization is registered",
                (
                    "organization",
                    {
                        **written(organizations.row(place, named=True)),
                        "id": f"new-{n}",
                        "registered_on": day,
                        "established_on": day,
                        "dissolved_on": None,
                    },
                ),
            ),
            (
                3,
                "a registration changes",
                ("organization", {"id": it, "registration": draw.choice(("registered", "filed"))}),
            ),
            (3, "an organization is dissolved", ("organization", {"id": it, "dissolved_on": day})),
        )
        [(_, what, change)] = draw.choices(kinds, weights=[weight for weight, _, _ in kinds])
        yield what, change


def resident() -> int:
    """Bytes of resident memory now."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT


def report(told: Told) -> str:
    """The figures as a page."""
    every = sorted(each for found in told.times.values() for each in found)
    memory = " ".join(str(each >> 20) for each in told.memory)
    lines = [
        "# Live sessions",
        "",
        f"Made by `make bench-live` on {date.today()}: {told.organizations:,} organizations under five plans, as if"
        f" national, with the work records of all their tasks; one process on one core; {len(every):,} changes.",
        "",
        "| measured | | target |",
        "|---|---:|---:|",
        f"| starting a session, facts being read | {told.start:.1f} s | < 10 s |",
        f"| changes a second | {len(every) / told.seconds:,.0f} | ≥ 500 |",
        f"| a change, median | {_at(every, 0.5):.2f} ms | |",
        f"| a change, 99th percentile | {_at(every, 0.99):.2f} ms | < 20 ms |",
        f"| a change, slowest | {every[-1] * 1000:.0f} ms | |",
        f"| verdicts and consequences that changed | {told.changed:,} | |",
        f"| resident memory in MiB, from first to last | {memory} | flat |",
        "",
        "| change | number | mean | 99th percentile | slowest |",
        "|---|---:|---:|---:|---:|",
    ]
    for what, found in sorted(told.times.items(), key=lambda each: -len(each[1])):
        found.sort()
        mean, slowest = sum(found) / len(found) * 1000, found[-1] * 1000
        lines.append(f"| {what} | {len(found):,} | {mean:.2f} ms | {_at(found, 0.99):.2f} ms | {slowest:.0f} ms |")
    return "\n".join([*lines, "", NOTES, ""])


NOTES = """\
A change's time is from the call to the answer: the row is read and checked, every verdict and consequence that it
reaches is found, and those that differ are given with before, after and what fired. What bounds it is how many verdicts
rest on what has changed: on a name none; on an organization's being there those of some sixty rules of five plans, each
of which is walked in Python, before and after. Populations are kept by increments. An organization of unknown community
may be of any: where it comes or goes, the counts of all 11,111 communities may be one more or less, and as many
verdicts are told anew; these are the slowest changes. Of subjects that a rule cannot tell apart one is walked."""


def _at(found: list[float], share: float) -> float:
    """Milliseconds at a share of sorted times."""
    return found[min(len(found) - 1, int(len(found) * share))] * 1000


if __name__ == "__main__":
    main()
