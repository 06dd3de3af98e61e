"""Rows of a report, and the report as Markdown with the machine that it was made on."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Measurement

MEBIBYTE = 2**20

MEMORY = (
    "Each measurement is a process of its own. Seconds are those of the evaluation alone (from the lazy scan of the "
    "Parquet files to status columns in memory), except where a row speaks of reading or of a whole process. Memory "
    "is the peak resident set of the whole process as the kernel gives it at its end (`ru_maxrss`): imports, and for "
    "policyengine also reading and checking all facts, are in it. Both sides of a row take turns; each figure is the "
    "median of its repetitions, and a ratio is of figures of the same run."
)

NATION = (
    "The nation is the demo registry's invented country with all tables that the five plans read. Its offices have a "
    "record of nearly all work that the plans ask them to prove; of the smaller subjects (organizations, communities, "
    "party organizations, …) one in fifty has. Plans are built before and judged in one run; expressions, scans, "
    "statuses and their counts are in the seconds."
)

PEERS = (
    "How other engines of rules do with the same rules: [peers.md](peers.md), made by `make bench-peers`. Facts larger "
    "than memory: [out_of_core.md](out_of_core.md), made by `make bench-large`. CSV files and workbooks: "
    "[sheets.md](sheets.md), made by `make bench-sheets`."
)


@dataclass(frozen=True)
class Row:
    """One comparison. `target` is the ratio (or, without another side, the seconds) not to exceed."""

    name: str
    size: int | None
    ours: Measurement
    other: Measurement | None = None
    target: float | None = None
    memory_target: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our seconds by the other side's."""
        return None if self.other is None else self.ours.seconds / self.other.seconds

    @property
    def memory_ratio(self) -> float | None:
        """Our peak by the other side's."""
        return None if self.other is None else self.ours.peak / self.other.peak

    @property
    def met(self) -> bool | None:
        """Whether the targets are met; `None` where there is none."""
        measured = self.ours.seconds if self.other is None else self.ratio
        tests = [(measured, self.target), (self.memory_ratio, self.memory_target)]
        held = [value <= limit for value, limit in tests if value is not None and limit is not None]
        return all(held) if held else None


def markdown(rows: Sequence[Row], repetitions: int) -> str:
    """The whole report."""
    head = (
        "| measured | organizations | policyengine | compared with | ratio | target | peak memory | compared with "
        "| ratio | target | met |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    )
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {date.today().isoformat()}: {machine()}; {repetitions} repetitions.",
        "",
        head,
        *(_line(row) for row in rows),
        "",
        MEMORY,
        "",
        NATION,
        "",
        PEERS,
        "",
    ]
    return "\n".join(lines)


def _line(row: Row) -> str:
    other, alone = row.other, row.other is None
    cells = (
        row.name,
        "" if row.size is None else f"{row.size:,}",
        f"{row.ours.seconds:.3f} s",
        "" if other is None else f"{other.seconds:.3f} s",
        _times(row.ratio),
        "" if row.target is None else (f"≤ {row.target:g} s" if alone else f"≤ {row.target:g} ×"),
        _mebibytes(row.ours),
        "" if other is None else _mebibytes(other),
        _times(row.memory_ratio),
        "" if row.memory_target is None else f"≤ {row.memory_target:g} ×",
        {True: "yes", False: "no", None: ""}[row.met],
    )
    return f"| {' | '.join(cells)} |"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f} ×"


def _mebibytes(measurement: Measurement) -> str:
    return f"{measurement.peak / MEBIBYTE:,.0f} MiB"


def machine() -> str:
    """The hardware, and the versions of what is measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("polars", "narwhals", "pydantic"))
    return f"{hardware()}, {libraries}"


def hardware() -> str:
    """The processor, cores and memory, and the platform."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text("utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
