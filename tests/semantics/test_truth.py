from itertools import product

import pytest

from policyengine.semantics.truth import Truth, all_of, any_of, known, negation

WAYS = {Truth.NO: (False,), Truth.YES: (True,), Truth.UNKNOWN: (False, True)}


def resolved(values: set[bool]) -> Truth:
    """What is known of a boolean that may have any of the values."""
    return known(values.pop() if len(values) == 1 else None)


@pytest.mark.parametrize("truths", list(product(Truth, repeat=3)))
def test_conjunction_and_disjunction_are_what_all_ways_of_resolving_agree_on(truths: tuple[Truth, ...]) -> None:
    worlds = list(product(*(WAYS[truth] for truth in truths)))
    assert all_of(truths) is resolved({all(world) for world in worlds})
    assert any_of(truths) is resolved({any(world) for world in worlds})


def test_of_nothing_all_hold_and_none_does() -> None:
    assert (all_of(()), any_of(())) == (Truth.YES, Truth.NO)


def test_negation() -> None:
    assert [negation(truth) for truth in Truth] == [Truth.YES, Truth.UNKNOWN, Truth.NO]


def test_possible_and_sure() -> None:
    assert [(truth.possible, truth.sure) for truth in Truth] == [(False, False), (True, False), (True, True)]


def test_known() -> None:
    assert [known(value) for value in (False, None, True)] == list(Truth)
