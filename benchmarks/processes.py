"""Whole processes of the command line against a process that only imports what it needs."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import process, task, typical
from benchmarks.report import Row

PROGRAM = str(Path(sys.executable).with_name("policyengine"))
POLICY = Path(__file__).parents[1] / "policies" / "quzhou_2018.yaml"
IMPORTS = (sys.executable, "-c", "import polars, pydantic, yaml")
ASKED_ABOUT = ("consulted-before-filing", "SO0000007")
"""A rule of that policy over organizations, and one of the demo registry's."""
WHY_SIZE = 100_000


def planning(folder: Path, repetitions: int) -> Iterator[Row]:
    """A plan of a hundred rules."""
    made = typical([task("planning", folder) for _ in range(repetitions)])
    yield Row(f"building a plan of {made.found['rules']} rules", None, made, target=0.3)


def checking(repetitions: int) -> Iterator[Row]:
    """`check` of one plan."""
    yield from _whole("`check` of one plan", None, ("check", str(POLICY)), repetitions, 3.0)


def why(size: int, registry: Path, repetitions: int) -> Iterator[Row]:
    """`why` for one organization of a registry."""
    command = ("why", str(POLICY), *ASKED_ABOUT, "--facts", str(registry))
    yield from _whole("`why` for one organization", size, command, repetitions, 6.0 if size == WHY_SIZE else None)


def _whole(
    name: str, size: int | None, command: Sequence[str], repetitions: int, target: float | None
) -> Iterator[Row]:
    process((PROGRAM, *command))  # leaves the bytecode that an installed program has
    ours, imports = [], []
    for _ in range(repetitions):
        ours.append(process((PROGRAM, *command)))
        imports.append(process(IMPORTS))
    yield Row(f"{name}, whole process", size, typical(ours), typical(imports), target=target)
