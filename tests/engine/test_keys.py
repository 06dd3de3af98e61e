"""Which parents have numbers in the place of their ids."""

from dataclasses import replace

import pytest

from policyengine.engine.columnar.gather import Gathering
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Clock, Scan
from policyengine.facts.tables import FactBase
from tests.engine.village import Village

VILLAGE = Village(
    {
        "city": [{"id": "1"}],
        "street": [{"city": "1"}],
        "club": [{"street": "1"}],
        "work_record": [{"policy": "p", "rule": "r", "subject_kind": "city", "subject_id": "1"}],
    }
)


def gathered(facts: FactBase, child: str, *steps: str, seed: str | None = None) -> Gathering:
    parents = Rows(Scan(facts, "city", seed=seed), Clock(None))
    parents.group("key", Rows(Scan(facts, child, level=1), Clock(None)), steps)
    [found] = parents.scan.gatherings.values()
    return found


@pytest.mark.parametrize(("child", "steps"), [("street", ("city",)), ("club", ("street", "city"))])
def test_parents_that_references_lead_to(child: str, steps: tuple[str, ...]) -> None:
    assert gathered(VILLAGE.facts().base, child, *steps).own_key is not None


def test_not_where_hashes_are_not_known_to_tell_ids_apart() -> None:
    facts = replace(VILLAGE.facts().base, hashed=frozenset(("street",)))
    assert gathered(facts, "street", "city").own_key is None


def test_not_where_a_place_counts_that_may_have_no_row() -> None:
    assert gathered(VILLAGE.facts().base, "street", "city", seed="9").own_key is None


def test_not_where_a_text_that_is_no_reference_names_them() -> None:
    assert gathered(VILLAGE.facts().base, "work_record", "subject_id").own_key is None
