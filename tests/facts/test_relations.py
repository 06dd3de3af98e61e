"""References between tables, and parents that must agree."""

import pytest

from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from tests.facts.broken_sources import PLACES
from tests.facts.registry import VOCABULARY

Refused = list[tuple[str, str, int | None, str | None]]


def refused(organization: dict[str, object], complete: dict[str, bool] | None = None, **tables: object) -> Refused:
    source = {**PLACES, **tables, "organization": [{"id": "o1", **organization}]}
    try:
        read_facts(source, VOCABULARY, complete=complete)
    except FactsError as error:
        return [(refusal.code, refusal.column or "", refusal.row, refusal.value) for refusal in error.refusals]
    return []


@pytest.mark.parametrize("value", ["k1", None, "", "不详"])
def test_references_that_lead_somewhere_or_are_not_known(value: str | None) -> None:
    assert refused({"county": value}) == []


def test_a_reference_into_a_complete_table() -> None:
    assert refused({"county": "k9"}) == [("dangling-reference", "county", 1, "k9")]


def test_a_reference_into_a_table_that_may_lack_the_row() -> None:
    assert refused({"county": "k9"}, complete={"county": False}) == []


def test_a_reference_into_a_table_that_is_not_supplied() -> None:
    facts = read_facts({"organization": [{"id": "o1", "county": "k9"}]}, VOCABULARY)
    assert facts.table("organization").frame.collect().height == 1


@pytest.mark.parametrize(
    "organization",
    [
        {"county": "k1", "street": "s1"},
        {"county": None, "street": "s1"},
        {"county": "k1", "street": None},
        {"county": "k3", "street": "s3"},  # the street's county is unknown
        {"county": "k1", "authority": "a1"},  # an authority need not lie within its organizations' county
    ],
)
def test_parents_that_agree_as_far_as_they_are_known(organization: dict[str, object]) -> None:
    assert refused(organization) == []


def test_a_street_of_another_county() -> None:
    value = "street.county = k1, county = k2"
    assert refused({"county": "k2", "street": "s1"}) == [("contradictory-parents", "street", 1, value)]


def test_a_street_of_another_city_is_seen_through_both_counties() -> None:
    street = {"id": ["s9"], "county": ["k3"]}
    found = refused({"county": "k1", "street": "s9"}, street=street)
    assert found == [
        ("contradictory-parents", "street", 1, "street.county.city = c2, county.city = c1"),
        ("contradictory-parents", "street", 1, "street.county = k3, county = k1"),
    ]


def test_parents_are_seen_through_a_table_that_may_lack_rows() -> None:
    found = refused({"county": "k2", "street": "s1"}, complete={"street": False, "county": False})
    assert [code for code, *_ in found] == ["contradictory-parents"]


def test_an_entity_that_belongs_to_itself() -> None:
    city = VOCABULARY.entities["city"]
    reference = VOCABULARY.entities["county"].fields["city"]
    nested = city.model_copy(update={"fields": {**city.fields, "city": reference}, "belongs_to": {"city": ("city",)}})
    vocabulary = VOCABULARY.model_copy(update={"entities": {**VOCABULARY.entities, "city": nested}})
    facts = read_facts({"city": {"id": ["c1", "c2", "c3"], "city": ["c2", "c3", "c1"]}}, vocabulary)
    assert facts.table("city").frame.collect().height == 3
