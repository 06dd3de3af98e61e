"""The vocabulary of social organizations: it loads, is labelled throughout, and leads where rules must go."""

import pytest

from policyengine.vocabulary.load import load_vocabulary
from policyengine.vocabulary.models import FieldType

VOCABULARY = load_vocabulary(["social_organizations"], None)
FIELDS = [
    pytest.param(field, id=f"{entity.name}.{field.name}")
    for entity in VOCABULARY.entities.values()
    for field in entity.fields.values()
]
PERSONAL_TABLES = ("party_member", "party_secretary")


def has_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def test_entities_are_labelled_in_both_languages():
    labels = {name: entity.label for name, entity in VOCABULARY.entities.items()}
    assert {name for name, label in labels.items() if not has_chinese(label.zh)} == set()
    assert {name for name, label in labels.items() if not label.en or has_chinese(label.en)} == set()


@pytest.mark.parametrize("field", FIELDS)
def test_fields_and_their_choices_are_labelled_in_both_languages(field):
    for label in (field.label, *field.choices.values()):
        assert label.zh
        assert label.en
        assert not has_chinese(label.en)
    assert len({label.zh for label in field.choices.values()}) == len(field.choices)


@pytest.mark.parametrize("field", FIELDS)
def test_counts_and_amounts_are_not_negative(field):
    if field.type in {FieldType.INTEGER, FieldType.DECIMAL}:
        assert field.minimum is not None
        assert field.minimum >= 0


@pytest.mark.parametrize("name", PERSONAL_TABLES)
def test_what_is_known_of_party_members_is_personal(name):
    fields = VOCABULARY.entities[name].fields.values()
    assert {field.name for field in fields if not field.personal} == set()


def test_codes_follow_the_standards():
    codes = {
        f"{entity.name}.{field.name}": field.code
        for entity in VOCABULARY.entities.values()
        for field in entity.fields.values()
        if field.code is not None
    }
    assert codes == {"organization.uscc": "uscc", "city.division_code": "division", "county.division_code": "division"}


@pytest.mark.parametrize(
    ("entity", "ancestors"),
    [
        ("community", {"street", "county", "city"}),
        (
            "organization",
            {
                "community",
                "street",
                "county",
                "city",
                "registration_authority",
                "supervising_unit",
                "comprehensive_committee",
            },
        ),
        ("inspection", {"organization", "registration_authority", "supervising_unit", "county", "city"}),
        ("coverage", {"organization", "street", "community"}),
    ],
)
def test_relations_that_rules_need(entity, ancestors):
    assert set(VOCABULARY.entities[entity].belongs_to) == ancestors


def test_every_table_of_a_place_belongs_to_its_city():
    apart = {"city", "coverage", "training_attendance", "work_record"}
    homeless = {name for name, entity in VOCABULARY.entities.items() if "city" not in entity.belongs_to}
    assert homeless == apart
