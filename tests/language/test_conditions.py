"""Conditions and what stands on their right sides."""

import pytest

from policyengine.language.models import (
    AllOf,
    AnyOf,
    BuiltinDate,
    BuiltinName,
    Compares,
    Comparison,
    Condition,
    Counted,
    DateUnit,
    During,
    Entry,
    Equals,
    FieldName,
    Not,
    Operand,
    Present,
    Quantified,
    Scalar,
    Shifted,
    TargetName,
)
from policyengine.semantics.interval import Comparator
from tests.language.reading_policies import HEAD, RULE, codes_of, condition_of

AT = ("rules", "one", "when")
F = (*AT, "f")


def read_test(text: str) -> object:
    (entry,) = condition_of(f"{{f: {text}}}").entries
    assert isinstance(entry, Entry)
    assert (entry.name, entry.at) == ("f", F)
    return entry.test


def equals(*values: Operand) -> Equals:
    return Equals(at=F, values=values)


def compares(key: str, comparator: Comparator, text: str) -> Compares:
    operand = Scalar(at=(*F, key), text=text)
    return Compares(at=F, comparisons=(Comparison(at=(*F, key), comparator=comparator, operand=operand),))


@pytest.mark.parametrize("text", ["urban", "no", "010", "330800", "true", "5%"])
def test_a_word_is_kept_as_it_is_written(text: str) -> None:
    assert read_test(text) == equals(Scalar(at=F, text=text))


def test_one_of_several() -> None:
    assert read_test("[urban, $kind]") == equals(Scalar(at=(*F, 0), text="urban"), TargetName(at=(*F, 1), name="kind"))


def test_targets_fields_and_built_in_dates() -> None:
    assert read_test("$kind") == equals(TargetName(at=F, name="kind"))
    assert read_test("{field: organization.street}") == equals(FieldName(at=F, path="organization.street"))
    for name in BuiltinDate:
        assert read_test(f"${name}") == equals(BuiltinName(at=F, name=name))


@pytest.mark.parametrize(
    ("key", "comparator", "text"),
    [
        ("at_least", Comparator.AT_LEAST, "3"),
        ("at_most", Comparator.AT_MOST, "3"),
        ("more_than", Comparator.MORE_THAN, "3"),
        ("less_than", Comparator.LESS_THAN, "3"),
        ("not", Comparator.NOT, "urban"),
        ("on_or_before", Comparator.AT_MOST, "2018-01-01"),
        ("before", Comparator.LESS_THAN, "2018-01-01"),
        ("on_or_after", Comparator.AT_LEAST, "2018-01-01"),
        ("after", Comparator.MORE_THAN, "2018-01-01"),
    ],
)
def test_comparators(key: str, comparator: Comparator, text: str) -> None:
    assert read_test(f"{{{key}: {text}}}") == compares(key, comparator, text)


@pytest.mark.parametrize("span", ["period", "this_year"])
def test_during(span: str) -> None:
    during = During.model_validate({"at": (*F, "during"), "span": span})
    assert read_test(f"{{during: {span}}}") == Compares(at=F, comparisons=(during,))


def test_several_comparators_hold_together() -> None:
    test = read_test("{at_least: 1, less_than: 5}")
    assert isinstance(test, Compares)
    assert [part.comparator for part in test.comparisons if isinstance(part, Comparison)] == [
        Comparator.AT_LEAST,
        Comparator.LESS_THAN,
    ]


def test_a_unit_tells_a_shifted_date_from_a_comparison() -> None:
    shifted = Shifted(
        at=F,
        base=Scalar(at=(*F, "after"), text="2018-01-01"),
        count=Scalar(at=(*F, "days"), text="30"),
        unit=DateUnit.DAYS,
        forward=True,
    )
    assert read_test("{after: 2018-01-01, days: 30}") == equals(shifted)
    assert read_test("{after: 2018-01-01}") == compares("after", Comparator.MORE_THAN, "2018-01-01")


def test_a_date_may_be_compared_with_a_shifted_one() -> None:
    at = (*F, "after")
    shifted = Shifted(
        at=at,
        base=BuiltinName(at=(*at, "before"), name=BuiltinDate.MEASURED_ON),
        count=TargetName(at=(*at, "years"), name="span"),
        unit=DateUnit.YEARS,
        forward=False,
    )
    comparison = Comparison(at=at, comparator=Comparator.MORE_THAN, operand=shifted)
    assert read_test("{after: {before: $measured_on, years: $span}}") == Compares(at=F, comparisons=(comparison,))


def test_presence() -> None:
    assert read_test("{present: true}") == Present(at=F, wanted=True)
    assert read_test("{present: false}") == Present(at=F, wanted=False)


@pytest.mark.parametrize("quantifier", ["some", "every", "none"])
def test_quantifiers(quantifier: str) -> None:
    condition = Condition(at=(*F, quantifier), entries=())
    expected = Quantified.model_validate({"at": F, "quantifier": quantifier, "condition": condition})
    assert read_test(f"{{{quantifier}: {{}}}}") == expected


def test_counts() -> None:
    at = (*F, "count")
    comparison = Comparison(
        at=(*at, "at_least"), comparator=Comparator.AT_LEAST, operand=Scalar(at=(*at, "at_least"), text="2")
    )
    everything = Condition(at=at, entries=())
    assert read_test("{count: {at_least: 2}}") == Counted(at=at, where=everything, comparisons=(comparison,))


def test_groups() -> None:
    def entry(*at: str | int) -> Condition:
        path = (*AT, *at)
        value = Scalar(at=(*path, "f"), text="x")
        part = Entry(at=(*path, "f"), name="f", test=Equals(at=(*path, "f"), values=(value,)))
        return Condition(at=path, entries=(part,))

    assert condition_of("{all: [{f: x}, {f: x}], any: [{f: x}], not: {f: x}}").entries == (
        AllOf(at=(*AT, "all"), parts=(entry("all", 0), entry("all", 1))),
        AnyOf(at=(*AT, "any"), parts=(entry("any", 0),)),
        Not(at=(*AT, "not"), part=entry("not")),
    )


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("[]", "not-a-mapping"),
        ("{all: []}", "empty-value"),
        ("{any: {f: x}}", "not-a-list"),
        ("{not: {}}", "not-one-entry"),
        ("{not: {f: x, g: y}}", "not-one-entry"),
        ("{some: {f: x}}", "not-a-field"),
        ("{f: {}}", "empty-test"),
        ("{f: []}", "empty-value"),
        ("{f: ''}", "empty-value"),
        ("{f: {atleast: 3}}", "unknown-key"),
        ("{f: {at_least: [3]}}", "bad-operand"),
        ("{f: {at_least: {more_than: 3}}}", "bad-operand"),
        ("{f: {at_least: 3, some: {}}}", "mixed-test"),
        ("{f: {some: {}, none: {}}}", "mixed-test"),
        ("{f: {present: yes}}", "not-one-of"),
        ("{f: {during: last_year}}", "not-one-of"),
        ("{f: {before: yesterday}}", "bad-date"),
        ("{f: {count: {where: {}}}}", "count-without-comparator"),
        ("{f: {count: {on_or_before: 2018-01-01, at_least: 1}}}", "unknown-key"),
        ("{f: {field: a, at_least: 3}}", "unknown-key"),
        ("{f: $}", "bad-target-name"),
        ("{f: $period}", "bad-target-name"),
        ("{f: {after: 2018-01-01, days: 1, months: 1}}", "bad-shift"),
        ("{f: {days: 1}}", "bad-shift"),
        ("{f: {after: 2018-01-01, days: 1.5}}", "not-whole"),
        ("{f: {after: 2018-01-01, days: 99999999}}", "not-whole"),
    ],
)
def test_what_is_no_condition(condition: str, code: str) -> None:
    assert codes_of(HEAD + RULE + f"    require: {{a: b}}\n    when: {condition}\n") == [code]
