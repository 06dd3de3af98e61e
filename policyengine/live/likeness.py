"""Rows that cannot be told apart by what is read of them: whatever is found for one of them is found for all."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from policyengine.engine.walker.rows import Cell, Facts, Row
from policyengine.engine.walker.share import Crowded
from policyengine.live.reads import PRESENCE, Parents, Read, Referrers

Found = TypeVar("Found", bound=Hashable)


Steps = tuple[str, ...]

Cells = tuple[Cell, ...]

Cited = tuple[str, str]
"""An entity and one of its fields."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is read of a row: cells, its own or of rows that references lead to, and the populations of its children.

    `rests_on` are the fields of entities that decide the cells. `known` holds the cells of rows, by id, as long as
    none of these changes.
    """

    cells: tuple[tuple[Steps, str], ...]
    nodes: tuple[Crowded, ...]
    rests_on: frozenset[Cited]
    known: dict[str, Cells] = field(default_factory=dict, compare=False)


def likeness_of(reads: Iterable[Read]) -> Likeness | None:
    """What is read of the row that the moves of all reads lead to; `None` where more than that decides."""
    cells: set[tuple[Steps, str]] = set()
    nodes: dict[int, Crowded] = {}
    rests_on: set[Cited] = set()
    for read in reads:
        if not any(isinstance(move, Parents) for move in read.trail):
            rests_on.add((read.entity, read.field))
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
    told = tuple(sorted(cell for cell in cells if cell[1] != PRESENCE))
    return Likeness(told, tuple(nodes.values()), frozenset(rests_on))


class Alike(Generic[Found]):
    """What is found for rows, once for all that are alike, as things stand.

    `marks` tell apart the populations of a row's children by its id. Of equal things found, here or elsewhere with the
    same `known`, the same object is given. The cells of rows are kept with the likeness if they are `lasting`.
    """

    def __init__(
        self,
        facts: Facts,
        likeness: Likeness,
        marks: tuple[Callable[[str], Hashable], ...],
        known: dict[Found, Found],
        *,
        lasting: bool,
    ) -> None:
        self._facts, self._likeness, self._marks, self._known = facts, likeness, marks, known
        self._cells_of = likeness.known if lasting else {}
        self._interned: dict[Cells, Cells] = {}
        self._found: dict[Hashable, Found] = {}

    def of(self, entity: str, row_id: str, find: Callable[[], Found], apart: Hashable = None) -> Found:
        """What is found for a row that is there; `apart` is whatever else it depends on."""
        cells = self._cells_of.get(row_id)
        if cells is None:
            cells = self._cells_of[row_id] = self._cells(self._facts.rows(entity)[row_id])
        key = (apart, cells, *[mark(row_id) for mark in self._marks])
        if key not in self._found:
            found = find()
            self._found[key] = self._known.setdefault(found, found)
        return self._found[key]

    def _cells(self, row: Row) -> Cells:
        told = self._likeness.cells
        cells = tuple([self._cell(row, steps, name) if steps else row.cell(name) for steps, name in told])
        return self._interned.setdefault(cells, cells)

    def _cell(self, row: Row, steps: Steps, name: str) -> Cell:
        end = self._facts.reach(row, steps)
        return end.cell(name) if isinstance(end, Row) else end
