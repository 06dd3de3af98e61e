"""Seeded pseudo-random columns: each value depends on the seed, the column and the row's number alone.

The generator is splitmix64, written with 64-bit integers that wrap, so that neither the library's version nor the
number of threads changes a row.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from policyengine.facts.tables import UNKNOWN_SUFFIX

ROW = "_row"

_EPOCH = date(1970, 1, 1)


def _word(value: int) -> pl.Expr:
    return pl.lit(value, pl.UInt64)


def _mixed(word: pl.Expr) -> pl.Expr:
    word = (word ^ (word // _word(1 << 30))) * _word(0xBF58476D1CE4E5B9)
    word = (word ^ (word // _word(1 << 27))) * _word(0x94D049BB133111EB)
    return word ^ (word // _word(1 << 31))


@dataclass(frozen=True, slots=True)
class Draws:
    """The random columns of one table; the frame must have `_row`, an unsigned 64-bit number of the row."""

    seed: int
    table: str

    def bits(self, name: str) -> pl.Expr:
        """64 random bits a row, independent of every other name's."""
        digest = hashlib.blake2b(f"{self.seed}/{self.table}/{name}".encode(), digest_size=8).digest()
        return _mixed(pl.col(ROW) * _word(0x9E3779B97F4A7C15) + _word(int.from_bytes(digest, "big")))

    def below(self, name: str, bound: int | pl.Expr) -> pl.Expr:
        """A whole number from 0 up to, but not including, `bound` (at least 1)."""
        limit = _word(bound) if isinstance(bound, int) else bound.cast(pl.UInt64)
        return (self.bits(name) % limit).cast(pl.Int64)

    def between(self, name: str, lo: int, hi: int) -> pl.Expr:
        """A whole number from `lo` to `hi`, both included."""
        return self.below(name, hi - lo + 1) + lo

    def chance(self, name: str, share: float | pl.Expr) -> pl.Expr:
        """True in about `share` (0 to 1, in steps of 1/10000) of the rows."""
        limit = round(share * 10_000) if isinstance(share, int | float) else (share * 10_000).round()
        return self.below(name, 10_000) < limit

    def pick(self, name: str, choices: Sequence[str]) -> pl.Expr:
        """One of `choices`, all equally likely."""
        return pl.lit(pl.Series(choices, dtype=pl.String)).gather(self.below(name, len(choices)))

    def weighted(self, name: str, weights: dict[str, int]) -> pl.Expr:
        """One of the keys, in proportion to its whole-number weight."""
        return self.pick(name, [choice for choice, weight in weights.items() for _ in range(weight)])

    def day(self, name: str, first: date, last: date) -> pl.Expr:
        """A day from `first` to `last`, both included."""
        return as_day(self.between(name, (first - _EPOCH).days, (last - _EPOCH).days))

    def forget(
        self, frame: pl.DataFrame, share: float | pl.Expr, *, required: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> pl.DataFrame:
        """Make `share` of the cells unknown: null in required fields, marked by a companion column in optional ones."""
        marks = {field: self.chance(f"{field}/unknown", share) for field in (*required, *optional)}
        blanked = [pl.when(~mark).then(pl.col(field)).alias(field) for field, mark in marks.items()]
        companions = [marks[field].alias(field + UNKNOWN_SUFFIX) for field in optional]
        return frame.with_columns(*blanked, *companions)


def as_day(days: pl.Expr) -> pl.Expr:
    """Days since 1970-01-01 as a date."""
    return days.cast(pl.Int32).cast(pl.Date)


def moved(day: pl.Expr, days: pl.Expr) -> pl.Expr:
    """The date some days later (or earlier, if negative)."""
    return as_day(day.cast(pl.Int32) + days.cast(pl.Int32))


def rows(count: int) -> pl.DataFrame:
    """A frame of `count` numbered rows."""
    return pl.select(pl.int_range(count, dtype=pl.UInt64).alias(ROW))


def entry(choices: Sequence[str], index: pl.Expr) -> pl.Expr:
    """The choice at an index; null where the index is."""
    return pl.lit(pl.Series(choices, dtype=pl.String)).gather(index)
