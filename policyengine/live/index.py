"""Where the rows of a source stand, by a text that each has alone; of large tables in a few bytes a row."""

from array import array

import polars as pl

SMALL = 1_000_000
"""Up to so many rows are held in a dict."""

BITS = 20
"""By so many leading bits of their hash the rows of a larger table are told apart at once."""

REMEMBERED = 4096


class Index:
    """The places of rows by their keys, of which no two are the same; a row whose key is null has none."""

    def __init__(self, keys: pl.Series, small: int = SMALL) -> None:
        self._keys = keys
        self._few: dict[str, int] | None = None
        if len(keys) <= small:
            self._few = dict(zip(keys.to_list(), range(len(keys)), strict=True))
            return
        hashes = keys.hash()
        self._order = hashes.arg_sort()
        starts = pl.select(pl.int_range(1 << BITS, dtype=pl.UInt64) * (1 << (64 - BITS))).to_series()
        found = hashes.gather(self._order).search_sorted(starts, side="left")
        self._starts = array("Q", [*found.to_list(), len(keys)])
        self._recent: dict[str, int | None] = {}

    def place(self, key: str) -> int | None:
        """The place of the row that has a key."""
        if self._few is not None:
            return self._few.get(key)
        if key not in self._recent:
            bucket = pl.Series([key], dtype=pl.String).hash()[0] >> (64 - BITS)
            alike = self._order[self._starts[bucket] : self._starts[bucket + 1]].to_list()
            if len(self._recent) == REMEMBERED:
                self._recent.clear()
            self._recent[key] = next((place for place in alike if self._keys[place] == key), None)
        return self._recent[key]
