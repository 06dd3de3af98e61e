"""`python -m benchmarks.chaining [--sessions N]`: chaining in sessions a second, and that its memory stays flat.

Each set of productions is measured in a process of its own. After a fifth of the sessions the peak of memory is taken
as reached; what it grows by in the rest is reported, and likewise over sets that are opened, run once and closed.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from benchmarks.measure import PEAK_UNIT
from policyengine.verdicts.rete import Fact, Pattern, Production, Productions

NAMES = 500
WARM = 5
"""One part in so many of the repetitions comes before the memory is compared."""


class Size(NamedTuple):
    """How many productions, of how many patterns each, and how many facts are given to a session."""

    productions: int
    patterns: int
    facts: int


SIZES = (Size(10, 1, 5), Size(102, 1, 10), Size(102, 2, 10), Size(600, 2, 20), Size(1_200, 2, 40))


class Measured(NamedTuple):
    """Repetitions a second, firings of one, and the growth of the peak of memory in bytes."""

    rate: float
    firings: int
    growth: int


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaining", description=__doc__)
    parser.add_argument("--sessions", type=int, default=5_000, help="of each set (default 5000)")
    sessions = parser.parse_args().sessions
    print("| productions | patterns each | facts | firings | what is repeated | a second | peak grows by |")
    print("|---:|---:|---:|---:|:---|---:|---:|")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as fresh:
        for size in SIZES:
            for what, measure in (("session", in_sessions), ("set, run once", in_sets)):
                found = fresh.submit(measure, size, sessions).result()
                print(
                    f"| {size.productions} | {size.patterns} | {size.facts} | {found.firings} | {what} "
                    f"| {found.rate:,.0f} | {found.growth / 1024:,.0f} KiB |"
                )
                sys.stdout.flush()


def in_sessions(size: Size, sessions: int) -> Measured:
    """One set, many sessions; fewer of them the larger the set."""
    facts = [literal(number) for number in range(size.facts)]
    with Productions(made(size)) as productions:
        return repeated(lambda: len(productions.run(facts)), sessions * SIZES[0].productions // size.productions + WARM)


def in_sets(size: Size, sessions: int) -> Measured:
    """Many sets, each made, run once and closed."""
    facts = [literal(number) for number in range(size.facts)]

    def once() -> int:
        with Productions(made(size)) as productions:
            return len(productions.run(facts))

    return repeated(once, sessions // size.productions + WARM)


def repeated(once: Callable[[], int], times: int) -> Measured:
    """The rate of the repetitions after the first part of them."""
    warm = max(times // WARM, 1)
    for _ in range(warm):
        firings = once()
    peak, start = used(), time.perf_counter()
    for _ in range(times - warm):
        once()
    return Measured((times - warm) / (time.perf_counter() - start), firings, used() - peak)


def used() -> int:
    """The peak of this process's memory, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT


def made(size: Size) -> list[Production]:
    """Productions whose patterns follow each other through the names; each concludes a fact that nothing asks for."""
    return [
        Production(f"p{number}", tuple(pattern(number * size.patterns + own) for own in range(size.patterns)), conclude)
        for number in range(size.productions)
    ]


def pattern(number: int) -> Pattern:
    """What one literal is."""
    return Pattern("literal", (("name", literal(number % NAMES)["name"]), ("truth", "surely")))


def conclude(matched: tuple[Fact, ...]) -> list[Fact]:
    """A fact that no pattern asks for."""
    return [{"kind": "consequence", "name": matched[0]["name"]}]


def literal(number: int) -> Fact:
    """A fact as consequences have them."""
    return {"kind": "literal", "name": f"第{number}条=noncompliant", "truth": "surely"}


if __name__ == "__main__":
    main()
