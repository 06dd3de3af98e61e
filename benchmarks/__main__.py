"""`python -m benchmarks [--sizes 10000,100000] [--repetitions N | --quick] [--out FILE]`: measure, write the table."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import evaluation, processes
from benchmarks.measure import task
from benchmarks.nation import SIZE, nation
from benchmarks.report import Row, markdown

SIZES = "10000,100000,1000000"
OUT = Path(__file__).parents[1] / "docs" / "benchmarks" / "README.md"


def main() -> None:
    """Measure, and write the report where `--out` says; a quick run is only printed unless it says so."""
    options = _options()
    sizes = [int(size) for size in options.sizes.split(",")]
    repetitions = 1 if options.quick else options.repetitions
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(sizes, Path(folder), repetitions):
            print(f"{row.name} ({row.size or 'any size'}): {row.ours.seconds:.3f} s", file=sys.stderr)
            rows.append(row)
    report = markdown(rows, repetitions)
    print(report)
    out = options.out or (None if options.quick else OUT)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(report, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of organizations (default {SIZES})")
    parser.add_argument("--repetitions", type=int, default=7, help="of each measurement (default 7)")
    parser.add_argument("--quick", action="store_true", help="one repetition, and no report written")
    parser.add_argument("--out", type=Path, help=f"the report's file (default {OUT.relative_to(OUT.parents[2])})")
    return parser.parse_args()


def _rows(sizes: list[int], folder: Path, repetitions: int) -> Iterator[Row]:
    yield from processes.planning(folder, repetitions)
    yield from processes.checking(repetitions)
    for size in sizes:
        data = folder / str(size)
        data.mkdir()
        task("demo", data, size)
        tables = data / "tables"
        yield from evaluation.reading(size, tables, repetitions)
        yield from evaluation.compared(evaluation.ORGANIZATIONS, size, tables, repetitions)
        if size == max(sizes):
            yield from evaluation.fewer_rules(size, tables, repetitions)
        yield from evaluation.compared(evaluation.COMMUNITIES, size, tables, repetitions)
        yield from evaluation.compared(evaluation.ORGANIZATIONS_IN_SQL, size, tables, repetitions)
        yield from evaluation.compared(evaluation.COMMUNITIES_IN_SQL, size, tables, repetitions)
        if size == processes.WHY_SIZE:
            yield from processes.why(size, data / "registry", repetitions)
    yield from nation(min(SIZE, max(sizes)), folder / "nation", repetitions)


if __name__ == "__main__":
    main()
