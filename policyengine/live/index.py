"""Where the rows of a source stand, by a text that each has; of large tables in a few bytes a row."""

from array import array

import polars as pl

SMALL = 1_000_000
"""Up to so many rows are held in a dict."""

BITS = 20
"""By so many leading bits of their hash the rows of a larger table are told apart at once."""

REMEMBERED = 4096


class Index:
    """The places of rows by their keys; a row whose key is null has none."""

    def __init__(self, keys: pl.Series, small: int = SMALL) -> None:
        self._keys = keys
        self._few: dict[str, list[int]] | None = None
        if len(keys) <= small:
            self._few = {}
            for place, key in enumerate(keys):
                if key is not None:
                    self._few.setdefault(key, []).append(place)
            return
        hashes = keys.hash()
        self._order = hashes.arg_sort()
        starts = pl.select(pl.int_range(1 << BITS, dtype=pl.UInt64) * (1 << (64 - BITS))).to_series()
        found = hashes.gather(self._order).search_sorted(starts, side="left")
        self._starts = array("Q", [*found.to_list(), len(keys)])
        self._recent: dict[str, list[int]] = {}

    def places(self, key: str) -> list[int]:
        """The places of all rows that have a key, in their order."""
        if self._few is not None:
            return self._few.get(key, [])
        found = self._recent.get(key)
        if found is None:
            bucket = pl.Series([key], dtype=pl.String).hash()[0] >> (64 - BITS)
            alike = self._order[self._starts[bucket] : self._starts[bucket + 1]].to_list()
            found = sorted(place for place in alike if self._keys[place] == key)
            if len(self._recent) == REMEMBERED:
                self._recent.clear()
            self._recent[key] = found
        return found

    def place(self, key: str) -> int | None:
        """The place of the only row that has a key."""
        found = self.places(key)
        return found[0] if found else None
