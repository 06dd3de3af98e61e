"""Exact numbers as people write them."""

from fractions import Fraction

import pytest

from policyengine.reading.numbers import (
    LONGEST_NUMBER,
    Number,
    NumberKind,
    parse_number,
    render_high,
    render_low,
    render_number,
)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("13", Fraction(13), NumberKind.INTEGER),
        ("-2", Fraction(-2), NumberKind.INTEGER),
        ("010", Fraction(10), NumberKind.INTEGER),
        ("12.5", Fraction(25, 2), NumberKind.DECIMAL),
        ("0.1", Fraction(1, 10), NumberKind.DECIMAL),
        ("5%", Fraction(1, 20), NumberKind.PERCENT),
        ("0.5%", Fraction(1, 200), NumberKind.PERCENT),
        ("100%", Fraction(1), NumberKind.PERCENT),
        ("2/3", Fraction(2, 3), NumberKind.FRACTION),
        ("4/6", Fraction(2, 3), NumberKind.FRACTION),
    ],
)
def test_a_number_is_exact_and_keeps_the_way_it_was_written(text: str, value: Fraction, kind: NumberKind) -> None:
    assert parse_number(text) == Number(value, kind, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\uff11\uff13",
        "5\uff05",
        "\u0661",
        "1,000",
        "1_000",
        "1e9",
        "0x10",
        ".5",
        "5.",
        "5 %",
        "1/0",
        "1/-2",
        "5%/2",
        "inf",
        "nan",
        "13\n",
        "unspecified",
        "9" * (LONGEST_NUMBER + 1),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_the_longest_number_is_one() -> None:
    assert parse_number("9" * LONGEST_NUMBER) is not None


def test_numbers_are_written_back_exactly() -> None:
    assert (render_number(Fraction(1, 20)), render_number(Fraction(26, 2))) == ("1/20", "13")


def test_a_missing_bound_is_infinite() -> None:
    assert (render_low(None), render_high(None)) == ("-inf", "inf")
    assert (render_low(Fraction(1, 3)), render_high(Fraction(2))) == ("1/3", "2")
