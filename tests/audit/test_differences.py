"""Differences between two states of a table: what they hold, and that laid over one they give the other."""

from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from policyengine.audit.differences import FEWEST_ROWS, GONE, MOST_CHANGES, bearable, difference, laid_over

KEY = ("rule", "subject")
SCHEMA = {"rule": pl.String(), "subject": pl.String(), "n": pl.Int64(), "words": pl.List(pl.String)}

rows = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from("uvwxyz"),
    st.none() | st.integers(0, 1),
    st.none() | st.lists(st.none() | st.just("p"), max_size=2),
)


@st.composite
def states(draw: st.DrawFn) -> pl.DataFrame:
    """A table of few rows, by their keys."""
    drawn = draw(st.lists(rows, unique_by=lambda row: row[:2], max_size=8))
    return pl.DataFrame(drawn, schema=SCHEMA, orient="row").sort(KEY)


@given(st.lists(states(), min_size=1, max_size=5))
def test_a_state_is_the_first_with_all_differences_since_laid_over_it(found: list[pl.DataFrame]) -> None:
    changes = [difference(old, new, KEY) for old, new in pairwise(found)]
    laid = laid_over(found[0].lazy(), [change.lazy() for change in changes], KEY)
    assert laid.sort(KEY).collect().equals(found[-1])


@given(states(), states())
def test_a_difference_has_nothing_that_is_the_same(old: pl.DataFrame, new: pl.DataFrame) -> None:
    found = difference(old, new, KEY)
    assert found.is_empty() == old.equals(new)
    came = found.filter(~pl.col(GONE)).drop(GONE)
    assert came.rows() == [row for row in new.rows() if row not in old.rows()]
    assert sorted(found.filter(GONE).select(KEY).rows()) == sorted(
        {row[:2] for row in old.rows()} - {row[:2] for row in new.rows()}
    )


def test_what_a_difference_looks_like() -> None:
    old = pl.DataFrame({"id": ["a", "b", "c"], "n": [1, 2, None]})
    new = pl.DataFrame({"id": ["b", "c", "d"], "n": [2, 3, 4]})
    assert difference(old, new, ["id"]).rows() == [("c", 3, False), ("d", 4, False), ("a", None, True)]


def test_keys_alone() -> None:
    old, new = (pl.DataFrame({"id": ids}, schema={"id": pl.String}) for ids in (["a"], ["a", "b"]))
    assert difference(old, old, ["id"]).is_empty()
    assert difference(old, new, ["id"]).rows() == [("b", False)]


def test_what_may_be_laid_over() -> None:
    rows = FEWEST_ROWS
    assert bearable(0, rows, 0)
    assert bearable(rows // 2, rows, MOST_CHANGES - 1)
    assert not bearable(0, rows - 1, 0)
    assert not bearable(rows // 2 + 1, rows, 0)
    assert not bearable(0, rows, MOST_CHANGES)
