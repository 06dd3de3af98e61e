"""What names what: cycles are found, said, and taken out; the rest is put in order."""

from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush


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


def in_order(names: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The names, each after those that it names, and otherwise in the order given; there are no cycles."""
    places = {name: place for place, name in enumerate(names)}
    given = list(names)
    sorter = TopologicalSorter(names)
    sorter.prepare()
    ready = [places[name] for name in sorter.get_ready()]
    heapify(ready)
    found: list[str] = []
    while ready:
        found.append(given[heappop(ready)])
        sorter.done(found[-1])
        for name in sorter.get_ready():
            heappush(ready, places[name])
    return tuple(found)
