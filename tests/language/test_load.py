"""Whole policies, and what is reported of broken ones."""

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policyengine.language.load import load_policy, read_policy
from policyengine.language.models import (
    Citation,
    Condition,
    Definition,
    Entry,
    Equals,
    Indicator,
    Jurisdiction,
    Modality,
    Period,
    Scalar,
    Target,
    Uncodified,
    UnspecifiedMeasure,
)
from policyengine.reading.errors import PolicyError
from policyengine.reading.numbers import Number, NumberKind
from policyengine.reading.place import Place
from tests.language.reading_policies import EXAMPLE, HEAD, RULE, codes_of, policy_of


def test_the_example_of_the_language_is_read_without_findings() -> None:
    policy, tree, findings = read_policy(EXAMPLE)
    assert findings == ()
    assert policy == load_policy(EXAMPLE)
    assert policy is not None
    assert tree.sha256 == policy.sha256 == hashlib.sha256(EXAMPLE.read_bytes()).hexdigest()


def test_the_head_of_a_policy() -> None:
    policy = load_policy(EXAMPLE)
    assert (policy.name, policy.file, policy.language) == ("quzhou_2018", str(EXAMPLE), 1)
    assert policy.issued_on == date(2018, 5, 9)
    assert policy.jurisdiction == Jurisdiction(at=("jurisdiction",), kind="city", id="330800")
    assert policy.period == Period(at=("period",), start=date(2018, 5, 9), end=date(2018, 12, 31))
    assert policy.vocabulary == ("social_organizations",)
    assert policy.source_sha256 == "a7615694" * 8


def test_targets_are_exact_dated_or_left_open() -> None:
    targets = {target.name: target for target in load_policy(EXAMPLE).targets}
    one, two = (Number(Fraction(n), NumberKind.INTEGER, str(n)) for n in (1, 2))
    assert targets["training"] == Target(
        at=("targets", "training"),
        name="training",
        steps=((date(2022, 1, 1), one), (date(2024, 1, 1), two)),
        unit="次",
    )
    assert targets["inspection_rate"].steps == ((None, Number(Fraction(1, 20), NumberKind.PERCENT, "5%")),)
    assert targets["street_share"].steps == ((None, Number(Fraction(2, 3), NumberKind.FRACTION, "2/3")),)
    assert targets["activity_weight"].steps == ((None, None),)
    assert targets["deadline"].steps == ((None, date(2018, 11, 30)),)


def test_definitions_are_conditions_determinations_and_tables() -> None:
    condition, judged, table = load_policy(EXAMPLE).definitions
    assert (condition.name, condition.judged, condition.cases) == ("community_organization", None, ())
    assert judged == Definition(
        at=("definitions", "normally_active"),
        name="normally_active",
        subject="organization",
        judged="登记管理机关认定的“活动正常”",
    )
    assert [case.then for case in table.cases] == ["per_decoupling_measures", "supervising_unit", "local_committee"]
    at = ("definitions", "responsible_body", "cases", 0, "when")
    value = Scalar(at=(*at, "decoupling"), text="true")
    test = Equals(at=(*at, "decoupling"), values=(value,))
    entry = Entry(at=(*at, "decoupling"), name="decoupling", test=test)
    assert table.cases[0].when == Condition(at=at, entries=(entry,))
    assert table.otherwise == "comprehensive_committee"
    assert table.cite[0].quote == "明确社会组织党建工作责任主体"


def test_citations_are_one_or_a_list() -> None:
    rules = {rule.id: rule for rule in load_policy(EXAMPLE).rules}
    at = ("rules", "inspection-rate", "cite")
    assert rules["inspection-rate"].cite == (
        Citation(at=(*at, 0), section="三、1", quote="抽查"),
        Citation(at=(*at, 1), section="三、2", quote="抽查率"),
    )
    assert len(rules["standalone-branch"].cite) == 1
    assert rules["standalone-branch"].modality is Modality.SHOULD


def test_indicators_and_uncodified_passages() -> None:
    policy = load_policy(EXAMPLE)
    indicator = policy.indicators[0]
    assert isinstance(indicator, Indicator)
    assert [part.name for part in indicator.parts] == ["activity", "influence", "size"]
    at = ("indicators", "organizing-force", "index", "influence", "measure")
    assert indicator.parts[1].measure == UnspecifiedMeasure(at=at)
    assert policy.uncodified == (
        Uncodified(at=("uncodified", 0), section="前言", reason="preamble"),
        Uncodified(at=("uncodified", 1), section="三、6", reason="repeats", quote="抽查", of="inspection-rate"),
    )


def test_a_policy_may_be_national_open_ended_and_use_several_vocabularies() -> None:
    policy = policy_of(HEAD.replace("social_organizations", "[one, ./two.yaml]"))
    assert policy.jurisdiction == Jurisdiction(at=("jurisdiction",))
    assert policy.period.end is None
    assert policy.vocabulary == ("one", "./two.yaml")


def test_key_paths_lead_to_places() -> None:
    policy, tree, _ = read_policy((HEAD + RULE + "    require: {a: b}\n").encode(), "demo.yaml")
    assert policy is not None
    assert tree.place(policy.rules[0].at, key=True) == Place("demo.yaml", 7, 3, 3)
    require = policy.rules[0].require
    assert isinstance(require, Condition)
    assert tree.place(require.entries[0].at) == Place("demo.yaml", 12, 18, 1)


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(HEAD.replace("2018-01-01", "soon") + "colour: red\n" + RULE, encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        load_policy(path)
    assert [finding.code for finding in raised.value.findings] == [
        "bad-date",
        "unknown-key",
        "no-requirement",
    ]


def test_a_rule_requires_one_thing() -> None:
    def codes(body: str) -> list[str]:
        return codes_of(HEAD + RULE + "".join(f"    {line}\n" for line in body.splitlines()))

    assert codes("measure: {field: a}\nrequire: {at_least: 1}") == []
    assert codes("require: {a: b}") == []
    assert codes("evidence: {}") == []
    assert codes("measure: {field: a}") == ["measure-without-require"]
    assert codes("evidence: {}\nmeasure: {field: a}\nrequire: {at_least: 1}") == ["evidence-beside"]
    assert codes("measure: {field: a}\nrequire: {a: b}") == ["unknown-key"]


def test_a_reading_is_held_to_what_it_and_its_rule_require_together() -> None:
    def codes(reading: str) -> list[str]:
        rule = RULE + "    measure: {field: a}\n    require: {at_least: 1}\n"
        return codes_of(HEAD + rule + f"    readings: {{other: {{note: x, {reading}}}}}\n")

    assert codes("require: {at_least: 2}") == []
    assert codes("measure: {field: b}") == []
    assert codes("due: standing") == []
    assert codes("evidence: {}") == ["evidence-beside"]
    assert codes("subject: city, due: standing") == ["reading-subject"]
