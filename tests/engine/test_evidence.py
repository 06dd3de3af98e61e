"""Records of work in all their states, by hand."""

from datetime import date

import pytest

from policyengine.engine.outcome import Outcome
from policyengine.plan.planned import EvidenceRequirement
from policyengine.semantics.truth import Truth
from tests.engine.village import Village, find, rule

YES, NO, PERHAPS = Truth.YES, Truth.NO, Truth.UNKNOWN
DAY, NEXT_DAY = date(2018, 12, 31), date(2019, 1, 1)


def record(outcome: str | None = "done", done_on: date | None = DAY, **keys: str | None) -> dict[str, object]:
    about = {"policy": "p", "rule": "r", "item": "a", "subject_kind": "city", "subject_id": "1", **keys}
    return {**about, "outcome": outcome, "done_on": done_on}


def proof(*records: dict[str, object], complete: bool = True, items: tuple[str, ...] = ("a",)) -> Outcome:
    table = frozenset[str]() if complete else frozenset({"work_record"})
    requirement = EvidenceRequirement("p", "r", "city", items)
    return find(Village({"city": [{}], "work_record": records}, table), rule(requirement))


@pytest.mark.parametrize(
    ("found", "complete", "expected", "missing"),
    [
        ((record(),), True, YES, ()),
        ((record(done_on=NEXT_DAY),), True, NO, ()),
        ((record("not_done"),), True, NO, ()),
        ((), True, NO, ()),
        ((record(None),), True, PERHAPS, ("work_record.outcome",)),
        ((record(done_on=None),), True, PERHAPS, ("work_record.done_on",)),
        ((record("not_done", None),), True, NO, ()),
        ((record("not_done"), record()), True, YES, ()),
        ((), False, PERHAPS, ("work_record",)),
        ((record(),), False, YES, ()),
        ((record("not_done", None),), False, NO, ()),
        ((record("not_done"), record(None)), False, PERHAPS, ("work_record", "work_record.outcome")),
        ((record(done_on=NEXT_DAY),), False, PERHAPS, ("work_record",)),
        ((record("not_done", rule="other"),), False, PERHAPS, ("work_record",)),
    ],
)
def test_one_item(
    found: tuple[dict[str, object], ...], complete: bool, expected: Truth, missing: tuple[str, ...]
) -> None:
    outcome = proof(*found, complete=complete)
    assert (outcome.satisfied, outcome.missing) == (expected, missing)


@pytest.mark.parametrize(
    "keys", [{"policy": "q"}, {"rule": "s"}, {"item": "b"}, {"subject_kind": "street"}, {"subject_id": "2"}]
)
def test_a_record_about_something_else_proves_nothing(keys: dict[str, str | None]) -> None:
    assert proof(record(**keys)).satisfied is NO


def test_a_record_that_does_not_say_whom_it_is_about_may_be_about_anyone() -> None:
    outcome = proof(record(subject_id=None))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("work_record.subject_id",))


def test_without_a_table_nothing_is_known() -> None:
    requirement = EvidenceRequirement("p", "r", "city", ("a",))
    outcome = find(Village({"city": [{}]}), rule(requirement))
    assert (outcome.satisfied, outcome.missing, outcome.failed) == (PERHAPS, ("work_record",), ())


def test_every_item_needs_its_proof_and_those_that_lack_it_are_named() -> None:
    outcome = proof(record(), items=("a", "b", "c"))
    assert (outcome.satisfied, outcome.failed) == (NO, ("b", "c"))


def test_the_rule_itself_is_the_item_where_none_is_named() -> None:
    assert proof(record(item=None), items=("",)).satisfied is YES
    outcome = proof(record("not_done", item=None), items=("",))
    assert (outcome.satisfied, outcome.failed) == (NO, ("r",))
