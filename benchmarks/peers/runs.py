"""Runs of peers, each in fresh processes: this module and all that starts processes use the standard library alone."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from benchmarks.measure import ENVIRONMENT, PEAK_UNIT
from benchmarks.peers.catalogue import Peer
from benchmarks.peers.environment import ROOT

Counts = dict[str, dict[str, int]]
QUICK = 2.0
"""Seconds up to which a run is repeated."""


@dataclass(frozen=True)
class Run:
    """What one peer did with one contest at one size: `done` of `subjects`; or why it failed.

    Of several processes, seconds are those of the slowest, and peaks of memory are added up.
    """

    engine: str
    contest: str
    size: int
    prepared: float = 0.0
    seconds: float = 0.0
    peak: int = 0
    done: int = 0
    subjects: int = 0
    counts: Counts = field(default_factory=dict)
    repetitions: int = 1
    failure: str = ""

    @property
    def complete(self) -> bool:
        """Whether all subjects have statuses."""
        return not self.failure and self.done == self.subjects


@dataclass(frozen=True)
class Bench:
    """An interpreter, the cores to use, the seconds a peer has, and how often quick runs are repeated."""

    python: Path
    cores: int
    budget: float
    repetitions: int

    def run(self, peer: Peer, contest: str, size: int, folder: Path) -> Run:
        """The run of median seconds, of several if the first is quick."""
        first = self._once(peer, contest, size, folder)
        if not first.complete or first.prepared + first.seconds > QUICK:
            return first
        runs = [first, *(self._once(peer, contest, size, folder) for _ in range(self.repetitions - 1))]
        median = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
        return Run(**{**vars(median), "repetitions": len(runs)})

    def _once(self, peer: Peer, contest: str, size: int, folder: Path) -> Run:
        shares = self.cores if peer.one_core else 1
        ended = list(self._processes(peer, contest, folder, shares))
        failures = [told for told, _ in ended if isinstance(told, str)]
        if failures:
            return Run(peer.engine, contest, size, failure=failures[0])
        told = [one for one, _ in ended]
        return Run(
            peer.engine,
            contest,
            size,
            prepared=max(one["prepared"] for one in told),
            seconds=max(one["seconds"] for one in told),
            peak=sum(peak for _, peak in ended),
            done=sum(one["done"] for one in told),
            subjects=sum(one["share"] for one in told),
            counts=_added([one["counts"] for one in told]),
        )

    def _processes(self, peer: Peer, contest: str, folder: Path, shares: int) -> Iterator[tuple[Any, int]]:
        """What each process told, or how it failed, and its peak of memory; they run side by side."""
        with ExitStack() as files:
            started = []
            for index in range(shares):
                arguments = (peer.engine, contest, str(folder), str(index), str(shares), str(self.budget))
                command = [str(self.python), "-m", "benchmarks.peers.task", *arguments]
                out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(2))
                child = subprocess.Popen(command, stdout=out, stderr=err, env=ENVIRONMENT, cwd=ROOT)
                started.append((child, out, err))
            for child, out, err in started:
                _, status, usage = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
                yield _told(child.returncode, out, err), usage.ru_maxrss * PEAK_UNIT


def _told(code: int, out: IO[bytes], err: IO[bytes]) -> Any:  # noqa: ANN401  # what JSON holds
    """What a process wrote, or one line of why it failed."""
    if code == 0:
        out.seek(0)
        return json.load(out)
    err.seek(0)
    lines = err.read().decode(errors="replace").strip().splitlines()
    return f"ended with {code}: {lines[-1] if lines else 'nothing said'}"


def _added(shares: list[Counts]) -> Counts:
    total: Counts = {}
    for counts in shares:
        for rule, found in counts.items():
            into = total.setdefault(rule, {})
            for status, number in found.items():
                into[status] = into.get(status, 0) + number
    return total
