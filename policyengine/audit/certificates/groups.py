"""Rows put together that are alike in all that a rule asks of them, so that a certificate of many rows stays small.

A number or day that is only held against what is the same for every row matters by how it compares alone: rows that
compare alike are one group, and the least and the greatest of their values are its range. Such classes are intervals,
so that all values within the range compare alike, which the checker holds them to.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyengine.audit.certificates.rule_data import value_text
from policyengine.audit.certificates.sites import Reading, Site
from policyengine.audit.checker.material import Group, Origin
from policyengine.audit.checker.scalars import NONE, UNKNOWN, Cell, Range
from policyengine.engine.walker.dates import day_number, ends
from policyengine.engine.walker.rows import NOBODY, Lack, Row
from policyengine.engine.walker.rows import Cell as Held
from policyengine.engine.walker.values import Quantity, Scene, operand_value
from policyengine.facts.mask import Mask
from policyengine.semantics.interval import Comparator, Interval, compare, point
from policyengine.semantics.truth import Truth

FIRST = 10
"""So many rows of a group are named."""

SIDES = (Comparator.AT_LEAST, Comparator.AT_MOST)
"""Both together tell less, equal and more apart: what equality needs, so that each class is an interval."""

Asked = tuple[Comparator, Interval]

Value = Fraction | date | str


@dataclass
class Span:
    """The least and the greatest of the values of a group's rows, all numbers, all days or all words."""

    low: Value
    high: Value

    def widen(self, other: "Span") -> None:
        """Take in another span of the same kind of values."""
        self.low = min(self.low, other.low)
        self.high = max(self.high, other.high)


@dataclass
class Pile:
    """Rows that are alike, of the class `number`; `times` is how many each row above has of them, `rows` all."""

    number: int
    cells: dict[str, Span | Lack]
    children: dict[str, list["Pile"]]
    rows: list[Row]
    times: int = 1

    def join(self, other: "Pile") -> None:
        """Take in rows of the same class."""
        self.rows += other.rows
        for name, cell in self.cells.items():
            further = other.cells[name]
            if isinstance(cell, Span) and isinstance(further, Span):
                cell.widen(further)
        for plural, piles in self.children.items():
            for pile, more in zip(piles, other.children[plural], strict=True):
                pile.join(more)


class Grouping:
    """Puts the rows of a rule's sites into groups, as of a measuring date. Of persons, `mask` hides who they are."""

    def __init__(self, scene: Scene, mask: Mask) -> None:
        self._scene = scene
        self._mask = mask
        self._facts = scene.facts
        self._numbers: dict[tuple[object, ...], int] = {}
        self._against: dict[int, tuple[Asked, ...] | None] = {}

    def cells(self, row: Row, site: Site) -> dict[str, Cell]:
        """What a single row holds, exactly."""
        return {name: _cell(cell) for name, cell in self._cells(row, site).items()}

    def children(self, row: Row, site: Site) -> dict[str, tuple[Group, ...]]:
        """The groups of rows that are surely the row's children."""
        return {plural: tuple(map(self._group, piles)) for plural, piles in self._below(row, site).items()}

    def unplaced(self, site: Site) -> dict[str, tuple[Group, ...]]:
        """The groups of rows that may be anybody's, on all sites below."""
        found = {}
        for relation, below in site.below.values():
            rows = [row for row, truth in self._facts.children(relation, NOBODY) if truth is Truth.UNKNOWN]
            found["/".join(below.key)] = self.groups(rows, below)
            found |= self.unplaced(below)
        return found

    def groups(self, rows: Iterable[Row], site: Site) -> tuple[Group, ...]:
        """The rows of a site as groups."""
        return tuple(map(self._group, self._piles(rows, site)))

    # --- piles --------------------------------------------------------------------------------------------------------

    def _below(self, row: Row, site: Site) -> dict[str, list[Pile]]:
        return {
            plural: self._piles(
                (child for child, belongs in self._facts.children(relation, row.id) if belongs.sure), below
            )
            for plural, (relation, below) in site.below.items()
        }

    def _piles(self, rows: Iterable[Row], site: Site) -> list[Pile]:
        """The rows as piles, by the numbers of their classes, so that those of rows alike line up."""
        piles: dict[int, Pile] = {}
        for row in rows:
            pile = self._pile(row, site)
            if pile.number in piles:
                piles[pile.number].join(pile)
                piles[pile.number].times += 1
            else:
                piles[pile.number] = pile
        return [piles[number] for number in sorted(piles)]

    def _pile(self, row: Row, site: Site) -> Pile:
        cells, children = self._cells(row, site), self._below(row, site)
        classes = [self._class(cell, site.readings.get(name)) for name, cell in cells.items()]
        below = [tuple((pile.number, pile.times) for pile in piles) for piles in children.values()]
        number = self._numbers.setdefault((site.key, *classes, *below), len(self._numbers))
        return Pile(number, cells, children, [row])

    def _cells(self, row: Row, site: Site) -> dict[str, Span | Lack]:
        held: dict[str, Held] = {}
        for name, reading in site.readings.items():
            reached = self._facts.reach(row, reading.path.steps)
            held[name] = reached if isinstance(reached, Lack) else reached.cell(reading.path.field)
        held |= {name: row.cell(name) for name in sorted(site.judged)}
        return {name: cell if isinstance(cell, Lack) else Span(cell, cell) for name, cell in held.items()}

    def _class(self, cell: Span | Lack, reading: Reading | None) -> object:
        """What tells the cell from others: its value, unless it matters only how that compares."""
        if isinstance(cell, Lack):
            return cell
        against = None if reading is None else self._held_against(reading)
        if against is None:
            return cell.low
        if not against:
            return ""
        value = point(day_number(cell.low) if isinstance(cell.low, date) else Fraction(cell.low))
        truths = tuple(compare(value, comparator, other) for comparator, other in against)
        return cell.low if Truth.UNKNOWN in truths else truths

    def _held_against(self, reading: Reading) -> tuple[Asked, ...] | None:
        """What the values of a field are put to; `None` where they matter themselves."""
        if id(reading) not in self._against:
            self._against[id(reading)] = None if reading.exact else self._asked(reading)
        return self._against[id(reading)]

    def _asked(self, reading: Reading) -> tuple[Asked, ...] | None:
        nobody = Row(reading.path.entity, NOBODY, {})
        found: list[Asked] = []
        for comparison in reading.against:
            value = operand_value(comparison.operand, nobody, self._scene)
            if isinstance(value, Quantity):
                equality = comparison.comparator in (Comparator.EQUAL, Comparator.NOT)
                found += [(side, value.interval) for side in (SIDES if equality else (comparison.comparator,))]
        if reading.years:
            if not self._scene.measured_on.interval.exact:
                return None
            year = ends(self._scene.measured_on.interval)[0].year
            found.append((Comparator.AT_LEAST, point(day_number(date(year, 1, 1)))))
            found.append((Comparator.AT_MOST, point(day_number(date(year, 12, 31)))))
        return tuple(found)

    def _group(self, pile: Pile) -> Group:
        rows = {row.id: row for row in sorted(pile.rows, key=lambda row: row.id)}
        named = not any(self._mask.renames(row.entity) for row in pile.rows[:1])
        return Group(
            count=pile.times,
            ids_sha256=digest_of_ids(rows) if named else None,
            first=tuple(origin(row) for row in list(rows.values())[:FIRST]) if named else (),
            cells={name: _cell(cell) for name, cell in pile.cells.items()},
            children={plural: tuple(map(self._group, piles)) for plural, piles in pile.children.items()},
        )


def digest_of_ids(ids: Iterable[str]) -> str:
    """The SHA-256 of ids in order, each followed by a newline."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()


def origin(row: Row) -> Origin:
    """Where a row was read."""
    return Origin(id=row.id, file=row.file, row=row.number)


def _cell(cell: Span | Lack) -> Cell:
    match cell:
        case Lack.UNKNOWN:
            return UNKNOWN
        case Lack.NONE:
            return NONE
        case Span(low=low, high=high):
            return value_text(low) if low == high else Range(start=value_text(low), end=value_text(high))
