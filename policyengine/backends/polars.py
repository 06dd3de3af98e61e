"""Polars, in this process: the default."""

from collections.abc import Sequence
from functools import reduce
from typing import ClassVar

import polars as pl

from policyengine.backends.backend import Backend, Beside, Frame
from policyengine.backends.expressions import Expr, when
from policyengine.backends.queries import Query, from_native


class PolarsBackend(Backend):
    """Frames are `polars.LazyFrame`s; those of aggregates are collected before they are read again.

    All is computed as a stream, so that files need not fit into memory: only what is collected must.
    """

    name: ClassVar[str] = "polars"
    orders_bytes: ClassVar[bool] = True

    def literal(self, rows: pl.DataFrame) -> Query:
        """The rows themselves."""
        return from_native(rows.lazy())

    def held(self, frames: Sequence[Query]) -> list[Query]:
        """Collected all together, so that scans are shared."""
        return [self.literal(rows) for rows in self.collected(frames)]

    def attached(self, frame: Query, parts: Sequence[Beside]) -> Query:
        """Single rows as literals, which costs nothing per row; the others first beside one another.

        Every join copies all columns that the rows have so far, and the parts have few.
        """
        by_keys: dict[tuple[str, ...], list[Beside]] = {}
        for part in parts:
            if part.left_on:
                by_keys.setdefault(part.left_on, []).append(part)
        frame = super().attached(frame, [reduce(_merged, alike) for alike in by_keys.values()])
        single = [part.frame for part in parts if not part.left_on]
        literals = []
        for rows in self.collected(single):
            cells = rows.row(0, named=True) if rows.height else dict.fromkeys(rows.columns)
            literals += [pl.lit(cells[name], dtype=dtype).alias(name) for name, dtype in rows.schema.items()]
        return from_native(frame.to_native().with_columns(literals)) if literals else frame

    def key(self, ids: Expr) -> Expr:
        """Numbers are joined and grouped three times as fast as texts."""
        return when(~ids.is_null()).then(ids.hashed())

    def collected(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """As Polars collects; its own errors pass."""
        return pl.collect_all([frame.to_native() for frame in frames], engine="streaming")

    def few(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """All rows."""
        return self.collected(frames)

    def explained(self, frame: Query) -> str:
        """The optimized plan."""
        plan: str = frame.to_native().explain()
        return plan

    def count(self, flag: Expr) -> Expr:
        """Polars sums booleans as they are."""
        return flag.sum()


def _merged(part: Beside, other: Beside) -> Beside:
    """Both parts as one, with every row of either."""
    rows = part.frame.to_native().join(
        other.frame.to_native(), left_on=part.right_on, right_on=other.right_on, how="full", coalesce=True
    )
    return Beside(from_native(rows), part.left_on, part.right_on)


POLARS = PolarsBackend()
