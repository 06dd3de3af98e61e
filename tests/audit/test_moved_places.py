"""Places of rows that have moved with what came or left before them."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from policyengine.audit.moved_places import BY, FROM, moved, moves

SCHEMA = {"id": pl.String(), "__file": pl.UInt32(), "__row": pl.UInt32()}


def table(*files: str) -> pl.DataFrame:
    """Rows named by letters, as they stand in files."""
    found = [(row, n, place) for n, file in enumerate(files) for place, row in enumerate(file, 1)]
    return pl.DataFrame(found, schema=SCHEMA, orient="row").sort("id")


def test_rows_after_one_that_came_or_left() -> None:
    old, new = table("abcdef"), table("abxcdf")
    by = moves(old, new)
    assert by.rows() == [(1, 0), (3, 1), (6, 0)]
    assert moved(old, by).filter(pl.col("id") != "e").equals(new.filter(pl.col("id") != "x"))


def test_another_file_before_them() -> None:
    by = moves(table("abc", "de"), table("xy", "abc", "de"))
    assert by.rows() == [(1, 2**32)]
    assert moves(table("abc"), table("abc"))[BY].to_list() == [0]


def test_a_source_in_another_order_has_moved_in_many_ways() -> None:
    assert moves(table("abcdef"), table("fedcba")).height == len("abcdef")


letters = st.text("abcdefghij", max_size=8)


@given(st.lists(letters, max_size=3), st.lists(letters, max_size=3))
def test_what_stays_is_found_where_it_stands_now(old: list[str], new: list[str]) -> None:
    was, now = (table(*_once(files)) for files in (old, new))
    by = moves(was, now)
    if by.is_empty():
        assert set(was["id"]).isdisjoint(now["id"])
        return
    assert by[FROM].is_sorted()
    stays = pl.col("id").is_in(now["id"].implode())
    assert moved(was, by).filter(stays).equals(now.filter(pl.col("id").is_in(was["id"].implode())))


def _once(files: list[str]) -> list[str]:
    """Each letter where it stands first."""
    seen: set[str] = set()
    return ["".join(one for one in file if not (one in seen or seen.add(one))) for file in files]
