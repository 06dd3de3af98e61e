"""Fact bases that share tables say what each of them would say alone."""

from collections.abc import Callable
from datetime import date

import pytest

from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.facts.shelf import Shelf
from policyengine.facts.tables import FactBase
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary

VOCABULARY = load_vocabulary([DEFAULT_VOCABULARY], None)
ALL = frozenset[str]()
CITY = [{"id": "330800"}]
COUNTY = [{"id": "330802", "city": "330800", "kind": "district"}]
TABLES = {"city": CITY, "county": COUNTY}


def refusals(read: Callable[[], FactBase]) -> str:
    with pytest.raises(FactsError) as raised:
        read()
    return raised.value.render("en")


def test_a_base_from_the_shelf_is_that_which_is_read_alone() -> None:
    shelf = Shelf(VOCABULARY)
    shelf.facts({"county": COUNTY, "city": CITY}, None, ALL)
    found = shelf.facts(TABLES, date(2018, 5, 9), frozenset({"county"}))
    alone = read_facts(TABLES, VOCABULARY, snapshot_on=date(2018, 5, 9), complete={"county": False})
    assert found.sha256 == alone.sha256
    assert (found.table("city").complete, found.table("county").complete) == (True, False)
    assert not found.table("street").supplied


def test_the_same_rows_are_read_once() -> None:
    shelf = Shelf(VOCABULARY)
    first = shelf.facts(TABLES, None, ALL)
    second = shelf.facts({"city": CITY, "county": [{**COUNTY[0], "kind": "county"}]}, None, ALL)
    third = shelf.facts(TABLES, None, frozenset({"city"}))
    assert second.table("city") is first.table("city")
    assert second.table("county") is not first.table("county")
    assert third.table("city") is not first.table("city")
    assert third.table("county") is first.table("county")


def test_rows_that_are_refused_are_refused_again() -> None:
    shelf = Shelf(VOCABULARY)
    unknown = {"city": CITY, "county": [{**COUNTY[0], "kind": "planet"}]}
    once = refusals(lambda: shelf.facts(unknown, None, ALL))
    assert once == refusals(lambda: shelf.facts(unknown, None, ALL))
    assert once == refusals(lambda: read_facts(unknown, VOCABULARY))


def test_sound_tables_may_not_agree_with_each_other() -> None:
    shelf = Shelf(VOCABULARY)
    shelf.facts(TABLES, None, ALL)
    apart = {"city": [{"id": "330100"}], "county": COUNTY}
    assert refusals(lambda: shelf.facts(apart, None, ALL)) == refusals(lambda: read_facts(apart, VOCABULARY))
