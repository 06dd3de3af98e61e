"""`python -m benchmarks.peers [--sizes 1000,10000] [--peers zen_engine,…] [--budget S] [--out FOLDER]`.

Makes an environment, a registry for each size, and the runs; writes `peers.md` and `peers.svg`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks.measure import process
from benchmarks.peers.catalogue import PEERS, REFERENCE, Peer
from benchmarks.peers.environment import FOLDER, ROOT, Environment, environment
from benchmarks.peers.report import CONTESTS, Setting, markdown
from benchmarks.peers.runs import Bench, Run
from benchmarks.report import hardware

SIZES = "1000,10000,100000,1000000"
OUT = ROOT / "docs" / "benchmarks"


def main() -> None:
    """Measure, and write the report and the plot."""
    options = _options()
    sizes = [int(size) for size in options.sizes.split(",")]
    load = os.getloadavg()[0]
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = environment()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    bench = Bench(made.python, cores, options.budget, options.repetitions)
    chosen = {REFERENCE, *(options.peers.split(",") if options.peers else (peer.engine for peer in PEERS))}
    peers = [peer for peer in PEERS if peer.engine in chosen and peer.package not in made.refused]
    with tempfile.TemporaryDirectory() as folder:
        runs = list(_runs(bench, peers, sizes, Path(folder)))
    setting = Setting(hardware(), _tree(), load, options.budget, cores, sizes)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "peers.md").write_text(markdown(runs, made, setting, "peers.svg"), "utf-8")
    _plot(made, runs, setting, options.out / "peers.svg")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of organizations (default {SIZES})")
    parser.add_argument("--peers", default="", help="only these modules of benchmarks/peers/engines, and the reference")
    parser.add_argument("--budget", type=float, default=20.0, help="seconds of evaluation for a peer (default 20)")
    parser.add_argument("--repetitions", type=int, default=3, help="of runs of up to 2 s (default 3)")
    parser.add_argument("--out", type=Path, default=OUT, help=f"folder (default {OUT.relative_to(ROOT)})")
    return parser.parse_args()


def _runs(bench: Bench, peers: list[Peer], sizes: list[int], folder: Path) -> Iterator[Run]:
    """All runs; a peer that did not end one, or failed, is given no more rows."""
    ended: set[tuple[str, str]] = set()
    for size in sizes:
        data = _registry(bench, folder / str(size), size)
        for contest in CONTESTS:
            for peer in peers:
                if (contest == "communities" and not peer.communities) or (peer.engine, contest) in ended:
                    continue
                run = bench.run(peer, contest, size, data)
                if not run.complete:
                    ended.add((peer.engine, contest))
                told = run.failure or f"{run.done:,} of {run.subjects:,} in {run.seconds:.3f} s"
                print(f"{size:,} {contest}, {peer.name}: {told}", file=sys.stderr)
                yield run


def _registry(bench: Bench, folder: Path, size: int) -> Path:
    """A registry of so many organizations, and the peers' form of it."""
    folder.mkdir()
    process((str(bench.python), "-m", "benchmarks.tasks", "demo", str(folder), str(size)))
    tables = str(folder / "tables")
    process((str(bench.python), "-m", "benchmarks.peers.data", tables, str(folder), str(2 * bench.cores)))
    return folder


def _tree() -> str:
    """Which tree is measured."""
    said = [
        subprocess.run(["git", *command], capture_output=True, text=True, check=False, cwd=ROOT).stdout.strip()
        for command in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "--", "policyengine"))
    ]
    commit, changes = said
    return f"this tree, at {commit or 'no commit'}{' with changes' if changes else ''}"


def _plot(made: Environment, runs: list[Run], setting: Setting, out: Path) -> None:
    measured = {run.engine for run in runs}
    told = {
        "machine": f"{setting.machine}; {date.today().isoformat()}",
        "contests": {contest: title for contest, (title, _) in CONTESTS.items()},
        "peers": {
            peer.engine: f"{peer.name} {made.versions.get(peer.package.lower(), '')}".strip()
            for peer in PEERS
            if peer.engine in measured
        },
        "runs": [asdict(run) for run in runs],
    }
    record = FOLDER / "runs.json"
    record.write_text(json.dumps(told), "utf-8")
    subprocess.run([made.python, "-m", "benchmarks.peers.plot", record, out], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
