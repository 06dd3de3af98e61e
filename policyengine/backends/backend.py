"""What the engine asks of a backend; what tables, rules and verdicts are, a backend does not know."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends.expressions import Expr, Int64, Width, col, lit, when
from policyengine.backends.queries import Query, Rows, from_native

Frame = nw.LazyFrame[Any]
"""A query that has not run yet, as narwhals has it."""

FEW = 50
ZONE = "Asia/Shanghai"
"""The clock by which an instant falls on a day (decision 0024)."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns to be put beside a frame's rows where the columns `left_on` are equal to `right_on`, which are unique.

    Without these it has one row at most, which goes beside all rows.
    """

    frame: Query
    left_on: tuple[str, ...]
    right_on: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns that it adds."""
        return [name for name in self.frame.columns() if name not in self.right_on]


class Backend(ABC):
    """Where frames are computed.

    `wide` is the type of integers that 64 bits might not hold, `narrow` that of a small positive one. `orders_bytes`
    says that texts are surely ordered by their bytes. `widest` is how many columns a query may well be asked for beside
    those of a table, if there is a limit. `hands_out` says that rows of facts may be read out of it for an explanation.
    `trims_apart` says that stored texts had better be trimmed before anything else is asked of them.
    """

    name: ClassVar[str]
    wide: ClassVar[Width] = nw.Int128()
    narrow: ClassVar[Width] = nw.UInt8()
    orders_bytes: ClassVar[bool] = False
    widest: ClassVar[int | None] = None
    hands_out: ClassVar[bool] = True
    trims_apart: ClassVar[bool] = True

    def failures(self) -> AbstractContextManager[None]:
        """Turns the backend's own errors within the block into `BackendError`s; also those of making a query."""
        return nullcontext()

    def query(self, native: Rows) -> Query:
        """A table as the backend has it, as one of the engine's queries."""
        return from_native(native)

    @abstractmethod
    def literal(self, rows: pl.DataFrame) -> Query:
        """Rows as part of a query: nothing is written anywhere."""

    @abstractmethod
    def held(self, frames: Sequence[Query]) -> list[Query]:
        """Frames of aggregates that further queries will read; computed now where that is better."""

    @abstractmethod
    def collected(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """The rows of all frames; wide integers as `Int128`.

        PostgreSQL reads all of them as they were at one moment. Elsewhere, and between two calls, it is for the caller
        to see that facts do not change. Raises `BackendError` where the backend fails; then there are no rows at all.
        """

    @abstractmethod
    def explained(self, frame: Query) -> str:
        """What will run, in the backend's own words."""

    def few(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """Some rows of each frame, of which none are expected: at most `FEW`."""
        return self.collected([frame.head(FEW) for frame in frames])

    def attached(self, frame: Query, parts: Sequence[Beside]) -> Query:
        """The frame with the columns of all parts; null where a part has no row."""
        for part in parts:
            if part.left_on:
                frame = frame.join(part.frame, left_on=[*part.left_on], right_on=[*part.right_on], how="left")
            else:
                frame = frame.join(one_row(part), how="cross")
        return frame

    def key(self, ids: Expr) -> Expr | None:  # noqa: ARG002  # for those to whom it is of use
        """The hashes of ids or references, if these are joined faster than the texts are; null where there is none.

        `FactBase.hashed` says which ids they surely tell apart.
        """
        return None

    def nothing(self, dtype: Width) -> Expr:
        """No value of a type, which is equal to nothing: a comparison with it is unknown."""
        return lit(None, dtype=dtype)

    def day(self, day: date) -> Expr:
        """A literal day."""
        return lit(day)

    def count(self, flag: Expr) -> Expr:
        """How many rows of a group have the flag, a column that is never null."""
        return when(flag).then(lit(1, dtype=Int64)).otherwise(lit(0, dtype=Int64)).sum()


def one_row(part: Beside) -> Query:
    """Its only row; one of nulls where it has none."""
    return part.frame.select(col(name).max() for name in part.names)
