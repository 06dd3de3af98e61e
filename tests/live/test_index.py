"""Places by key: the same from a dict as from sorted hashes."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.live.index import Index


@pytest.mark.parametrize("small", [0, 100])
@given(keys=st.lists(st.one_of(st.none(), st.sampled_from("甲乙丙ab")), max_size=12))
def test_places_are_those_of_equal_keys(small: int, keys: list[str | None]) -> None:
    index = Index(pl.Series("key", keys, dtype=pl.String), small)
    for key in "甲乙丙abz":
        expected = [place for place, other in enumerate(keys) if other == key]
        assert index.places(key) == expected
        assert index.place(key) == (expected[0] if expected else None)
