"""`python -m benchmarks.sheets [--rows N] [--sheet-rows N] [--out FILE]`: CSV files and workbooks of many rows.

The organizations of a demo registry are written as CSV and XLSX, as a program writes them and as people do, and read by
`read_facts`, each in a process of its own.
"""

import argparse
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.measure import Measurement, task
from benchmarks.report import MEBIBYTE, machine

OUT = Path(__file__).parents[1] / "docs" / "benchmarks" / "sheets.md"
FILES = (
    ("parquet", "plainly", "Parquet, for comparison"),
    ("csv", "plainly", "CSV, as a program writes it"),
    ("csv", "by_hand", "CSV, as people write it"),
    ("xlsx", "plainly", "XLSX, as a program writes it"),
    ("xlsx", "by_hand", "XLSX, as people write it"),
)

METHOD = (
    "Each row is a process of its own that reads one table with all its columns and checks every cell; seconds are "
    "those of `read_facts` alone, CPU seconds those of the whole process, and the peak is that of the resident set as "
    "the kernel gives it at the end (`ru_maxrss`), imports and file included. “As people write it”: a title above the "
    "headers, a row of totals below, every date as 2018年5月9日, every yes and no as √ and ×, every number with "
    "separators of thousands, all of which is understood and told in one line a column."
)


def main() -> None:
    """Generate, read, write the report; what was generated is deleted."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="policyengine."))
    rows: list[tuple[str, int, Measurement, Measurement]] = []
    try:
        for form, style, title in FILES:
            n = options.sheet_rows if form == "xlsx" else options.rows
            place = folder / f"{form}-{style}"
            made = task("written", place, n, form, style)
            rows.append((title, n, made, task("reading_sheets", place)))
            shutil.rmtree(place)
    finally:
        shutil.rmtree(folder)
    report = markdown(rows)
    print(report)
    options.out.write_text(report, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of CSV and Parquet (default 1,000,000)")
    parser.add_argument("--sheet-rows", type=int, default=100_000, help="of XLSX (default 100,000)")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the report (default {OUT.relative_to(OUT.parents[2])})")
    return parser.parse_args()


def markdown(rows: list[tuple[str, int, Measurement, Measurement]]) -> str:
    """The report."""
    lines = [
        "# Spreadsheets and CSV files",
        "",
        f"Made by `make bench-sheets` on {date.today().isoformat()}: {machine()}; load of the machine at the end "
        f"(1, 5 and 15 minutes): {', '.join(f'{load:.1f}' for load in os.getloadavg())}.",
        "",
        "| file | rows | columns | size | seconds | CPU seconds | peak memory | columns understood |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {title} | {n:,} | {made.found['columns']} | {made.found['bytes'] / MEBIBYTE:,.0f} MiB "
            f"| {read.seconds:,.1f} | {read.found['cpu']:,.1f} | {read.peak / MEBIBYTE:,.0f} MiB "
            f"| {read.found['notes']} |"
            for title, n, made, read in rows
        ),
        "",
        METHOD,
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
