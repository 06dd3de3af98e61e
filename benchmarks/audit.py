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
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import certificates
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
from policyengine.audit.record import RunRecord
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
ASKED_OF = "quzhou_2018"
"""The plan whose verdicts are looked up."""

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
        "certificates": partial(certificates.lines_of, organizations=options.certificates),
    }
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for name in options.parts.split(",") for line in parts[name](Path(folder))]
    _say("done")
    report = HEAD.format(day=date.today().isoformat(), machine=machine()) + "\n".join(lines) + "\n\n" + NOTES
    print(report)
    if options.out is not None:
        options.out.write_text(report, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--organizations", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--daily", type=int, default=100_000, help="organizations of the daily runs")
    parser.add_argument("--certificates", type=int, default=20_000, help="organizations of the large city")
    parser.add_argument("--parts", default="recording,verifying,daily,certificates", help="what is measured")
    parser.add_argument("--out", type=Path, default=OUT, help="the report's file")
    parser.add_argument("--task", choices=["out", "record"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


STARTED = time.perf_counter()


def _say(what: str) -> None:
    """What is done next, with the minutes since the start: the whole takes many."""
    print(f"{(time.perf_counter() - STARTED) / 60:5.1f} min  {what}", file=sys.stderr, flush=True)


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
    _say(f"making a country of {organizations:,} organizations")
    country(folder / "country", str(organizations))
    make_ledger(Home.at(str(folder / "audit")))
    _say("five plans into one file")
    written = _task("out", folder)
    (folder / "verdicts.parquet").unlink()
    _say("five plans on record")
    kept = _task("record", folder)
    lines = [
        f"| {organizations:,} organizations, five plans, {kept['verdicts']:,} verdicts: `--out F.parquet` "
        f"| {written['cpu']:.0f} s of CPU, {_mebibytes(written['bytes'])} | |",
        f"| the same put on record, facts and all | {kept['cpu']:.0f} s of CPU, {_mebibytes(kept['bytes'])} "
        f"({kept['cpu'] / written['cpu']:.2f} ×) | 1.3 × |",
    ]
    home = Home.at(str(folder / "audit")).open()
    first = RunOnRecord.of(home, 1).run
    home.ledger.append([NewEntry("run", canonical(_alike(first, n))) for n in range(1, RUNS)], home.signing_key())
    _say(f"looking up verdicts of {RUNS} runs")
    subjects = _drawn(folder / "country")
    lines += _asked(Recall(home), [*range(1, RUNS + 1)], subjects, f"{RUNS} runs of that size")
    shutil.rmtree(folder / "audit")
    shutil.rmtree(folder / "country")
    return lines


def _alike(run: RunRecord, n: int) -> RunRecord:
    """A record that names the same files, of another day, without one of the other plans."""
    others = [plan for plan in run.plans if plan.policy != ASKED_OF]
    plans = tuple(plan for plan in run.plans if plan is not others[n % len(others)])
    return run.model_copy(update={"as_of": run.as_of - timedelta(n), "plans": plans})


def _drawn(facts: Path) -> list[str]:
    ids = pl.read_parquet(facts / "organization.parquet", columns=["id"])["id"]
    return ids.sample(ASKED, seed=SEED).to_list()


def _asked(recall: Recall, numbers: list[int], subjects: list[str], of: str) -> list[str]:
    """Each subject under some rule in some run: its verdict, and why."""
    drawn = random.Random(SEED)  # noqa: S311 - drawn to be asked, not secret
    first = recall.run(numbers[0])
    block = next(each for each in recall.verdicts(first.plan(ASKED_OF)).blocks if each.subject_kind == "organization")
    asked = [(recall.run(drawn.choice(numbers)), drawn.choice(block.rules), subject) for subject in subjects]

    def look(run: RunOnRecord, rule: str, subject: str) -> None:
        assert look_up(recall, run, Asked(policy=ASKED_OF, rule=rule, subject=subject)).total == 1

    def explain(run: RunOnRecord, rule: str, subject: str) -> None:
        why_on_record(recall, run, rule, subject, ASKED_OF)

    return [
        f"| {name}, {of}, warm, median of {ASKED} (slowest) | {_spent(call, asked)} | 50 ms |"
        for name, call in (("a verdict by rule and subject", look), ("`why --run`", explain))
    ]


def _spent(call: Callable[[RunOnRecord, str, str], None], asked: list[tuple[RunOnRecord, str, str]]) -> str:
    for each in asked:
        call(*each)
    milliseconds = []
    for each in asked:
        started = time.perf_counter()
        call(*each)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(milliseconds):.0f} ms ({max(milliseconds):.0f} ms)"


# --- verifying --------------------------------------------------------------------------------------------------------


def _verifying(folder: Path, records: int) -> list[str]:
    _say(f"{records:,} records")
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
    _say("verifying them")
    started, clock = time.process_time(), time.perf_counter()
    report = verify_ledger(Ledger.open(home.ledger, "ro"), opened.archive)
    cpu, wall = time.process_time() - started, time.perf_counter() - clock
    assert not report.faults
    what = f"`ledger verify` of {report.head.size:,} records ({len(bodies[0].body):,} bytes each)"
    return [f"| {what}, {report.checkpoints:,} checkpoints | {cpu:.1f} s of CPU ({wall:.1f} s) | 10 s |"]


# --- every day --------------------------------------------------------------------------------------------------------


def _daily(folder: Path, organizations: int) -> list[str]:
    """Thirty days that only pass; and thirty in which one organization in a hundred changes, drawn from all of them."""
    made = folder / "registry"
    make_demo(made, "330800", organizations, SEED)
    table = pl.read_parquet(made / "organization.parquet")
    name = f"archive of {DAYS} daily runs, one plan, {organizations:,} organizations"
    quiet, lively = Home.at(str(folder / "quiet")), Home.at(str(folder / "lively"))
    only_days = _days_of(quiet, made, repeat(table, DAYS), "only days pass")
    changing = _days_of(lively, made, accumulate(range(1, DAYS), _changed, initial=table), "1 % change a day")
    recall = Recall(lively.open())
    return [
        f"| {name}: only days pass | {only_days} | |",
        f"| the same, one field of 1 % of them changed a day, scattered over all | {changing} | |",
        *_asked(recall, [DAYS], _drawn(made), f"the last of these {DAYS} runs"),
    ]


def _days_of(home: Home, made: Path, tables: Iterable[pl.DataFrame], what: str) -> str:
    make_ledger(home)
    archive = Path(home.archive)
    policy, first = load_policy(ROOT / "policies" / f"{ASKED_OF}.yaml"), 0
    for day, table in enumerate(tables):
        _say(f"{what}: day {day + 1} of {DAYS}")
        table.write_parquet(made / "organization.parquet")
        record(home, [policy], read_facts(made), as_of=date(2018, 12, 1) + timedelta(day))
        first = first or _bytes_below(archive)
    return f"{_bytes_below(archive) / first:.2f} × one run ({first / 2**20:.1f} MiB)"


def _changed(table: pl.DataFrame, day: int) -> pl.DataFrame:
    drawn = pl.int_range(pl.len()).shuffle(seed=day) < table.height // 100
    flag = pl.col(CHANGED)
    return table.with_columns(pl.when(drawn).then(~flag.fill_null(value=False)).otherwise(flag).alias(CHANGED))


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f} MiB"


NOTES = """CPU time is that of the whole process without reading the tool's own code: reading and checking facts,
evaluating, and writing are in it; what each look-up takes is by the clock. Of the runs that are looked up one is of
full size; the records of the others name its files, each of another day and without one of the plans. The records that
are verified are one real run's, each with another note, ten to a checkpoint. A daily run keeps what differs from the
day before (`docs/decisions/0023-runs-as-differences.md`). Certificates have their rules' other readings in them; making
and verifying them is the median of five, warm, by CPU time.
"""


if __name__ == "__main__":
    main()
