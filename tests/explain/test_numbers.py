from fractions import Fraction

import pytest

from policyengine.explain.numbers import readable, readable_interval
from policyengine.reading.text import Text
from policyengine.semantics.interval import ANYTHING, Interval, point


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(13), "13"),
        (Fraction(0), "0"),
        (Fraction(25, 2), "12.5"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(4, 3), "4/3 (≈1.33)"),
        (Fraction(-2, 3), "-2/3 (≈-0.67)"),
        (Fraction(1, 1000), "1/1000 (≈0)"),
    ],
)
def test_a_number_is_exact_and_readable(value: Fraction, said: str) -> None:
    assert readable(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(1, 20), "1/20 (5%)"),
        (Fraction(1, 200), "1/200 (0.5%)"),
        (Fraction(2, 3), "2/3 (≈66.67%)"),
        (Fraction(1), "1 (100%)"),
        (Fraction(0), "0"),
    ],
)
def test_a_rate_has_its_percentage(value: Fraction, said: str) -> None:
    assert readable(value, rate=True) == said


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (point(3), Text("3", "3")),
        (Interval(Fraction(1), Fraction(2)), Text("1 至 2 之间", "between 1 and 2")),
        (Interval(Fraction(1), None), Text("至少 1", "1 or more")),
        (Interval(None, Fraction(2)), Text("至多 2", "2 or less")),
        (ANYTHING, Text("任何值都有可能", "anything is possible")),
    ],
)
def test_an_interval_says_what_is_open(interval: Interval, said: Text) -> None:
    assert readable_interval(interval) == said
