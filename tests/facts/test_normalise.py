"""Cells as their sources have them, and the values that they become."""

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.facts.normalise import MARKERS, plainly, read_cells
from policyengine.vocabulary.models import Field, FieldType, Label

LABEL = Label(zh="字段", en="field")
CHOICES = {"urban": Label(zh="城市(社区)", en="town"), "rural": Label(zh="农村", en="village")}
REFUSED = "refused"
UNKNOWN = "unknown"

AUGUST = date(2018, 8, 1)


def field(kind: FieldType, digits: int = 0) -> Field:
    return Field(name="field", type=kind, label=LABEL, digits=digits, choices=CHOICES)


def values(kind: FieldType, cells: pl.Series, digits: int = 0) -> list[object]:
    """Each cell's value, or `REFUSED`, or `UNKNOWN` where a marker stands."""
    read = read_cells(field(kind, digits), pl.col("cell"), cells.dtype, MARKERS)
    frame = pl.DataFrame({"cell": cells}).select(value=read.value, unknown=read.unknown, refused=read.refused)
    return [REFUSED if refused else UNKNOWN if unknown else value for value, unknown, refused in frame.rows()]


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        (
            FieldType.TEXT,
            [" a ", "", "　", None, "不详", "未知 ", "a b"],
            ["a", None, None, None, UNKNOWN, UNKNOWN, "a b"],
        ),
        (FieldType.TEXT, [1, 330800], ["1", "330800"]),
        (FieldType.TEXT, [1.0, 1.5, float("nan")], ["1", "1.5", None]),
        (FieldType.TEXT, [True, False, None], ["true", "false", None]),
        (FieldType.TEXT, [AUGUST], ["2018-08-01"]),
        (FieldType.REFERENCE, [330800.0, None], ["330800", None]),
        (FieldType.BOOLEAN, ["true", "FALSE", "1", "0", "是", "否", "Yes", "no"], [True, False] * 4),
        (FieldType.BOOLEAN, ["t", "有", "2", "未知", ""], [REFUSED, REFUSED, REFUSED, UNKNOWN, None]),
        (FieldType.BOOLEAN, [1, 0, 2], [True, False, REFUSED]),
        (FieldType.BOOLEAN, [1.0, 0.0, 0.5], [True, False, REFUSED]),
        (FieldType.BOOLEAN, [True, None], [True, None]),
        (FieldType.INTEGER, ["3", "-3", "+3", "3.", "3.00", "007"], [3, -3, 3, 3, 3, 7]),
        (FieldType.INTEGER, ["3.5", "1e3", "1,000", "三", "3人", "--3"], [REFUSED] * 6),
        (FieldType.INTEGER, ["9223372036854775807", "9223372036854775808"], [2**63 - 1, REFUSED]),
        (
            FieldType.INTEGER,
            [3.0, 3.5, 1e300, float("nan"), float("inf"), None],
            [3, REFUSED, REFUSED, None, REFUSED, None],
        ),
        (FieldType.INTEGER, [Decimal("3.00"), Decimal("3.50")], [3, REFUSED]),
        (FieldType.INTEGER, [True], [REFUSED]),
        (FieldType.ENUM, ["urban", "town", "城市(社区)", "城市\uff08社区\uff09", " 农村"], ["urban"] * 4 + ["rural"]),
        (FieldType.ENUM, ["Urban", "不详", None], [REFUSED, UNKNOWN, None]),
        (FieldType.DATE, ["2018-08-01", "2018-08-01 10:30:00", "2018-08-01T10:30"], [AUGUST] * 3),
        (FieldType.DATE, ["2018-8-1", "2018-02-30", "2018-08-01x", "18-08-01", "未知"], [REFUSED] * 4 + [UNKNOWN]),
        (FieldType.DATE, [AUGUST, None], [AUGUST, None]),
        (FieldType.DATE, [datetime(2018, 8, 1, 23, 59)], [AUGUST]),
        (FieldType.DATE, [20180801], [REFUSED]),
    ],
)
def test_cells(kind: FieldType, cells: list[object], expected: list[object]) -> None:
    assert values(kind, pl.Series(cells)) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.5", "1.50", "1.500", "-0.5", "+2", "0.01", "-0.01"], [150, 150, 150, -50, 200, 1, -1]),
        (["1.505", "1.", ".5", "1.5元", "1e2", "不详"], [REFUSED, 100, REFUSED, REFUSED, REFUSED, UNKNOWN]),
        (["92233720368547758.07", "92233720368547758.08"], [2**63 - 1, REFUSED]),
        ([1.5, 0.1, 0.29, 0.295, 1e16, 1.0], [150, 10, 29, REFUSED, REFUSED, 100]),
        ([0.1 + 0.2, 0.3], [REFUSED, 30]),
        ([float("nan"), float("inf"), None], [None, REFUSED, None]),
        ([Decimal("1.5"), Decimal("-0.1"), None], [150, -10, None]),
        ([Decimal("1.505"), Decimal("1.500")], [REFUSED, 150]),
        ([3, -3, 2**62], [300, -300, REFUSED]),
    ],
)
def test_decimals_are_integers_of_their_last_place(cells: list[object], expected: list[object]) -> None:
    assert values(FieldType.DECIMAL, pl.Series(cells), digits=2) == expected


def test_single_precision_floats() -> None:
    assert values(FieldType.DECIMAL, pl.Series([0.1, 1.25, 0.125], dtype=pl.Float32), digits=2) == [10, 125, REFUSED]
    assert values(FieldType.INTEGER, pl.Series([3.0, 2.0**25], dtype=pl.Float32)) == [3, 2**25]


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt16, pl.Int128])
def test_narrow_and_wide_integers(dtype: type[pl.DataType]) -> None:
    assert values(FieldType.INTEGER, pl.Series([7, None], dtype=dtype)) == [7, None]


def test_categories_are_texts() -> None:
    cells = pl.Series(["urban", "未知", " town ", None])
    expected = ["urban", UNKNOWN, "urban", None]
    assert values(FieldType.ENUM, cells.cast(pl.Categorical)) == expected
    assert values(FieldType.ENUM, cells.cast(pl.Enum(["urban", "未知", " town "]))) == expected


@pytest.mark.parametrize("digits", [1, 2, 3, 4])
def test_every_float_that_a_decimal_is_read_as_gives_the_decimal_back(digits: int) -> None:
    scaled = list(range(-50_000, 50_000))
    floats = pl.Series([number / 10**digits for number in scaled])
    assert values(FieldType.DECIMAL, floats, digits) == scaled


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_decimals_are_exact_in_every_form(number: Decimal) -> None:
    scaled = int(number.scaleb(3))
    cells = (pl.Series([format(number, "f")]), pl.Series([number]), pl.Series([float(number)]))
    assert [values(FieldType.DECIMAL, cell, digits=3) for cell in cells] == [[scaled]] * 3


words = st.one_of(
    st.sampled_from(["urban", "town", "农村", "不详", "", " urban", "2018-08-01", "是", "3", "3.50", "nan"]),
    st.text(max_size=4),
)


@given(st.sampled_from(FieldType), st.lists(words | st.none(), max_size=8))
def test_what_is_plainly_normalised_stays_as_it_is(kind: FieldType, cells: list[str | None]) -> None:
    column = pl.Series("cell", cells, dtype=pl.String)
    plain = plainly(field(kind), pl.col("cell"), column.dtype, MARKERS)
    if plain is not None and not (~pl.DataFrame(column).select(plain).to_series()).any():
        assert values(kind, column) == cells
