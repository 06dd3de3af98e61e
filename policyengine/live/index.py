"""Where the rows of a source stand, by a text that each has; of large tables in a few bytes a row."""

import polars as pl

SMALL = 1_000_000
"""Up to so many rows are held in a dict."""


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
        self._hashes = hashes.gather(self._order)

    def places(self, key: str) -> list[int]:
        """The places of all rows that have a key, in their order."""
        if self._few is not None:
            return self._few.get(key, [])
        wanted = pl.Series([key], dtype=pl.String).hash()[0]
        first = int(self._hashes.search_sorted(wanted, side="left"))
        last = int(self._hashes.search_sorted(wanted, side="right"))
        return sorted(place for place in self._order[first:last] if self._keys[place] == key)

    def place(self, key: str) -> int | None:
        """The place of the only row that has a key."""
        found = self.places(key)
        return found[0] if found else None
