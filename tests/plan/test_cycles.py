"""What names what: cycles are told once, and the rest is put in order."""

from itertools import permutations

import pytest

from policyengine.plan.cycles import in_order, without_cycles


@pytest.mark.parametrize("given", list(permutations("abc")))
def test_a_cycle_is_told_once_from_the_first_by_alphabet(given: tuple[str, ...]) -> None:
    uses = {"a": {"b"}, "b": {"c"}, "c": {"a"}}
    told: list[list[str]] = []
    assert without_cycles({name: uses[name] for name in given}, told.append) == {}
    assert told == [["a", "b", "c", "a"]]


def test_what_names_itself_is_a_cycle_and_what_names_a_cycle_is_none() -> None:
    told: list[list[str]] = []
    kept = without_cycles({"x": {"y"}, "y": {"y"}, "z": {"x"}}, told.append)
    assert told == [["y", "y"]]
    assert kept == {"x": set(), "z": {"x"}}


def test_each_comes_after_those_that_it_names_and_otherwise_as_given() -> None:
    assert in_order({"d": {"b"}, "c": set(), "b": set(), "a": {"d"}}) == ("c", "b", "d", "a")
