"""Records of work by what they are about, be they millions: those of the source by an index, others apart."""

from collections.abc import Iterator
from itertools import chain

import polars as pl

from policyengine.engine.walker.rows import ABOUT, Records, Row
from policyengine.live.index import Index
from policyengine.live.table import LazyCells, LiveTable
from policyengine.plan.nodes import EvidenceRequirement

SEPARATOR = "\x1f"


class LiveRecords(Records):
    """The records of a table that changes; `add` and `drop` are told of each change."""

    def __init__(self, table: LiveTable) -> None:
        super().__init__()
        self._table, frame = table, table.frame
        there = [name for name in ABOUT if name in frame.columns]
        known = len(there) == len(ABOUT)
        words = pl.concat_str(there, separator=SEPARATOR) if known else pl.lit(None, dtype=pl.String)
        keys = frame.select(words.alias("key")).get_column("key") if frame.height else pl.Series("key", [], pl.String)
        self._index = Index(keys)
        self._nameless = keys.is_null().arg_true().to_list()

    def add(self, row: Row) -> None:
        """Put a record in its place; one of the source is there already."""
        if not isinstance(row.cells, LazyCells):
            super().add(row)

    def drop(self, row: Row) -> None:
        """Take a record out again; one of the source is no longer taken from there."""
        if not isinstance(row.cells, LazyCells):
            super().drop(row)

    def about(self, requirement: EvidenceRequirement, subject_id: str) -> Iterator[Row]:
        """The records that may be about a requirement and a subject."""
        key = (requirement.policy, requirement.rule, requirement.subject_kind, subject_id)
        places = self._index.places(SEPARATOR.join(key))
        source = (self._table.at(place) for place in (*places, *self._nameless))
        unchanged = (row for row in source if self._table.is_source(row.id))
        return chain(unchanged, super().about(requirement, subject_id))
