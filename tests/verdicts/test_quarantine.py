"""Which verdicts may be unknown because of what was set aside."""

from datetime import date
from pathlib import Path

import pytest

from policyengine.facts.messages import EMPTY_ID, NOT_DATE
from policyengine.facts.read import read_facts
from policyengine.facts.refusals import Refusal, Spoils
from policyengine.language.load import load_policy
from policyengine.pipeline import evaluate
from policyengine.verdicts.quarantine import Aside, possibly_affected, set_aside
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary

POLICY = Path(__file__).parents[2] / "examples" / "inspections" / "policy.yaml"
VOCABULARY = load_vocabulary([DEFAULT_VOCABULARY])


INSPECTION = {"id": "j1", "organization": "o1", "kind": "double_random", "inspected_on": "2018-05-09"}


def tables(**changed: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Two authorities with an organization each, of which one was inspected on a day that is known."""
    rows = {
        "city": [{"id": "330800"}],
        "registration_authority": [{"id": "a1", "city": "330800"}, {"id": "a2", "city": "330800"}],
        "organization": [
            {"id": "o1", "registration": "登记", "registration_authority": "a1", "established_on": "2010-01-01"},
            {"id": "o2", "registration": "登记", "registration_authority": "a2", "established_on": "2010-01-01"},
        ],
        "inspection": [INSPECTION],
    }
    return {**rows, **changed}


@pytest.mark.parametrize(
    ("changed", "affected"),
    [
        ({}, 0),
        ({"inspection": [{"id": "j1", "organization": "o1", "kind": "double_random", "inspected_on": "soon"}]}, 1),
        ({"inspection": [{"id": "", "organization": "o1", "kind": "double_random", "inspected_on": "2018-05-09"}]}, 2),
        (
            {"inspection": [{"id": "j1", "organization": "o9", "kind": "double_random", "inspected_on": "2018-05-09"}]},
            2,
        ),
        ({"city": [{"id": "330800", "division_code": "x"}]}, 0),
    ],
)
def test_unknown_verdicts_that_lack_what_was_set_aside(changed: dict[str, list[dict[str, str]]], affected: int) -> None:
    facts = read_facts(tables(**changed), VOCABULARY, quarantine=True)
    verdicts = evaluate(load_policy(POLICY), facts, as_of=date(2019, 1, 31))
    assert possibly_affected(verdicts) == affected


def test_unknown_cells_that_were_not_set_aside_do_not_count() -> None:
    facts = read_facts(tables(inspection=[INSPECTION | {"inspected_on": "不详"}]), VOCABULARY, quarantine=True)
    assert possibly_affected(evaluate(load_policy(POLICY), facts, as_of=date(2019, 1, 31))) == 0


def test_cells_and_rows_are_counted_once_however_often_they_are_refused() -> None:
    cell, row = Spoils("city", ("name", "division_code")), Spoils("city")
    refusals = [
        Refusal.of(NOT_DATE, "city", 1, "name", "a", spoils=cell),
        Refusal.of(NOT_DATE, "city", 1, "division_code", "b", spoils=cell),
        Refusal.of(NOT_DATE, "city", 2, "name", "c", spoils=cell),
        Refusal.of(EMPTY_ID, "city", 2, "id", "", spoils=row),
        Refusal.of(EMPTY_ID, "city", 3, "id", "", spoils=row),
    ]
    assert set_aside(refusals) == Aside(cells=2, rows=2, tables=("city",))
