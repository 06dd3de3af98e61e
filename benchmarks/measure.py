"""One measurement is one fresh process: its seconds, and its peak memory as the kernel counts it.

This module and all that starts processes use the standard library alone: a process's peak is never below that of the
one which started it.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`."""


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Installed packages have their bytecode; without it a process would compile ours anew each time."""

GIVING_BACK = {"_RJEM_MALLOC_CONF": "retain:false"}
"""Has Polars' allocator give back the addresses of memory that it has freed, which a limit would count for ever."""


@dataclass(frozen=True)
class Measurement:
    """`seconds` of what was timed, `peak` bytes of resident memory of the whole process, and what a task `found`."""

    seconds: float
    peak: int
    found: dict[str, Any] = field(default_factory=dict)


def process(command: Sequence[str], limit: int | None = None) -> Measurement:
    """A whole process, from start to end, which may have `limit` bytes of data in memory (`RLIMIT_DATA`).

    Raises `RuntimeError` with what it wrote if it does not end well.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        environment = ENVIRONMENT if limit is None else ENVIRONMENT | GIVING_BACK
        child = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        if limit is not None:
            resource.prlimit(child.pid, resource.RLIMIT_DATA, (limit, limit))
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            err.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}:\n{err.read().decode()}")
        out.seek(0)
        written = out.read().decode()
    return Measurement(seconds, usage.ru_maxrss * PEAK_UNIT, {"written": written})


def task(name: str, folder: Path, *arguments: object) -> Measurement:
    """A function of `benchmarks.tasks` in a process of its own; only what it times itself is counted."""
    command = [sys.executable, "-m", "benchmarks.tasks", name, str(folder), *map(str, arguments)]
    ended = process(command)
    told = json.loads(ended.found["written"])
    return Measurement(told["seconds"], ended.peak, told["found"])


def typical(measurements: Sequence[Measurement]) -> Measurement:
    """The median of seconds and of peaks, each on its own, with what the first found."""
    return Measurement(
        median(one.seconds for one in measurements),
        int(median(one.peak for one in measurements)),
        measurements[0].found,
    )
