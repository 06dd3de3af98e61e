"""Rows that belong to two different parents of one kind: a community of one street in an organization of another.

A row's ancestors are compared along every way that its entity declares in `belongs_to`. Of a parent's own ancestors
those count that each of its rows must have: where a parent's reference is optional the kinds do not lie within one
another, and a registration authority may well register an organization of another county.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from policyengine.backends.backend import Backend, Frame
from policyengine.backends.polars import POLARS
from policyengine.facts import messages
from policyengine.facts.refusals import Refusal, Spoils
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, Table
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a row to an ancestor: a column of a widened frame, and the references as people read them."""

    column: str
    steps: str


@dataclass(frozen=True, slots=True)
class Widened:
    """A table with the ancestors of its rows beside them, each along all ways that lead there."""

    frame: Frame
    ways: Mapping[str, tuple[Way, ...]]


def contradictory_parents(
    entities: Mapping[str, Entity], tables: Mapping[str, Table], files: Sequence[str], backend: Backend = POLARS
) -> Iterator[Refusal]:
    """All rows whose ways to an ancestor lead to different ids, as far as they are known."""
    checks: list[tuple[str, str, tuple[Way, ...], Frame]] = []
    for entity in entities.values():
        if not tables[entity.name].supplied:
            continue
        widened = _widened(entity, entities, tables, frozenset(), within=False)
        for ancestor, ways in widened.ways.items():
            if len(ways) > 1 and ancestor in entity.belongs_to:
                checks.append((entity.name, ancestor, ways, _contradictory(widened.frame, ways)))
    for (name, ancestor, ways, _), rows in zip(checks, backend.few([frame for *_, frame in checks]), strict=True):
        for file, row, *ids in rows.rows():
            place = (files[file], row or None)
            yield _refusal(place, entities[name], ancestor, [*zip(ways, ids, strict=True)])


def _contradictory(frame: Frame, ways: tuple[Way, ...]) -> Frame:
    columns = [nw.col(way.column) for way in ways]
    first = nw.coalesce(*columns)
    differs = nw.any_horizontal(*((column != first).fill_null(False) for column in columns), ignore_nulls=True)
    return frame.filter(differs).select(FILE_COLUMN, ROW_COLUMN, *columns)


def _refusal(
    place: tuple[str, int | None], entity: Entity, ancestor: str, found: Sequence[tuple[Way, str | None]]
) -> Refusal:
    known = [(way, id_) for way, id_ in found if id_ is not None]
    columns = tuple(dict.fromkeys(way.steps.partition(".")[0] for way, _ in known))
    routes = [f"`{way.steps}`" for way, _ in found]
    return Refusal.of(
        messages.CONTRADICTORY_PARENTS,
        *place,
        columns[0],
        ", ".join(f"{way.steps} = {id_}" for way, id_ in known),
        personal=any(entity.fields[column].personal for column in columns),
        spoils=Spoils(entity.name, columns),
        ancestor=ancestor,
        routes=Text("、".join(routes), ", ".join(routes)),
    )


def _widened(
    entity: Entity, entities: Mapping[str, Entity], tables: Mapping[str, Table], below: frozenset[str], *, within: bool
) -> Widened:
    """The entity's rows with their ancestors; `within` leaves out optional references, `below` breaks cycles."""
    table = tables[entity.name]
    steps = dict.fromkeys(
        step
        for chain in entity.belongs_to.values()
        if (step := chain[0]) in table.columns and not (within and entity.fields[step].optional)
    )
    frame = nw.from_native(table.frame).select("id", FILE_COLUMN, ROW_COLUMN, *steps)
    ways: dict[str, tuple[Way, ...]] = {}
    for step in steps:
        parent = entity.fields[step].reference
        if parent is None:
            continue
        ways[parent] = (*ways.get(parent, ()), Way(step, step))
        passed = below | {entity.name}
        if parent in passed or not tables[parent].supplied:
            continue
        above = _widened(entities[parent], entities, tables, passed, within=True)
        names = {ancestor: f"{step}__{ancestor}" for ancestor in above.ways if ancestor not in {*passed, parent}}
        if not names:
            continue
        ids = [
            nw.coalesce(*(way.column for way in above.ways[ancestor])).alias(name) for ancestor, name in names.items()
        ]
        frame = frame.join(above.frame.select("id", *ids), left_on=step, right_on="id", how="left")
        for ancestor, name in names.items():
            ways[ancestor] = (*ways.get(ancestor, ()), Way(name, f"{step}.{above.ways[ancestor][0].steps}"))
    return Widened(frame, ways)
