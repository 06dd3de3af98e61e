"""The status table: exclusive, exhaustive, and the same as language.md §4 writes it."""

from itertools import product

import pytest

from policyengine.language.models import Modality
from policyengine.language.statuses import DEFINITE, Status
from policyengine.semantics.truth import Truth
from policyengine.verdicts.judge import mask_of, masks, possible_statuses, status_of, statuses_of

NO, PERHAPS, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
MUST, SHOULD = Modality.MUST, Modality.SHOULD
DEFINITE_TRUTHS = (NO, YES)


def found(
    applicable: Truth, satisfied: Truth, overdue: Truth, *, waived: bool = False, modality: Modality = MUST
) -> set:
    return set(possible_statuses(applicable, satisfied, overdue, waived=waived, modality=modality))


@pytest.mark.parametrize(
    ("truths", "waived", "modality", "expected"),
    [
        ((NO, YES, YES), False, MUST, Status.NOT_APPLICABLE),
        ((NO, NO, YES), True, MUST, Status.NOT_APPLICABLE),
        ((YES, YES, NO), False, MUST, Status.COMPLIANT),
        ((YES, YES, YES), True, MUST, Status.COMPLIANT),
        ((YES, NO, YES), True, MUST, Status.WAIVED),
        ((YES, NO, NO), True, SHOULD, Status.WAIVED),
        ((YES, NO, NO), False, MUST, Status.PENDING),
        ((YES, NO, NO), False, SHOULD, Status.PENDING),
        ((YES, NO, YES), False, MUST, Status.NONCOMPLIANT),
        ((YES, NO, YES), False, SHOULD, Status.SHORTFALL),
    ],
)
def test_each_row_of_the_table(truths, waived, modality, expected) -> None:
    assert found(*truths, waived=waived, modality=modality) == {expected}


@pytest.mark.parametrize(("waived", "modality"), list(product((False, True), Modality)))
def test_what_is_known_has_exactly_one_status(waived: bool, modality: Modality) -> None:
    for truths in product(DEFINITE_TRUTHS, repeat=3):
        assert len(found(*truths, waived=waived, modality=modality)) == 1


@pytest.mark.parametrize(("waived", "modality"), list(product((False, True), Modality)))
def test_what_is_unknown_has_the_statuses_of_all_its_resolutions(waived: bool, modality: Modality) -> None:
    for truths in product(Truth, repeat=3):
        resolutions = product(*((NO, YES) if truth is PERHAPS else (truth,) for truth in truths))
        expected = set().union(*(found(*one, waived=waived, modality=modality) for one in resolutions))
        assert found(*truths, waived=waived, modality=modality) == expected


def test_an_unknown_fact_that_changes_nothing_leaves_a_definite_verdict() -> None:
    assert status_of(possible_statuses(YES, YES, PERHAPS, waived=False, modality=MUST)) is Status.COMPLIANT
    assert status_of(possible_statuses(NO, PERHAPS, PERHAPS, waived=False, modality=MUST)) is Status.NOT_APPLICABLE
    assert status_of(possible_statuses(YES, NO, PERHAPS, waived=True, modality=MUST)) is Status.WAIVED


def test_several_possible_statuses_are_unknown() -> None:
    assert status_of(possible_statuses(YES, PERHAPS, YES, waived=False, modality=MUST)) is Status.UNKNOWN


def test_masks_say_the_same_as_sets() -> None:
    for bits in range(2 ** len(DEFINITE)):
        assert mask_of(frozenset(statuses_of(bits))) == bits
    for waived, modality in product((False, True), Modality):
        for truths, mask in masks(waived=waived, modality=modality).items():
            assert set(statuses_of(mask)) == found(*truths, waived=waived, modality=modality)
