"""`python -m benchmarks.audit`: what it costs to put runs on record, to find them again, and to verify a ledger.

Recording is compared with writing the same verdicts into one Parquet file, each in a process of its own, by the CPU
time of the process. The report says what was measured.
"""

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.country import AS_OF, country, five
from benchmarks.report import machine
from policyengine import pipeline
from policyengine.audit.canonical import canonical
from policyengine.audit.home import Home
from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.ledger import Ledger, NewEntry
from policyengine.audit.lookup import Asked, look_up
from policyengine.audit.making import make_ledger
from policyengine.audit.recall import Recall
from policyengine.audit.recording import Evaluated, record, record_run
from policyengine.audit.verify import verify_ledger
from policyengine.audit.why import why_on_record
from policyengine.authoring.demo import make_demo
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.verdicts.write import write_verdicts

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "benchmarks" / "audit.md"
RUNS = 100
RECORDS = 100_000
DAYS = 30
ASKED = 30
CHANGED = "internally_disordered"
"""The field of which one cell in a hundred changes a day; a rule reads it."""
SEED = 1

HEAD = """# Audit trail

Made by `make bench-audit` on {day}: {machine}.

| measured | figure | bar |
|---|---:|---:|
"""


def main() -> None:
    """Measure and write the report; one task alone where it is called for in a process of its own."""
    options = _options()
    if options.task:
        print(json.dumps(TASKS[options.task](Path(options.folder))))
        return
    parts = {
        "recording": partial(_recording, organizations=options.organizations),
        "verifying": partial(_verifying, records=options.records),
        "daily": partial(_daily, organizations=options.daily),
    }
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for name in options.parts.split(",") for line in parts[name](Path(folder))]
    report = HEAD.format(day=date.today().isoformat(), machine=machine()) + "\n".join(lines) + "\n\n" + NOTES
    print(report)
    if options.out is not None:
        options.out.write_text(report, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--organizations", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--daily", type=int, default=20_000, help="organizations of the daily runs")
    parser.add_argument("--parts", default="recording,verifying,daily", help="what is measured")
    parser.add_argument("--out", type=Path, default=OUT, help="the report's file")
    parser.add_argument("--task", choices=["out", "record"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


# --- recording, looking up, explaining --------------------------------------------------------------------------------


def _evaluated(folder: Path) -> list[Evaluated]:
    facts = read_facts(folder / "country")
    policies = five()
    return [
        Evaluated(Path(policy.file), pipeline.evaluate(policy, facts, as_of=AS_OF, jurisdiction="national"), "national")
        for policy in policies
    ]


def _out(folder: Path) -> dict[str, Any]:
    started = time.process_time()
    done = _evaluated(folder)
    evaluated = time.process_time()
    write_verdicts((frame for each in done for frame in each.verdicts.frames()), folder / "verdicts.parquet")
    size = (folder / "verdicts.parquet").stat().st_size
    return {"cpu": time.process_time() - started, "evaluating": evaluated - started, "bytes": size}


def _record(folder: Path) -> dict[str, Any]:
    started = time.process_time()
    done = _evaluated(folder)
    evaluated = time.process_time()
    record_run(Home.at(str(folder / "audit")).open(), done, ())
    return {
        "cpu": time.process_time() - started,
        "evaluating": evaluated - started,
        "bytes": _bytes_below(folder / "audit"),
        "verdicts": sum(len(each.verdicts) for each in done),
    }


TASKS: dict[str, Callable[[Path], dict[str, Any]]] = {"out": _out, "record": _record}


def _task(name: str, folder: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.audit", "--task", name, "--folder", str(folder)]
    told = subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def _recording(folder: Path, organizations: int) -> list[str]:
    country(folder / "country", str(organizations))
    make_ledger(Home.at(str(folder / "audit")))
    written, kept = _task("out", folder), _task("record", folder)
    (folder / "verdicts.parquet").unlink()
    lines = [
        f"| {organizations:,} organizations, five plans, {kept['verdicts']:,} verdicts: `--out F.parquet` "
        f"| {written['cpu']:.0f} s of CPU, {_mebibytes(written['bytes'])} | |",
        f"| the same put on record, facts and all | {kept['cpu']:.0f} s of CPU, {_mebibytes(kept['bytes'])} "
        f"({kept['cpu'] / written['cpu']:.2f} ×) | 1.3 × |",
    ]
    home = Home.at(str(folder / "audit")).open()
    first = RunOnRecord.of(home, 1).run
    later = [first.model_copy(update={"note": str(n)}) for n in range(RUNS - 1)]
    home.ledger.append([NewEntry("run", canonical(each)) for each in later], home.signing_key())
    lines += _asked(Recall(home))
    shutil.rmtree(folder / "audit")
    shutil.rmtree(folder / "country")
    return lines


def _asked(recall: Recall) -> list[str]:
    run = recall.run(RUNS // 2)
    drawn = random.Random(SEED)  # noqa: S311 - drawn to be asked, not secret
    one = next(plan for plan in run.run.plans if plan.policy == "quzhou_2018")
    block = next(each for each in recall.verdicts(one).blocks if each.subject_kind == "organization")
    subjects = [part.first for part in block.parts] + [part.last for part in block.parts]
    asked = [(drawn.choice(block.rules).rule, drawn.choice(subjects)) for _ in range(ASKED)]

    def look(rule: str, subject: str) -> None:
        assert look_up(recall, run, Asked(policy=one.policy, rule=rule, subject=subject)).total == 1

    def explain(rule: str, subject: str) -> None:
        why_on_record(recall, run, rule, subject, one.policy)

    return [
        f"| {name}, {RUNS} runs on record, warm, median of {ASKED} | {_median(call, asked):.0f} ms | 50 ms |"
        for name, call in (("a verdict by rule and subject", look), ("`why --run`", explain))
    ]


def _median(call: Callable[[str, str], None], asked: list[tuple[str, str]]) -> float:
    for each in asked[:3]:
        call(*each)
    seconds = []
    for each in asked:
        started = time.process_time()
        call(*each)
        seconds.append(time.process_time() - started)
    return statistics.median(seconds) * 1000


# --- verifying --------------------------------------------------------------------------------------------------------


def _verifying(folder: Path, records: int) -> list[str]:
    home = Home.at(str(folder / "many"))
    make_ledger(home)
    made = folder / "small"
    make_demo(made, "330800", 10, SEED)
    policy = load_policy(ROOT / "policies" / "quzhou_2018.yaml")
    run = record(home, [policy], read_facts(made), as_of=date(2018, 12, 31)).run
    opened = home.open()
    key = opened.signing_key()
    bodies = [NewEntry("run", canonical(run.model_copy(update={"note": str(n)}))) for n in range(records - 1)]
    for start in range(0, len(bodies), 10):
        opened.ledger.append(bodies[start : start + 10], key)
    started, clock = time.process_time(), time.perf_counter()
    report = verify_ledger(Ledger.open(home.ledger, "ro"), opened.archive)
    cpu, wall = time.process_time() - started, time.perf_counter() - clock
    assert not report.faults
    what = f"`ledger verify` of {report.head.size:,} records ({len(bodies[0].body):,} bytes each)"
    return [f"| {what}, {report.checkpoints:,} checkpoints | {cpu:.1f} s of CPU ({wall:.1f} s) | 10 s |"]


# --- every day --------------------------------------------------------------------------------------------------------


def _daily(folder: Path, organizations: int) -> list[str]:
    """Thirty days in which one organization in a hundred changes, drawn anew each day from all of them."""
    home = Home.at(str(folder / "daily"))
    make_ledger(home)
    made = folder / "registry"
    make_demo(made, "330800", organizations, SEED)
    policy = load_policy(ROOT / "policies" / "quzhou_2018.yaml")
    table, first = pl.read_parquet(made / "organization.parquet"), 0
    for day in range(DAYS):
        if day:
            table = _changed(table, day)
            table.write_parquet(made / "organization.parquet")
        record(home, [policy], read_facts(made), as_of=date(2018, 12, 1) + timedelta(day))
        first = first or _bytes_below(folder / "daily" / "archive")
    total = _bytes_below(folder / "daily" / "archive")
    return [
        f"| archive of {DAYS} daily runs, 1 % of {organizations:,} organizations changed a day, one plan "
        f"| {total / first:.1f} × one run ({_mebibytes(first)}) | |"
    ]


def _changed(table: pl.DataFrame, day: int) -> pl.DataFrame:
    drawn = pl.int_range(pl.len()).shuffle(seed=day) < table.height // 100
    flag = pl.col(CHANGED)
    return table.with_columns(pl.when(drawn).then(~flag.fill_null(value=False)).otherwise(flag).alias(CHANGED))


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f} MiB"


NOTES = """CPU time is that of the whole process without reading the tool's own code: reading and checking facts,
evaluating, and writing are in it. The runs that are looked up are one run of full size and ninety-nine records that
name the same files. The records that are verified are one real run's, each with another note, ten to a checkpoint.
"""


if __name__ == "__main__":
    main()
