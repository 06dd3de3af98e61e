"""What Polars does in its own way: numbers for ids, and parts that stand beside one another before they are joined."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Beside
from policyengine.backends.polars import POLARS
from policyengine.backends.queries import from_native

IDS = st.lists(st.one_of(st.none(), st.text(max_size=40)), max_size=12)


def keys(frame: pl.LazyFrame) -> list[int | None]:
    key = POLARS.key(ex.col("id"))
    assert key is not None
    [rows] = POLARS.collected([from_native(frame).select(key.alias("key"))])
    return rows["key"].to_list()


@given(IDS, IDS)
def test_keys_are_the_same_wherever_an_id_stands(ids: list[str | None], others: list[str | None]) -> None:
    schema = {"id": pl.String}
    together = keys(pl.LazyFrame({"id": [*ids, *others]}, schema=schema))
    apart = keys(pl.concat([pl.LazyFrame({"id": part}, schema=schema) for part in (ids, others)], rechunk=False))
    alone = [key for each in (*ids, *others) for key in keys(pl.LazyFrame({"id": [each]}, schema=schema))]
    made = keys(pl.LazyFrame({"n": [0]}).select(id=pl.lit(ids[0], dtype=pl.String))) if ids else []
    assert together == apart == alone
    assert made == together[: len(made)]
    assert [key is None for key in together] == [each is None for each in (*ids, *others)]
    assert len(set(together)) == len({*ids, *others})


@pytest.mark.parametrize("moment", [(), ("from",)])
def test_parts_have_each_row_that_one_of_them_has(moment: tuple[str, ...]) -> None:
    rows = from_native(pl.LazyFrame({"id": ["a", "b", "c", "d"], "from": [1, 1, 1, 1], "own": [1, 2, 3, 4]}))
    parts = [
        Beside(
            from_native(pl.LazyFrame({key: [*ids, "z"], "from": [1] * len(ids) + [1], name: [*values, 9]})).select(
                key, *moment, name
            ),
            ("id", *moment),
            (key, *moment),
        )
        for key, ids, name, values in (
            ("__key", ["a", "b"], "first", [10, 20]),
            ("__key", ["b", "c"], "second", [21, 31]),
            ("__subject", ["c"], "third", [32]),
        )
    ]
    [found] = POLARS.collected([POLARS.attached(rows, parts).select("id", "own", "first", "second", "third")])
    assert found.sort("id").rows() == [
        ("a", 1, 10, None, None),
        ("b", 2, 20, 21, None),
        ("c", 3, None, 31, 32),
        ("d", 4, None, None, None),
    ]
