"""Rows that cannot be told apart by what is read of them: whatever is found for one of them is found for all."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from policyengine.engine.walker.rows import Cell, Facts, Row
from policyengine.engine.walker.share import Crowded
from policyengine.live.reads import PRESENCE, Parents, Read, Referrers

Found = TypeVar("Found", bound=Hashable)


Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is read of a row: cells, its own or of rows that references lead to, and the populations of its children."""

    cells: tuple[tuple[Steps, str], ...]
    nodes: tuple[Crowded, ...]


def likeness_of(reads: Iterable[Read]) -> Likeness | None:
    """What is read of the row that the moves of all reads lead to; `None` where more than that decides."""
    cells: set[tuple[Steps, str]] = set()
    nodes: dict[int, Crowded] = {}
    for read in reads:
        match read.trail:
            case (*_, Parents(node=node)):
                nodes[id(node)] = node
            case () if not read.followed:
                cells.add(((), read.field))
            case (Referrers(steps=steps),) if not read.followed:
                cells.add((steps, read.field))
            case () | (Referrers(),):
                continue
            case _:
                return None
    return Likeness(tuple(sorted(cell for cell in cells if cell[1] != PRESENCE)), tuple(nodes.values()))


class Alike(Generic[Found]):
    """What is found for rows, once for all that are alike, as things stand.

    `marks` tell apart the populations of a row's children by its id. Of equal things found, here or elsewhere with the
    same `known`, the same object is given.
    """

    def __init__(
        self,
        facts: Facts,
        cells: tuple[tuple[Steps, str], ...],
        marks: tuple[Callable[[str], Hashable], ...],
        known: dict[Found, Found],
    ) -> None:
        self._facts, self._cells, self._marks, self._known = facts, cells, marks, known
        self._found: dict[Hashable, Found] = {}

    def of(self, row: Row, find: Callable[[], Found], apart: Hashable = None) -> Found:
        """What is found for a row; `apart` is whatever else it depends on."""
        cells = [self._cell(row, steps, name) if steps else row.cell(name) for steps, name in self._cells]
        key = (apart, *cells, *[mark(row.id) for mark in self._marks])
        if key not in self._found:
            found = find()
            self._found[key] = self._known.setdefault(found, found)
        return self._found[key]

    def _cell(self, row: Row, steps: Steps, name: str) -> Cell:
        end = self._facts.reach(row, steps)
        return end.cell(name) if isinstance(end, Row) else end
