"""Five plans as if each were national, over one country: seconds and memory, with and without reading the facts."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import task, typical
from benchmarks.report import Row

SIZE = 900_000
"""The organizations of the nation that the target is set for."""
TARGET = 5.0


def nation(size: int, folder: Path, repetitions: int) -> Iterator[Row]:
    """The statuses of all rules from facts that are read, and from files."""
    task("country", folder, size)
    judged = [task("five_plans", folder) for _ in range(repetitions)]
    rules = judged[0].found["rules"]
    yield Row(f"a nation: {rules} rules of five plans", size, typical(judged), target=TARGET if size == SIZE else None)
    read = [task("five_plans", folder, "from files") for _ in range(repetitions)]
    yield Row("the same with reading and checking the facts", size, typical(read))
