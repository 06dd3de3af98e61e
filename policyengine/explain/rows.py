"""The rows behind a measure or a condition: which count, which do not, which are undecided, and for what cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from policyengine.engine.columnar.classes import Child, ChildClass, Children
from policyengine.engine.walker.existence import exists
from policyengine.engine.walker.rows import Lack, Row
from policyengine.engine.walker.trace import View, measured_view, trace_row
from policyengine.engine.walker.values import Scene
from policyengine.explain.cells import deciding_cells, lifetime_cells, own_cell, parent_cell
from policyengine.explain.model import Located, RowGroup, RowKind, Rows, ShownRow
from policyengine.explain.nearby import Nearby
from policyengine.explain.phrases import is_trivial
from policyengine.plan.nodes import Condition
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Ranged:
    """A view of children with what the columns say of them, by kind."""

    view: View
    children: Children
    kinds: tuple[tuple[RowKind, int, tuple[Child, ...]], ...]
    inner: "Ranged | None" = None


def ranged(view: View, children: Children, shown: int) -> Ranged:
    """The classes of children put together by kind, `shown` of each."""
    below = measured_view(view.inner) if view.inner else None
    inner = ranged(below, children.inner, shown) if below is not None and children.inner is not None else None
    kinds = []
    for kind in RowKind:
        classes = [one for one in children.classes if kind_of(one) is kind]
        first = sorted((child for one in classes for child in one.first), key=lambda child: child.id)
        if classes:
            kinds.append((kind, sum(one.total for one in classes), tuple(first[:shown])))
    return Ranged(view, children, tuple(kinds), inner)


def kind_of(found: ChildClass) -> RowKind:
    """What the rows of a class are to the measure or condition."""
    if found.membership is Truth.NO:
        return RowKind.NOT_COUNTED
    if found.membership is Truth.UNKNOWN or found.satisfied is Truth.UNKNOWN or not found.exact:
        return RowKind.UNKNOWN
    if found.satisfied is None:
        return RowKind.COUNTED
    return RowKind.SATISFIES if found.satisfied is Truth.YES else RowKind.FAILS


def note_rows(over: Ranged, nearby: Nearby) -> None:
    """Ask for the facts that showing the rows needs."""
    population, entity = over.view.population, over.children.entity
    ids = {child.id for _, _, children in over.kinds for child in children}
    nearby.keep(entity, ids)
    nearby.follow(entity, ids, population.relation.steps[:-1])
    nearby.condition(population.where, entity, ids)
    if over.view.asked is not None:
        nearby.condition(over.view.asked, entity, ids)
    if over.view.of is not None:
        nearby.follow(entity, ids, over.view.of.steps)
    if over.inner is not None:
        note_rows(over.inner, nearby)


def shown_rows(over: Ranged, scene: Scene, shown: int) -> Rows:
    """The rows with the cells that decide about them."""
    groups = tuple(
        RowGroup(kind, total, tuple(_row(over, kind, child, scene, shown) for child in first))
        for kind, total, first in over.kinds
    )
    inner = None if over.inner is None else shown_rows(over.inner, scene, shown)
    children, asked = over.children, over.view.asked
    asked = None if asked is None or is_trivial(asked) else asked
    return Rows(children.entity, asked, children.supplied, children.complete, groups, inner)


def _row(over: Ranged, kind: RowKind, child: Child, scene: Scene, shown: int) -> ShownRow:
    view, row = over.view, scene.facts.row(over.children.entity, child.id)
    against: tuple[Located, ...] = ()
    unknown: tuple[Located, ...] = ()
    match kind:
        case RowKind.NOT_COUNTED:
            without = [own_cell(row, view.of, scene.facts)] if view.of is not None else []
            lacking = [cell for cell in without if cell.seen.value is Lack.NONE]
            against = _each_once([*_where_truth_is(Truth.NO, view, row, scene, shown), *lacking])
        case RowKind.FAILS if view.asked is not None:
            against = _each_once(_deciding(view.asked, Truth.NO, row, scene, shown))
        case RowKind.UNKNOWN:
            cells = [*_where_truth_is(Truth.UNKNOWN, view, row, scene, shown), *_unsettled(view, child, row, scene)]
            if view.asked is not None:
                cells += _deciding(view.asked, Truth.UNKNOWN, row, scene, shown)
            unknown = _each_once(cell for cell in cells if cell.unknown)
    return ShownRow(row, child.value, against, unknown, _valued(view))


def _valued(view: View) -> tuple[str, str] | None:
    """The entity and field that the rows' values, or those of the rows below them, are read from."""
    below = measured_view(view.inner) if view.of is None and view.inner else None
    of = view.of if below is None else below.of
    return None if of is None else (of.owner, of.field)


def _where_truth_is(truth: Truth, view: View, row: Row, scene: Scene, shown: int) -> Iterator[Located]:
    """The cells that make the row's existence or the population's condition so."""
    if exists(row, scene, ended_included=view.population.ended_included).truth is truth:
        yield from lifetime_cells(row, scene.facts)
    yield from _deciding(view.population.where, truth, row, scene, shown)


def _deciding(condition: Condition, truth: Truth, row: Row, scene: Scene, shown: int) -> Iterator[Located]:
    traced = trace_row(condition, row, scene, shown=shown)
    if traced.truth is truth:
        yield from deciding_cells(traced, row, scene.facts)


def _unsettled(view: View, child: Child, row: Row, scene: Scene) -> Iterator[Located]:
    """The row's own value and its parent."""
    if view.of is not None:
        yield own_cell(row, view.of, scene.facts)
    if child.belongs is Truth.UNKNOWN:
        yield parent_cell(row, view.population.relation, scene.facts)


def _each_once(cells: Iterator[Located] | list[Located]) -> tuple[Located, ...]:
    return tuple({(cell.row.entity, cell.row.id, cell.seen.name): cell for cell in cells}.values())
