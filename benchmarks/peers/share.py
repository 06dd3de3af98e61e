"""The small protocol of all peers: a share of the data in, and what came of it out.

A peer is a module of `engines` with functions from a `Share` to a `Told`, named as the contests that it can express:
`organizations`, `communities`.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.rules import STATUSES

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Share:
    """Every `of`-th batch of the data in `folder`, from the `index`-th on; evaluation stops after `budget` seconds."""

    folder: Path
    index: int
    of: int
    budget: float

    @property
    def tables(self) -> Path:
        """The registry's own tables, for engines that join by themselves."""
        return self.folder / "tables"


@dataclass
class Told:
    """Seconds of evaluation, those before it, how many of the share's subjects were `done`, and their statuses."""

    prepared: float = 0.0
    seconds: float = 0.0
    done: int = 0
    share: int = 0
    counts: Counts = field(default_factory=dict)

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Counts as preparation: imports apart, all that readies rules and data for the engine."""
        start = time.perf_counter()
        yield
        self.prepared += time.perf_counter() - start

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Counts as evaluation."""
        start = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - start

    def tally(self, rules: Sequence[str], statuses: Iterable[Sequence[int]]) -> None:
        """Adds subjects of which each has a status for every rule."""
        rows = list(statuses)
        self.done += len(rows)
        for rule, column in zip(rules, zip(*rows, strict=True), strict=False):
            self.add(rule, Counter(column))

    def add(self, rule: str, found: Counter[int]) -> None:
        """Adds the statuses of one rule."""
        counts = self.counts.setdefault(rule, {})
        for status, number in found.items():
            name = STATUSES[int(status)]
            counts[name] = counts.get(name, 0) + number
