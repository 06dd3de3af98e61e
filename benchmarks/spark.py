"""`python -m benchmarks.spark [--organizations N] [--repetitions N] [--out FILE]`: Spark on one core and on two.

Each evaluation is a process of its own with a session `local[1]` or `local[2]`; both take turns.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measure import process, task
from benchmarks.report import hardware

POLICY = Path(__file__).parent / "policies" / "large_10.yaml"
OUT = Path(__file__).parents[1] / "docs" / "benchmarks" / "spark.md"
CORES = (1, 2)
AS_OF = date(2024, 1, 31)
PARTITIONS = 8
"""So many parts has what is shuffled, on one core as on two."""

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": PARTITIONS,
    "spark.sql.autoBroadcastJoinThreshold": -1,
    "spark.sql.adaptive.enabled": "false",
    # Files are parted alike, however many cores there are.
    "spark.sql.files.maxPartitionBytes": 2**20,
    "spark.sql.files.openCostInBytes": 0,
    "spark.sql.files.minPartitionNum": PARTITIONS,
    "spark.eventLog.enabled": "true",
    "spark.eventLog.compress": "false",
    "spark.eventLog.rolling.enabled": "false",
}

METHOD = (
    "Each row is the median of its runs, each a process of its own with a session on this machine, which first "
    "evaluates once so that what runs is compiled. Timed is the second evaluation, from the plan to all statuses in "
    "the client, facts read in place from Parquet and declared trusted. “Tasks” is the time that Spark's executor "
    "spent in tasks, summed over all of them, and the processor time of it, as Spark's own event log has them; the "
    "former divided by the seconds says how many tasks ran at once. Facts are parted alike on one core and on two, so "
    "that the tasks are the same. Where the machine has other work, tasks take longer than their processor time, and "
    "the seconds of both rows cannot be held against each other. What does not shrink with a second core is the "
    "driver's: narwhals' and Catalyst's planning, and the start of each job."
)


@dataclass(frozen=True)
class Run:
    """One evaluation: seconds on the clock, in tasks, of processor time in them; how many; each rule's counts."""

    seconds: float
    in_tasks: float
    on_processor: float
    tasks: int
    counts: list[list[Any]]


def main() -> None:
    """Generate, evaluate on one core and on two in turn, write the report."""
    options = _options()
    if options.cores is not None:
        print(json.dumps(evaluated(Path(options.facts), options.cores)))
        return
    runs: dict[int, list[Run]] = {cores: [] for cores in CORES}
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts"
        made = task("large", facts, options.organizations)
        for repetition in range(options.repetitions):
            for cores in CORES:
                run = _run(facts, cores)
                print(
                    f"{repetition + 1}. local[{cores}]: {run.seconds:.1f} s, tasks {run.in_tasks:.1f} s",
                    file=sys.stderr,
                )
                runs[cores].append(run)
    if len({json.dumps(run.counts) for each in runs.values() for run in each}) > 1:
        raise RuntimeError("the verdicts differ from run to run")
    report = markdown(options.organizations, made.found["communities"], runs)
    print(report)
    options.out.write_text(report, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("--organizations", type=int, default=1_000_000, help="default 1,000,000")
    parser.add_argument("--repetitions", type=int, default=1, help="of each (default 1)")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the report (default {OUT.relative_to(OUT.parents[2])})")
    parser.add_argument("--cores", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--facts", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(facts: Path, cores: int) -> Run:
    command = [sys.executable, "-m", "benchmarks.spark", "--cores", str(cores), "--facts", str(facts)]
    return Run(**json.loads(process(command).found["written"].splitlines()[-1]))


def evaluated(facts: Path, cores: int) -> dict[str, Any]:
    """Evaluate twice in a session with so many cores; what the second evaluation took."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # the process that starts the others stays small

    import policyengine as pe  # noqa: PLC0415  # see above

    builder = SparkSession.builder.master(f"local[{cores}]").appName("benchmark")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    log = Path(tempfile.mkdtemp(dir=facts.parent))
    session = builder.config("spark.eventLog.dir", log.as_uri()).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    policy = pe.load_policy(POLICY)
    # The session is this process's own, and the one that `backend` finds.
    stored = pe.read_facts(facts, backend="spark", trusted=True)

    def counted() -> list[list[Any]]:
        verdicts = pe.evaluate(policy, stored, as_of=AS_OF, jurisdiction="national")
        return [list(row) for row in verdicts.summary().rows()]

    counted()
    since, start = time.time(), time.perf_counter()
    counts = counted()
    seconds = time.perf_counter() - start
    session.stop()
    return {"seconds": seconds, "counts": counts, **_in_tasks(log, since)}


def _in_tasks(log: Path, since: float) -> dict[str, float]:
    """What the event log of a session says of the tasks that began after a time."""
    [file] = [path for path in log.rglob("*") if path.is_file() and not path.name.endswith(".crc")]
    # An event is a line; the texts within hold what Python takes for ends of lines, too.
    events = map(json.loads, filter(None, file.read_text("utf-8").split("\n")))
    ended = [
        event["Task Metrics"]
        for event in events
        if event["Event"] == "SparkListenerTaskEnd" and event["Task Info"]["Launch Time"] >= since * 1000
    ]
    return {
        "in_tasks": sum(metrics["Executor Run Time"] for metrics in ended) / 1e3,
        "on_processor": sum(metrics["Executor CPU Time"] for metrics in ended) / 1e9,
        "tasks": len(ended),
    }


def markdown(organizations: int, communities: int, runs: dict[int, list[Run]]) -> str:
    """The report."""
    typical = {cores: sorted(each, key=lambda run: run.seconds)[len(each) // 2] for cores, each in runs.items()}
    one = typical[CORES[0]].seconds
    rows = [
        f"| `local[{cores}]` | {run.seconds:.1f} | {one / run.seconds:.2f} × | {run.in_tasks:.1f} "
        f"| {run.on_processor:.1f} | {run.tasks} "
        f"| {run.in_tasks / run.seconds:.2f} |"
        for cores, run in typical.items()
    ]
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    lines = [
        "# Spark on one core and on two",
        "",
        f"Made by `make bench-spark` on {date.today().isoformat()}: {hardware()}, pyspark {version('pyspark')}; "
        f"load of the machine at the end (1, 5 and 15 minutes): {loads}.",
        "",
        f"{organizations:,} organizations in {communities:,} communities, the ten rules of "
        "`benchmarks/policies/large_10.yaml`; the same verdicts in every run.",
        "",
        "| session | seconds | faster | tasks, seconds | of processor time | tasks | at once |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        METHOD,
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
