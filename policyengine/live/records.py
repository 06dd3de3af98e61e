"""Records of work by what they are about, be they millions: those of the source by an index, others apart."""

from collections.abc import Iterator
from itertools import chain

import polars as pl

from policyengine.engine.walker.rows import ABOUT, Cell, Records, Row
from policyengine.live.index import Index
from policyengine.live.table import LazyCells, LiveTable
from policyengine.plan.planned import EvidenceRequirement

SEPARATOR = "\x1f"
SUBJECT = ("subject_kind", "subject_id")
READ = (*ABOUT, "item", "outcome", "done_on")
"""What is read of every record about a subject, all of them at once."""

RECENT = 256
"""The records of so many subjects are remembered."""


class LiveRecords(Records):
    """The records of a table that changes; `add` and `drop` are told of each change."""

    def __init__(self, table: LiveTable) -> None:
        super().__init__()
        self._table, frame = table, table.frame
        known = all(name in frame.columns for name in ABOUT)
        keys = pl.concat_str(SUBJECT, separator=SEPARATOR) if known else pl.lit(None, dtype=pl.String)
        named = pl.all_horizontal(pl.col(name).is_not_null() for name in ABOUT) if known else pl.lit(False)
        rows = frame.lazy().with_row_index("place").select("place", key=keys, named=named)
        groups = rows.filter("named").group_by("key").agg("place").collect()
        self._index, self._places = Index(groups.get_column("key")), groups.get_column("place")
        self._nameless = rows.filter(~pl.col("named")).collect().get_column("place").to_list()
        self._recent: dict[tuple[str, str], dict[tuple[Cell, Cell], list[Row]]] = {}

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
        named = self._source(requirement.subject_kind, subject_id).get((requirement.policy, requirement.rule), ())
        nameless = (self._table.at(place) for place in self._nameless)
        unchanged = (row for row in chain(named, nameless) if self._table.is_source(row.id))
        return chain(unchanged, super().about(requirement, subject_id))

    def _source(self, kind: str, subject_id: str) -> dict[tuple[Cell, Cell], list[Row]]:
        """The source's records about a subject, by policy and rule."""
        found = self._recent.get((kind, subject_id))
        if found is None:
            found = {}
            group = self._index.place(SEPARATOR.join((kind, subject_id)))
            for row in () if group is None else self._table.read(self._places[group], READ):
                found.setdefault((row.cell("policy"), row.cell("rule")), []).append(row)
            if len(self._recent) == RECENT:
                self._recent.clear()
            self._recent[kind, subject_id] = found
        return found
