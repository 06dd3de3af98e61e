"""Seeded columns: fixed by seed, name and row number alone."""

from datetime import date

import polars as pl

from policyengine.authoring.demo.draws import Draws, rows

MASK = (1 << 64) - 1
DRAWS = Draws(1, "table")


def drawn(expression: pl.Expr, count: int = 10_000) -> pl.Series:
    return rows(count).select(expression.alias("drawn"))["drawn"]


def splitmix64(word: int) -> int:
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & MASK
    return word ^ (word >> 31)


def test_bits_are_those_of_splitmix64():
    first, *others = drawn(DRAWS.bits("name"), 4).to_list()
    [start] = [start for start in [_unmixed(first)] if splitmix64(start) == first]
    assert others == [splitmix64((start + row * 0x9E3779B97F4A7C15) & MASK) for row in (1, 2, 3)]


def _unmixed(word: int) -> int:
    """The word that splitmix64's last steps turn into this one."""
    word ^= (word >> 31) ^ (word >> 62)
    word = word * pow(0x94D049BB133111EB, -1, 1 << 64) & MASK
    word ^= (word >> 27) ^ (word >> 54)
    word = word * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) & MASK
    return word ^ (word >> 30) ^ (word >> 60)


def test_seed_table_and_name_each_change_the_column():
    columns = [DRAWS.bits("a"), DRAWS.bits("b"), Draws(2, "table").bits("a"), Draws(1, "other").bits("a")]
    assert len({tuple(drawn(column, 3)) for column in columns}) == 4


def test_a_row_does_not_depend_on_the_rows_beside_it():
    alone = rows(100).filter(pl.col("_row") == 41).select(DRAWS.bits("a").alias("drawn"))["drawn"][0]
    assert alone == drawn(DRAWS.bits("a"), 100)[41]


def test_shares_and_weights_are_kept():
    assert 2800 < drawn(DRAWS.chance("c", 0.3)).sum() < 3200
    assert drawn(DRAWS.chance("c", 0)).sum() == 0
    assert drawn(DRAWS.chance("c", 1)).all()
    counts = dict(drawn(DRAWS.weighted("w", {"often": 3, "seldom": 1})).value_counts().iter_rows())
    assert 7200 < counts["often"] < 7800


def test_bounds_are_included_and_kept():
    assert set(drawn(DRAWS.between("n", -1, 1)).to_list()) == {-1, 0, 1}
    days = drawn(DRAWS.day("d", date(2020, 2, 28), date(2020, 3, 1)))
    assert set(days.to_list()) == {date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1)}


def test_forgetting_blanks_required_fields_and_marks_optional_ones():
    frame = rows(10_000).with_columns(kind=pl.lit("a"), closed=pl.lit("b"))
    forgotten = DRAWS.forget(frame, 0.02, required=["kind"], optional=["closed"])
    assert 100 < forgotten["kind"].null_count() < 300
    assert forgotten.filter(pl.col("closed").is_null() != pl.col("closed__unknown")).is_empty()
    assert "kind__unknown" not in forgotten.columns
