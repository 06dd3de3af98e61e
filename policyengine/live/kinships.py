"""Whose rows are whose: by the row that a chain of references leads to, kept up to date as rows change."""

from collections.abc import Iterable, Iterator

import polars as pl

from policyengine.engine.columnar.gather import KEY, Group
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Clock, Scan
from policyengine.engine.walker.rows import Lack, Row
from policyengine.facts.tables import FactBase

Chain = tuple[str, tuple[str, ...]]
"""An entity, and references that lead from its rows."""


class Kin:
    """The rows of an entity by the id that a chain of references leads to; `loose` are those that may lead anywhere.

    Ids stand in the order in which they came.
    """

    def __init__(self) -> None:
        self.by_parent: dict[str, dict[str, None]] = {}
        self.loose: dict[str, None] = {}

    def add(self, row: str, parent: str | Lack) -> None:
        """Put a row where it belongs; one whose chain ends in none belongs nowhere."""
        place = self._place(parent)
        if place is not None:
            place[row] = None

    def drop(self, row: str, parent: str | Lack) -> None:
        """Take a row away from where it belonged."""
        place = self._place(parent)
        if place is not None:
            place.pop(row, None)
            if not place and isinstance(parent, str):
                del self.by_parent[parent]

    def of(self, parent: str) -> Iterable[str]:
        """The rows that surely lead to the id."""
        return self.by_parent.get(parent, ())

    def _place(self, parent: str | Lack) -> dict[str, None] | None:
        if parent is Lack.UNKNOWN:
            return self.loose
        return None if isinstance(parent, Lack) else self.by_parent.setdefault(parent, {})


class Kinships:
    """All chains that rules follow. `reached` tells where the chain of a row leads now."""

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._kin: dict[Chain, Kin] = {}
        self._passing: dict[str, list[tuple[Chain, tuple[str, ...], str]]] = {}

    def prepare(self, chains: Iterable[Chain]) -> None:
        """Gather the rows of all chains, and of every beginning of one, from the fact base."""
        wanted = {(entity, steps[: n + 1]) for entity, steps in chains for n in range(len(steps))}
        for chain in sorted(wanted - self._kin.keys()):
            self._kin[chain] = _gathered(self._base, chain)
            for n, entity in enumerate(self._places(chain)):
                self._passing.setdefault(entity, []).append((chain, chain[1][:n], chain[1][n]))

    def of(self, entity: str, steps: tuple[str, ...]) -> Kin:
        """The rows of a chain that was prepared."""
        return self._kin[entity, steps]

    def lead_through(self, entity: str, chain: Chain) -> bool:
        """Whether a chain leads through rows of an entity."""
        return any(chain == found for found, _, _ in self._passing.get(entity, ()))

    def references(self, entity: str) -> set[str]:
        """The references of an entity by which chains go on."""
        return {step for _, _, step in self._passing.get(entity, ())}

    def through(self, row: Row, references: frozenset[str] | None = None) -> Iterator[tuple[Chain, str]]:
        """Every chain that leads through the row, each with a row of its entity from which it does.

        Only those that go on by some `references`, if these are given.
        """
        for chain, passed, step in self._passing.get(row.entity, ()):
            if references is None or step in references:
                starts = (row.id,) if not passed else self._kin[chain[0], passed].of(row.id)
                yield from ((chain, start) for start in starts)

    def _places(self, chain: Chain) -> Iterator[str]:
        """The entities that a chain leads through."""
        at, steps = chain
        for step in steps:
            yield at
            reference = self._base.vocabulary.entities[at].fields[step].reference
            if reference is None:
                raise TypeError(f"`{at}.{step}` is no reference")
            at = reference


def _gathered(base: FactBase, chain: Chain) -> Kin:
    """The rows of a chain, read as columns."""
    entity, steps = chain
    rows = Rows(Scan(base, entity), Clock(None))
    keyed: pl.LazyFrame = Group(rows, steps, (), prefix="").keyed().select("id", KEY).to_native()
    kin = Kin()
    for parent, children in keyed.group_by(KEY).agg("id").collect().iter_rows():
        if parent is None:
            kin.loose = dict.fromkeys(children)
        else:
            kin.by_parent[parent] = dict.fromkeys(children)
    return kin
