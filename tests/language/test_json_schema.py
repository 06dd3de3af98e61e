"""The JSON Schemas agree with the readers: the same keys, and the same files accepted."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

import policyengine
from policyengine.language import facts_keys, keys
from policyengine.language.json_schema import SchemaKind, json_schema
from policyengine.language.load import read_policy
from policyengine.reading.keys import KeyTable
from policyengine.vocabulary import keys as vocabulary_keys
from tests.language.reading_policies import EXAMPLE, HEAD, RULE

VOCABULARIES = Path(policyengine.__file__).parent / "vocabularies"
BROKEN = Path(__file__).parent.parent / "broken"

# What no schema can say: faults of the YAML itself, and rules between values.
BEYOND_SCHEMAS = {
    "aliases_expand",
    "bad_target_name",
    "period_reversed",
    "duplicate_key",
    "foreign_tag",
    "null_key",
    "key_not_word",
    "alias_cycle",
    "unknown_alias",
    "too_deep",
    "several_documents",
    "empty_file",
    "forbidden_character",
    "not_utf8",
    "exemptions.waivers",
}


class EditorLoader(yaml.SafeLoader):
    """YAML as editors see it: numbers and booleans are read, dates are not."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML declares it so
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def seen_by_an_editor(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # noqa: S506 -- a SafeLoader


def valid(kind: SchemaKind, content: Any) -> bool:
    return Draft202012Validator(json_schema(kind)).is_valid(content)


@pytest.mark.parametrize("kind", get_args(SchemaKind))
def test_each_schema_is_one(kind: SchemaKind) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert {reference.removeprefix("#/$defs/") for reference in _references(schema)} <= set(schema["$defs"])


@pytest.mark.parametrize("kind", get_args(SchemaKind))
def test_every_key_is_explained_in_chinese(kind: SchemaKind) -> None:
    texts = [key["description"] for properties in _properties(json_schema(kind)) for key in properties.values()]
    assert texts
    assert all(re.search("[\u4e00-\u9fff]", text) for text in texts)


def test_a_schema_is_the_callers_own() -> None:
    json_schema("policy")["properties"].clear()
    assert json_schema("policy")["properties"]


@pytest.mark.parametrize(
    ("kind", "module"), [("policy", keys), ("waivers", keys), ("vocabulary", vocabulary_keys), ("facts", facts_keys)]
)
def test_the_schema_has_the_keys_that_the_reader_has(kind: SchemaKind, module: object) -> None:
    own = {"WAIVERS", "WAIVER"}
    tables = {name: value for name, value in vars(module).items() if name.isupper() and isinstance(value, dict)}
    if module is keys:
        tables = {name: table for name, table in tables.items() if (name in own) == (kind == "waivers")}
    known = {key for table in tables.values() for key in _key_names(table)}
    assert {key for properties in _properties(json_schema(kind)) for key in properties} == known


def _key_names(table: KeyTable | dict[str, KeyTable]) -> Iterator[str]:
    for name, value in table.items():
        yield name
        if isinstance(value, dict):
            yield from value


def _properties(schema: Any) -> Iterator[dict[str, Any]]:
    """The keys of every object but those whose keys are names."""
    if isinstance(schema, dict):
        if "additionalProperties" in schema and "pattern" not in schema.get("propertyNames", {}):
            yield schema.get("properties", {})
        for part in schema.values():
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for part in schema.values():
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def test_the_example_of_the_language_is_valid() -> None:
    assert valid("policy", seen_by_an_editor(EXAMPLE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(VOCABULARIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_vocabularies_are_valid(path: Path) -> None:
    assert valid("vocabulary", seen_by_an_editor(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_broken_policies_are_invalid(path: Path) -> None:
    if path.stem in BEYOND_SCHEMAS or path.stem.startswith("syntax_"):
        return
    assert not valid("policy", seen_by_an_editor(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "body",
    [
        "require: {a: [x, $y, {field: z}]}",
        "require: {a: {count: {at_least: 1}}}",
        "require: {all: [{a: b}], any: [{a: b}], not: {a: b}}",
        "require: {a: {not: b}}",
        "require: {a: {after: {before: $measured_on, months: 3}}}",
        "require: {a: {during: this_year}}\n    due: {after: {field: a}, days: $n}",
        "measure: {min: a, of: b}\n    require: {at_least: 2/3, at_most: $t}",
        "measure: unspecified\n    require: {at_least: 1}",
        "evidence: {}",
    ],
)
def test_what_the_reader_accepts_is_valid(body: str) -> None:
    text = HEAD + RULE + f"    {body}\n"
    assert read_policy(text.encode(), "p.yaml")[2] == ()
    assert valid("policy", seen_by_an_editor(text))


def test_facts_and_waivers() -> None:
    facts = "facts: {organization: {file: a.csv, columns: {uscc: 代码}, complete: false, unknown: [不详]}}\n"
    assert valid("facts", seen_by_an_editor(facts + "snapshot_on: 2018-12-31\n"))
    assert not valid("facts", seen_by_an_editor(facts.replace("file", "fiel")))
    waivers = "waivers: [{policy: a, rule: b, subject: c, from: 2018-01-01, until: 2018-02-01, owner: d, reason: e}]"
    assert valid("waivers", seen_by_an_editor(waivers))
    assert not valid("waivers", seen_by_an_editor(waivers.replace(", reason: e", "")))
