"""The crowds of a session at its start, from whole tables: what each child adds, as columns, counted by parent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.queries import Query
from policyengine.engine.columnar.conditions import Frames, existence, truth
from policyengine.engine.columnar.gather import settle
from policyengine.engine.columnar.missing import Missing, field, merged, missing, of_existence
from policyengine.engine.columnar.operands import field_numbers
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.tri import Tri, all_of, as_expr, possible
from policyengine.engine.walker.conditions import tested
from policyengine.engine.walker.crowd import reference_name
from policyengine.engine.walker.measures import relation_of
from policyengine.engine.walker.rows import Lack
from policyengine.engine.walker.share import Crowded, Share
from policyengine.facts.tables import FactBase
from policyengine.live.crowds import Slot
from policyengine.plan.nodes import (
    Average,
    Count,
    Counted,
    Fold,
    OwnField,
    Path,
    Population,
    Presence,
    Quantified,
    Ratio,
)
from policyengine.semantics.interval import ANYTHING, Interval
from policyengine.semantics.truth import Truth, known

TIMES = "__times"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the children of one slot, as columns; the names of what is missing stand beside their flags."""

    slot: Slot
    columns: dict[str, ex.Expr]
    lacks: tuple[str, ...]
    open: tuple[str, ...]
    scale: int


def gather(base: FactBase, slots: Iterable[Slot]) -> list[Slot]:
    """Fill slots from whole tables; gives back those whose children are themselves measured by their own children."""
    left: list[Slot] = []
    scans: dict[tuple[str, date], list[Slot]] = {}
    for slot in slots:
        if isinstance(slot.node, Average) and not isinstance(slot.node.inner, OwnField):
            left.append(slot)
        else:
            scans.setdefault((relation_of(slot.node).child, slot.measured_on), []).append(slot)
    for (child, measured_on), together in scans.items():
        _scan(base, child, measured_on, together)
    return left


def _scan(base: FactBase, child: str, measured_on: date, slots: list[Slot]) -> None:
    """Fill all slots over the same children on the same day, in one scan."""
    frames = Frames(base)
    rows = frames.subjects(child, frames.clock(measured_on))
    asked = [_asked(slot, n, rows, frames) for n, slot in enumerate(slots)]
    settle([rows.scan])
    built = rows.scan.build().with_columns(expr.alias(name) for one in asked for name, expr in one.columns.items())
    found = base.backend.collected([_counted(built, n, one) for n, one in enumerate(asked)])
    for one, frame in zip(asked, found, strict=True):
        for parent, share, times in _shares(one, frame):
            one.slot.add(parent, share, times)


def _asked(slot: Slot, n: int, rows: Rows, frames: Frames) -> _Asked:
    node = slot.node
    population, of = population_of(node)
    key = rows.reference(relation_of(node).steps)
    parts: list[Tri] = [existence(rows, frames, ended_included=population.ended_included)]
    parts.append(truth(population.where, rows, frames))
    lacking = [of_existence(rows, frames, ended_included=population.ended_included)]
    lacking.append(missing(population.where, rows, frames))
    columns: dict[str, ex.Expr] = {
        "parent": ex.lit(None, dtype=ex.String) if key.value is None else key.value,
        "orphan": ex.lit(False) if key.none is None else key.none,
    }
    scale = 1
    opens: Missing = {}
    if of is not None:
        presence, value = Presence(of, wanted=True), field_numbers(of, rows)
        parts.append(truth(presence, rows, frames))
        lacking.append(missing(presence, rows, frames))
        columns |= {"lo": value.lo, "hi": value.hi}
        scale, opens = value.scale, field(of, rows)
    if isinstance(node, Ratio):
        columns["satisfied"] = as_expr(truth(node.satisfying, rows, frames))
        opens = missing(node.satisfying, rows, frames)
    member = all_of(parts)
    columns |= {"member": as_expr(member), "in": possible(member)}
    lacks = merged(lacking)
    columns |= {f"lack{k}": flag for k, flag in enumerate(lacks.values())}
    columns |= {f"open{k}": flag for k, flag in enumerate(opens.values())}
    return _Asked(slot, {f"__crowd{n}_{name}": expr for name, expr in columns.items()}, (*lacks,), (*opens,), scale)


def population_of(node: Crowded) -> tuple[Population, Path | None]:
    """The children that a node looks at, and the field that it takes of each."""
    match node:
        case Quantified() | Counted():
            return tested(node), None
        case Fold(population=population, of=path) | Average(population=population, inner=OwnField(path=path)):
            return population, path
        case Count(population=population) | Ratio(population=population) | Average(population=population):
            return population, None


def _counted(built: Query, n: int, asked: _Asked) -> Query:
    """How many children of each parent are alike."""
    prefix = f"__crowd{n}_"
    names = [name.removeprefix(prefix) for name in asked.columns]
    kept = [name for name in names if name not in ("orphan", "in")]
    inside = built.filter(ex.col(f"{prefix}in") & ~ex.col(f"{prefix}orphan"))
    rows = inside.select(ex.col(f"{prefix}{name}").alias(name) for name in kept)
    return rows.with_columns(ex.lit(1).alias(TIMES)).grouped(kept, ex.col(TIMES).sum())


def _shares(asked: _Asked, found: pl.DataFrame) -> Iterator[tuple[str | Lack, Share, int]]:
    """Each kind of child of each parent."""
    names = found.columns[1:-1]
    made: dict[tuple[object, ...], Share] = {}
    for parent, *kind, times in found.iter_rows():
        own = parent is not None
        share = made.get((own, *kind))
        if share is None:
            share = made[own, *kind] = _share(asked, dict(zip(names, kind, strict=True)), own=own)
        yield parent if own else Lack.UNKNOWN, share, times


def _share(asked: _Asked, kind: Mapping[str, Any], *, own: bool) -> Share:
    """A kind of child, as the reference engine knows it."""
    lacks = {name for k, name in enumerate(asked.lacks) if kind[f"lack{k}"]}
    return Share(
        min(known(kind["member"]), Truth.YES if own else Truth.UNKNOWN),
        own,
        known(kind["satisfied"]) if "satisfied" in kind else Truth.YES,
        _interval(kind["lo"], kind["hi"], asked.scale) if "lo" in kind else ANYTHING,
        frozenset(lacks if own else {*lacks, reference_name(relation_of(asked.slot.node))}),
        frozenset(name for k, name in enumerate(asked.open) if kind[f"open{k}"]),
    )


def _interval(lo: int | None, hi: int | None, scale: int) -> Interval:
    return Interval(None if lo is None else Fraction(lo, scale), None if hi is None else Fraction(hi, scale))
