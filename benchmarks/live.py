"""`python -m benchmarks.live [--organizations N] [--changes N] [--minutes N] [--out FILE]`: changes under five plans.

One process on one core: the registry is made, read, and a session started over it; then changes come one after the
other, for so many minutes at most. What is written is how long a change took, from call to answer, and how memory
went.
"""

import argparse
import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import polars as pl

import policyengine as pe
from benchmarks.live_stream import AS_OF, DAYS, KEPT, stream
from benchmarks.measure import PEAK_UNIT
from policyengine.facts.tables import UNKNOWN_SUFFIX

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "benchmarks" / "live.md"
PLANS = ("quzhou_2018", "baotou_2021", "ningbo_2018", "dongying_2022", "changning_2023")
SAMPLES = 20


def main() -> None:
    """Make the registry in a process of its own, measure, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--organizations", type=int, default=100_000)
    parser.add_argument("--changes", type=int, default=200_000)
    parser.add_argument("--minutes", type=float, default=10, help="the stream ends after so many (default 10)")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the report's file (default {OUT.relative_to(ROOT)})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plans = [word for name in PLANS for word in ("--policy", str(ROOT / "policies" / f"{name}.yaml"))]
        made = [
            str(Path(sys.executable).with_name("policyengine")),
            "demo",
            folder,
            "--organizations",
            str(options.organizations),
        ]
        subprocess.run([*made, *plans], check=True, capture_output=True)
        report = measured(Path(folder), options.changes, options.minutes * 60)
    print(report)
    options.out.write_text(report, "utf-8")


def measured(folder: Path, count: int, limit: float) -> str:
    """Start a session over a registry, stream changes through it for `limit` seconds at most, and say how it went."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    facts = pe.read_facts(folder)
    policies = [pe.load_policy(ROOT / "policies" / f"{name}.yaml") for name in PLANS]
    begun = time.perf_counter()
    session = pe.live(policies, facts, as_of=AS_OF, jurisdiction="national")
    start = time.perf_counter() - begun
    gc.freeze()  # as a service would: what stands now stands until the end
    with session:
        known = facts.table("organization").frame.filter(pl.col("established_on") <= AS_OF - timedelta(days=DAYS))
        fields = facts.vocabulary.entities["organization"].fields
        names = [name for name in known.collect_schema() if name.removesuffix(UNKNOWN_SUFFIX) in fields]
        rows = known.select(names).collect()
        told = Told(facts.table("organization").frame.select(pl.len()).collect().item(), start)
        begun = time.perf_counter()
        for n, step in enumerate(stream(rows, count)):
            asked = time.perf_counter()
            changes = session.remove(step.entity, str(step.row["id"])) if step.gone else session.upsert(*step.change)
            answered = time.perf_counter()
            told.changed += len(changes)
            told.times.setdefault(step.what, []).append(answered - asked)
            if n % (count // SAMPLES or 1) == 0:
                told.memory.append(resident())
                print(f"{n:,} of {count:,} changes in {answered - begun:.0f} s", file=sys.stderr, flush=True)
            if answered - begun > limit:
                break
        told.memory.append(resident())
    return report(told)


@dataclass
class Told:
    """How a stream went: seconds of changes by their kind, and bytes of resident memory now and then."""

    organizations: int
    start: float
    changed: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)


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
        f"| changes a second | {len(every) / sum(every):,.0f} | ≥ 500 |",
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


NOTES = f"""\
A change's time is from the call to the answer: the row is read and checked, every verdict and consequence that it
reaches is found, and those that differ are given with before, after and what fired. What bounds it is how many verdicts
rest on what has changed: on a name none; on an organization's being there those of some sixty rules of five plans, each
of which is walked in Python, before and after; a requirement of which the change touches nothing is looked at once.
Populations are kept by increments. An organization of unknown community may be of any: where it comes or goes, the
counts of all 11,111 communities may be one more or less, and as many verdicts are told anew; these are the slowest
changes. Of subjects that a rule cannot tell apart one is walked. After these the slowest are those on which one of
Python's full collections falls. What stood at the start is kept from these (`gc.freeze()`), as a process that holds one
session for long may do.

The stream leaves the registry as large as it is: when {KEPT:,} of a kind have been added, each later one is preceded by
the oldest of them being taken out. What a session remembers is bounded; its memory grows until that is full, and by the
rows of the source that have been changed, each of which is held once however often it changes."""


def _at(found: list[float], share: float) -> float:
    """Milliseconds at a share of sorted times."""
    return found[min(len(found) - 1, int(len(found) * share))] * 1000


if __name__ == "__main__":
    main()
