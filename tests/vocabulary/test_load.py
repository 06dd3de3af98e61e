"""Vocabularies as they are read from files."""

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policyengine.reading.errors import PolicyError, UnreadableInputError
from policyengine.vocabulary.load import built_in_vocabularies, load_vocabulary
from policyengine.vocabulary.models import Entity, Field, FieldType, Label, Lifetime
from policyengine.vocabulary.work_record import ID, NAME

EXAMPLE = """
vocabulary: example
entities:
  street:
    label: {zh: 街道, en: street}
    plural: streets
    fields:
      id: {label: {zh: 街道代码, en: street code}}
  inspection:
    plural: inspections
    belongs_to: {street: street}
    lifetime: {from: opened_on}
    event_date: inspected_on
    fields:
      street: {reference: street, optional: true}
      on_site: boolean
      inspected_on: date
      opened_on: {date: {min: 2000-01-01}, optional: true}
      visitors: {integer: {min: 0, max: 9}}
      cost: {decimal: {digits: 2, min: 0.5}, personal: true}
      kind: {enum: {urban: 城市社区, rural: {zh: 农村, en: rural}}, label: 类别}
      uscc: {code: uscc, optional: true}
      remark: {text: {}}
"""


def label(word: str) -> Label:
    return Label(zh=word, en=word)


def test_all_forms_of_fields(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(EXAMPLE, encoding="utf-8")
    vocabulary = load_vocabulary(["example.yaml"], tmp_path)
    assert vocabulary.names == ("example",)
    street = ID.model_copy(update={"label": Label(zh="街道代码", en="street code")})
    assert vocabulary.entities["street"].fields == {"id": street, "name": NAME}
    fields = (
        ID,
        NAME,
        Field(name="street", type=FieldType.REFERENCE, label=label("street"), reference="street", optional=True),
        Field(name="on_site", type=FieldType.BOOLEAN, label=label("on_site")),
        Field(name="inspected_on", type=FieldType.DATE, label=label("inspected_on")),
        Field(name="opened_on", type=FieldType.DATE, label=label("opened_on"), optional=True, minimum=date(2000, 1, 1)),
        Field(
            name="visitors",
            type=FieldType.INTEGER,
            label=label("visitors"),
            minimum=Fraction(0),
            maximum=Fraction(9),
        ),
        Field(
            name="cost", type=FieldType.DECIMAL, label=label("cost"), digits=2, minimum=Fraction(1, 2), personal=True
        ),
        Field(
            name="kind",
            type=FieldType.ENUM,
            label=label("类别"),
            choices={"urban": label("城市社区"), "rural": Label(zh="农村", en="rural")},
        ),
        Field(name="uscc", type=FieldType.CODE, label=label("uscc"), code="uscc", optional=True),
        Field(name="remark", type=FieldType.TEXT, label=label("remark")),
    )
    assert vocabulary.entities["inspection"] == Entity(
        name="inspection",
        plural="inspections",
        label=label("inspection"),
        belongs_to={"street": ("street",)},
        lifetime=Lifetime(start="opened_on"),
        event_date="inspected_on",
        fields={field.name: field for field in fields},
    )


def test_the_built_in_vocabulary_has_work_records_of_its_entities() -> None:
    assert built_in_vocabularies() == ("social_organizations",)
    vocabulary = load_vocabulary(["social_organizations"])
    record = vocabulary.entities["work_record"]
    assert record.plural == "work_records"
    assert record.belongs_to == {}
    assert set(record.fields["subject_kind"].choices) == set(vocabulary.entities) - {"work_record"}
    assert set(record.fields["outcome"].choices) == {"done", "not_done"}
    optional = {name for name, field in record.fields.items() if field.optional}
    assert optional == {"item", "document", "decided_by"}


def test_files_are_merged_and_refer_to_one_another(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("vocabulary: first\nentities: {city: {plural: cities}}\n", encoding="utf-8")
    second.write_text(
        "vocabulary: second\nentities:\n"
        "  county: {plural: counties, belongs_to: {city: city}, fields: {city: {reference: city}}}\n",
        encoding="utf-8",
    )
    vocabulary = load_vocabulary([str(first), str(second)])
    assert vocabulary.names == ("first", "second")
    assert list(vocabulary.entities) == ["city", "county", "work_record"]
    digests = "\n".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in (first, second))
    assert vocabulary.sha256 == hashlib.sha256(digests.encode()).hexdigest()


def test_a_name_that_is_not_built_in() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        load_vocabulary(["social_organisations"])
    assert (
        caught.value.render("zh")
        == "没有名为 `social_organisations` 的内置词汇表\n是否想写 `social_organizations`\uff1f"
    )
    assert caught.value.render("en") == (
        "there is no built-in vocabulary `social_organisations`\nDid you mean `social_organizations`?"
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"empty-file"}),
        ("entities: {}\n", {"missing-key"}),
        ("- 1\n", {"not-a-mapping"}),
        ("vocabulary: x\nentities: {city: {plural: }}\n", {"empty-value"}),
        ("vocabulary: x\nentities: {city: {plural: cities, colour: red}}\n", {"unknown-key"}),
        ("vocabulary: x\nentities: {city: cities}\n", {"not-a-mapping"}),
        ("vocabulary: x\nentities: [city]\n", {"not-a-mapping"}),
        ("vocabulary: x\nentities: {city: {plural: [cities]}}\n", {"not-a-word"}),
        ("vocabulary: x\nentities: {city: {plural: cities, belongs_to: [x], lifetime: x}}\n", {"not-a-mapping"}),
        ("vocabulary: x\nentities: {city: {plural: cities, label: {zh: 市}}}\n", {"missing-key"}),
        ("vocabulary: x\nentities: {city: {plural: cities, label: [市]}}\n", {"not-a-mapping"}),
        (
            "vocabulary: x\nentities: {city: {plural: cities, fields: {a: [date], b: ''}}}\n",
            {"not-a-mapping", "empty-value"},
        ),
        (
            "vocabulary: x\nentities: {city: {plural: cities, fields: {a: {enum: [x]}, b: {code: []}}}}\n",
            {"not-a-mapping", "not-a-word"},
        ),
        (
            "vocabulary: x\nentities: {city: {plural: cities, fields: {a: {integer: 3}, b: {reference: {}}}}}\n",
            {"not-a-mapping", "not-a-word"},
        ),
        (
            "vocabulary: x\nentities:\n  c: {plural: cs, fields: {a: {decimal: {digits: x}}, b: {text: {m: 0}}}}\n",
            {"bad-number", "unknown-key"},
        ),
        (
            "vocabulary: x\nentities: {city: {plural: cities, fields: {a: {date: {}, optional: perhaps}}}}\n",
            {"not-one-of"},
        ),
        ("vocabulary: x\nentities: {city: {plural: cities, fields: {on: {date: {min: 2018-02-30}}}}}\n", {"bad-date"}),
    ],
)
def test_files_of_another_shape(text: str, codes: set[str], tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_vocabulary([str(path)])
    assert {finding.code for finding in caught.value.findings} == codes


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        load_vocabulary(["absent.yaml"], tmp_path)
    assert [finding.code for finding in caught.value.findings] == ["no-such-file"]
