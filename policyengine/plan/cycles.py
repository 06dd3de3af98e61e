"""What names what: cycles are found, said, and taken out, so that the rest has an order."""

from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter


def without_cycles(names: Mapping[str, set[str]], report: Callable[[list[str]], None]) -> dict[str, set[str]]:
    """The names with those that each of them names, without any that is part of a cycle.

    Each cycle is reported once: its names one after the other, the first of them again at the end; it begins with the
    name that is first by alphabet.
    """
    remaining = dict(names)
    while True:
        sorter = TopologicalSorter(remaining)
        try:
            sorter.prepare()
        except CycleError as error:
            # The sorter lists predecessors first, and the first name again at the end.
            cycle: list[str] = list(reversed(error.args[1]))
            start = cycle.index(min(cycle[:-1]))
            report([*cycle[start:-1], *cycle[:start], cycle[start]])
            remaining = {name: used - set(cycle) for name, used in remaining.items() if name not in cycle}
        else:
            return remaining
