"""Places by key: the same from a dict as from sorted hashes."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.live.index import Index


@pytest.mark.parametrize("small", [0, 100])
@given(keys=st.lists(st.one_of(st.none(), st.sampled_from("甲乙丙ab")), max_size=12, unique=True))
def test_a_place_is_that_of_the_key(small: int, keys: list[str | None]) -> None:
    index = Index(pl.Series("key", keys, dtype=pl.String), small)
    for key in "甲乙丙abz":
        assert index.place(key) == (keys.index(key) if key in keys else None)
