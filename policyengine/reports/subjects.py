"""What subjects are called, and in which place they lie: looked up once for each kind of them."""

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.verdicts.places import PLACED, place_names, places

ABOUT = pl.Schema(dict.fromkeys(("subject", "subject_name", "place", "place_name"), pl.String))


class Subjects:
    """The subjects of facts; `by` is the kind of place, or `None` for none."""

    def __init__(self, facts: FactBase, by: str | None, mask: Mask) -> None:
        self.by = by if by in facts.vocabulary.entities else None
        self._facts, self._mask = facts, mask
        self._about: dict[str, pl.DataFrame] = {}
        self._names = place_names(facts, self.by) if self.by else {}

    def about(self, kind: str) -> pl.DataFrame:
        """`subject`, as the facts have it, with `subject_name`, `place` and `place_name` as they may be told."""
        if kind not in self._about:
            self._about[kind] = self._looked_up(kind)
        return self._about[kind]

    def _looked_up(self, kind: str) -> pl.DataFrame:
        table = self._facts.table(kind)
        named = "name" in table.columns and not self._mask.hides(kind, "name")
        name = nw.col("name").cast(nw.String) if named else nw.lit(None, dtype=nw.String)
        rows = nw.from_native(table.frame).select(subject=nw.col("id").cast(nw.String), subject_name=name)
        found = self._facts.backend.collected([rows])[0]
        placed = places(self._facts, kind, self.by) if self.by else pl.DataFrame(schema=PLACED)
        found = found.join(placed, on="subject", how="full", coalesce=True).with_columns(
            pl.col("place").replace_strict(self._names, default=None, return_dtype=pl.String).alias("place_name")
        )
        if self.by is not None and self._mask.renames(self.by):
            shown = self._mask.ids(self.by, found["place"])
            found = found.with_columns(shown, pl.lit(None, pl.String).alias("place_name"))
        return found.select(ABOUT.names())
