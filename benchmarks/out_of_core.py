"""`python -m benchmarks.out_of_core [--organizations N] [--memory GIB] [--folder DIR] [--out FILE]`: more than memory.

A registry is written in parts, then `policyengine evaluate` is run over it, without and with writing all verdicts, in
processes that may not have more than so much data in memory.
"""

import argparse
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.measure import Measurement, process, task
from benchmarks.report import MEBIBYTE, machine

POLICY = Path(__file__).parent / "policies" / "large_10.yaml"
PROGRAM = str(Path(sys.executable).with_name("policyengine"))
OUT = Path(__file__).parents[1] / "docs" / "benchmarks" / "out_of_core.md"
GIBIBYTE = 2**30
AS_OF = "2024-01-31"

METHOD = (
    "Each row is a process of its own. Memory is limited by the kernel: with `RLIMIT_DATA` a process cannot have more "
    "private writable memory (heap, anonymous mappings, stacks of threads) than so much, and fails where it asks for "
    "it. The limit counts addresses, so Polars' allocator is told to give back those of freed memory "
    "(`_RJEM_MALLOC_CONF=retain:false`). The peak is that of the resident set as the kernel gives it at the end "
    "(`ru_maxrss`); pages of files that are mapped are in it, though the limit does not count them. Seconds are those "
    "of the whole process."
)


def main() -> None:
    """Generate, evaluate twice, write the report; what was generated is deleted."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="policyengine.", dir=options.folder))
    try:
        made = task("large", folder / "facts", options.organizations)
        limit = int(options.memory * GIBIBYTE)
        command = (PROGRAM, "evaluate", str(POLICY), "--facts", str(folder / "facts"), "--jurisdiction", "national")
        judged = process((*command, "--as-of", AS_OF, "--lang", "en"), limit)
        out = folder / "verdicts.parquet"
        written = process((*command, "--as-of", AS_OF, "--lang", "en", "--out", str(out)), limit)
        report = markdown(options, made, judged, written, out.stat().st_size)
    finally:
        shutil.rmtree(folder)
    print(report)
    options.out.write_text(report, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.out_of_core", description=__doc__)
    parser.add_argument("--organizations", type=int, default=20_000_000, help="default 20,000,000")
    parser.add_argument("--memory", type=float, default=4, help="the limit in GiB (default 4)")
    parser.add_argument("--folder", type=Path, help="where to generate (default: the system's folder for such files)")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the report (default {OUT.relative_to(OUT.parents[2])})")
    return parser.parse_args()


def markdown(
    options: argparse.Namespace, made: Measurement, judged: Measurement, written: Measurement, size: int
) -> str:
    """The report."""
    rows = [
        ("reading, checking, evaluating, printing the counts", judged, ""),
        ("the same, and writing every verdict", written, f"{size / MEBIBYTE:,.0f} MiB"),
    ]
    lines = [
        "# Out of core",
        "",
        f"Made by `make bench-large` on {date.today().isoformat()}: {machine()}; load of the machine at the end "
        f"(1, 5 and 15 minutes): {', '.join(f'{load:.1f}' for load in os.getloadavg())}.",
        "",
        f"{options.organizations:,} organizations in {made.found['communities']:,} communities "
        f"({made.found['bytes'] / MEBIBYTE:,.0f} MiB of Parquet), ten rules, at most {options.memory:g} GiB:",
        "",
        "| `policyengine evaluate` | seconds | peak memory | written |",
        "|---|---:|---:|---:|",
        *(f"| {name} | {one.seconds:,.0f} | {one.peak / MEBIBYTE:,.0f} MiB | {file} |" for name, one, file in rows),
        "",
        METHOD,
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
