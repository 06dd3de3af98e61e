"""Offices' determinations."""

import polars as pl
import pytest

from policyengine.facts.judgements import with_judgements
from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from tests.facts.registry import VOCABULARY

IDS = ["o1", "o2", "o3", "o4"]


@pytest.mark.parametrize("cells", [["是", "no", "不详", None], [True, False, None, None], [1, 0, None, None]])
def test_a_column_becomes_boolean(cells: list[object]) -> None:
    facts = read_facts({"organization": {"id": IDS, "active": cells}}, VOCABULARY)
    judged = with_judgements(facts, {("organization", "active")})
    assert judged.table("organization").frame.collect()["active"].to_list() == [True, False, None, None]
    assert judged.sha256 == facts.sha256


def test_a_column_that_is_not_there_stays_away() -> None:
    facts = read_facts({"organization": {"id": IDS}}, VOCABULARY)
    assert (
        "active" not in with_judgements(facts, {("organization", "active"), ("city", "active")}).table("city").columns
    )


def test_all_cells_of_all_columns_are_refused_at_once() -> None:
    data = {"id": IDS, "active": ["x", "是", "y", ""], "good": ["2", "1", "0", ""]}
    facts = read_facts({"organization": data}, VOCABULARY)
    with pytest.raises(FactsError) as caught:
        with_judgements(facts, {("organization", "active"), ("organization", "good")})
    found = [(refusal.column, refusal.row, refusal.value) for refusal in caught.value.refusals]
    assert found == [("active", 1, "x"), ("active", 3, "y"), ("good", 1, "2")]


def test_a_column_of_dates_is_no_determination() -> None:
    facts = read_facts(
        {
            "organization": pl.DataFrame({"id": ["o1"], "active": ["2018-05-09"]}).with_columns(
                pl.col("active").str.to_date()
            )
        },
        VOCABULARY,
    )
    with pytest.raises(FactsError) as caught:
        with_judgements(facts, {("organization", "active")})
    assert [refusal.value for refusal in caught.value.refusals] == ["2018-05-09"]
