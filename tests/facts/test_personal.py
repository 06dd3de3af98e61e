"""What is personal: fields marked so, references to persons, columns beside fields; and refusals that name them."""

import pytest

import policyengine as pe
from policyengine.facts.refusals import FactsError, render_refusals
from policyengine.vocabulary.personal import about_persons, is_personal, row_words

VOCABULARY = """
vocabulary: town
entities:
  office: {plural: offices, fields: {head: {reference: person}, opened_on: date}}
  person:
    plural: persons
    belongs_to: {office: office}
    fields:
      id: {personal: true}
      office: {reference: office}
      age: {integer: {min: 0}, personal: true}
"""
PLANTED = "330802199001011234"


@pytest.fixture
def town(tmp_path):
    (tmp_path / "town.yaml").write_text(VOCABULARY, "utf-8")
    return pe.load_vocabulary(["./town.yaml"], tmp_path)


def test_references_to_persons_are_personal_and_so_is_all_that_stands_beside_their_fields(town):
    found = {(entity.name, name) for entity in town.entities.values() for name in entity.fields}
    personal = {(entity, name) for entity, name in found if is_personal(town.entities[entity], name)}
    assert personal == {
        ("office", "head"),
        ("person", "id"),
        ("person", "name"),
        ("person", "age"),
        ("work_record", "subject_id"),
        ("work_record", "decided_by"),
    }
    assert is_personal(town.entities["person"], "normally_active")
    assert not is_personal(town.entities["office"], "normally_active")
    assert [entity.name for entity in town.entities.values() if about_persons(entity)] == ["person"]


def test_messages_name_persons_by_their_kind_alone(town):
    assert row_words(town, "person", PLANTED) == ("person（个人信息，不显示）", "person (personal, not shown)")
    assert row_words(town, "office", "B1") == ("office `B1`", "office `B1`")


@pytest.mark.parametrize(
    "tables",
    [
        {"person": [{"id": PLANTED}, {"id": PLANTED}]},
        {"person": [{"id": "1", "age": PLANTED + "岁"}]},
        {"person": [{"id": "1", "age": [PLANTED]}]},
        {"person": [], "office": [{"id": "B1", "head": PLANTED}]},
    ],
    ids=["id", "cell", "no cell", "reference"],
)
def test_refusals_hide_what_is_personal_unless_asked(town, tables):
    with pytest.raises(FactsError) as caught:
        pe.read_facts(tables, town)
    error = caught.value
    for said in (str(error), repr(error), repr(error.refusals), render_refusals(error.refusals, "zh")):
        assert PLANTED not in said
    assert "（个人信息，不显示）" in render_refusals(error.refusals, "zh")
    assert PLANTED in render_refusals(error.refusals, "zh", unmask=True)
    assert PLANTED in (error.refusals[0].value or "")


@pytest.mark.parametrize(("entity", "shown"), [("person", False), ("office", True)])
def test_a_line_of_a_file_that_falls_apart_is_shown_where_its_table_has_nothing_personal(tmp_path, entity, shown):
    plain = VOCABULARY.replace("head: {reference: person}, ", "")
    (tmp_path / "town.yaml").write_text(plain, "utf-8")
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / f"{entity}.csv").write_text(f"id\n{PLANTED},x\n", "utf-8")
    with pytest.raises(FactsError) as caught:
        pe.read_facts(facts, pe.load_vocabulary(["./town.yaml"], tmp_path))
    assert (PLANTED in str(caught.value)) is shown
