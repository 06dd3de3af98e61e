"""Records of work in tables as they come: without some of their columns, without rows, or not there at all."""

from pathlib import Path

import pytest

import policyengine as pe
from tests.live.town import AS_OF, PLAN, Row, organization, tables

ABOUT: Row = {"policy": "town", "rule": "records-kept", "item": "台账", "subject_kind": "city", "subject_id": "330800"}
DONE: Row = {"outcome": "done", "done_on": AS_OF}


@pytest.mark.parametrize(
    ("records", "status"),
    [
        (None, "unknown"),
        ([], "pending"),
        ([{"id": "w", **ABOUT, **DONE}], "compliant"),
        ([{"id": "w", **ABOUT, **DONE, "item": "章程"}], "pending"),
        ([{"id": "w", **ABOUT, **DONE}, {"id": "v", **ABOUT, **DONE, "outcome": "not_done"}], "compliant"),
    ],
)
def test_records_prove_what_they_prove_in_an_evaluation(records: list[Row] | None, status: str, tmp_path: Path) -> None:
    path = tmp_path / "town.yaml"
    path.write_text(PLAN, "utf-8")
    policy = pe.load_policy(path)
    given: dict[str, object] = dict(tables([organization(1)]))
    if records is None:
        del given["work_record"]
    elif records:
        given["work_record"] = records
    facts = pe.read_facts(given)
    expected = pe.evaluate(policy, facts, as_of=AS_OF).get("records-kept", "330800")
    with pe.live([policy], facts, as_of=AS_OF) as session:
        verdict = session.verdict("town", "records-kept", "330800")
        assert verdict == expected
        assert verdict is not None
        assert verdict.status.value == status


@pytest.mark.parametrize("column", sorted(ABOUT | DONE))
def test_a_column_that_is_not_there_is_unknown_of_every_record(column: str, tmp_path: Path) -> None:
    path = tmp_path / "town.yaml"
    path.write_text(PLAN, "utf-8")
    policy = pe.load_policy(path)
    records: list[Row] = [{"id": "v", **ABOUT, "outcome": "not_done"}, {"id": "w", **ABOUT, **DONE}]
    for record in records:
        record.pop(column, None)
    facts = pe.read_facts({**tables([organization(1)]), "work_record": records})
    expected = pe.evaluate(policy, facts, as_of=AS_OF).get("records-kept", "330800")
    with pe.live([policy], facts, as_of=AS_OF) as session:
        assert session.verdict("town", "records-kept", "330800") == expected
