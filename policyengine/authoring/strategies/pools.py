"""The few values that drawn rules and facts have in common, chosen to lie on and beside each other's bounds."""

from datetime import date
from fractions import Fraction

WHOLE = tuple(Fraction(n) for n in (-1, 0, 1, 2, 3, 4, 2**30))
"""Integers, for cells, targets and constants; a few of the last together are beyond 32 bits."""

DECIMALS = tuple(Fraction(n, 10) for n in (-10, 0, 5, 10, 15, 20, 30))
"""Decimals of one place."""

SHARES = (Fraction(0), Fraction(1, 10**9), Fraction(1, 20), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1))
"""Targets of ratios; one of them is hardly more than nothing."""

DATES = (
    date(2016, 2, 29),
    date(2017, 12, 31),
    date(2018, 1, 1),
    date(2018, 1, 31),
    date(2018, 2, 28),
    date(2018, 6, 30),
    date(2018, 7, 1),
    date(2018, 12, 31),
    date(2019, 1, 1),
)
"""Days around the ends of months, of leap Februaries and of the period."""

PERIOD_FROM = date(2018, 1, 1)
PERIOD_UNTIL = date(2018, 12, 31)

TEXTS = ("甲", "乙", "no")
"""Free text."""

IN_FORCE = tuple(day for day in DATES if day >= PERIOD_FROM)
"""Days on which a plan can bind."""

POLICY = "plan"
RULES = ("rule-1", "rule-2", "rule-3")
CONSEQUENCES = ("listed", "excluded", "published")
ITEMS = ("登记", "年报")
"""What evidence is about."""
