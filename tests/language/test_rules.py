"""Rules: measures, requirements, evidence, due dates and readings."""

import pytest

from policyengine.language.load import load_policy
from policyengine.language.models import (
    AverageMeasure,
    ChildrenMeasure,
    Comparison,
    Condition,
    DateUnit,
    Due,
    Evidence,
    FieldMeasure,
    FieldName,
    Measure,
    RatioMeasure,
    Scalar,
    Shifted,
    TargetName,
)
from policyengine.semantics.interval import Comparator
from tests.language.reading_policies import EXAMPLE, HEAD, RULE, codes_of, rule_of

AT = ("rules", "one", "measure")


def measure_of(text: str) -> Measure | None:
    return rule_of(f"measure: {text}\nrequire: {{at_least: 1}}").measure


def anything(*at: str) -> Condition:
    return Condition(at=(*AT, *at), entries=())


def test_measures() -> None:
    assert measure_of("{field: street.population}") == FieldMeasure(at=AT, path="street.population")
    assert measure_of("{count: organizations}") == ChildrenMeasure(
        at=AT, function="count", children="organizations", where=anything()
    )
    assert measure_of("{max: organizations, of: staff, where: {}, ended: included}") == ChildrenMeasure(
        at=AT, function="max", children="organizations", of="staff", where=anything("where"), ended="included"
    )
    assert measure_of("{ratio: organizations, satisfying: {}}") == RatioMeasure(
        at=AT, children="organizations", where=anything(), satisfying=anything("satisfying")
    )
    assert measure_of("{average: {field: staff}, per: organizations}") == AverageMeasure(
        at=AT, inner=FieldMeasure(at=(*AT, "average"), path="staff"), per="organizations", where=anything()
    )


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("{}", "not-a-measure"),
        ("unspecifed", "not-a-measure"),
        ("{sum: organizations}", "missing-key"),
        ("{count: organizations, of: staff}", "unknown-key"),
        ("{ratio: organizations}", "missing-key"),
        ("{average: {ratio: organizations, satisfying: {}}, per: communities}", "not-a-measure"),
        ("{average: {min: organizations, of: staff}, per: communities}", "not-a-measure"),
        ("{count: organizations, ended: yes}", "not-one-of"),
    ],
)
def test_what_is_no_measure(measure: str, code: str) -> None:
    assert codes_of(HEAD + RULE + f"    measure: {measure}\n    require: {{at_least: 1}}\n") == [code]


def test_a_measure_is_held_against_comparators() -> None:
    at = ("rules", "one", "require")
    assert rule_of("measure: {field: a}\nrequire: {more_than: $least, at_most: 5%}").require == (
        Comparison(at=(*at, "at_most"), comparator=Comparator.AT_MOST, operand=Scalar(at=(*at, "at_most"), text="5%")),
        Comparison(
            at=(*at, "more_than"),
            comparator=Comparator.MORE_THAN,
            operand=TargetName(at=(*at, "more_than"), name="least"),
        ),
    )


def test_evidence_names_items_or_the_rule_itself() -> None:
    at = ("rules", "one", "evidence")
    assert rule_of("evidence: {}").evidence == Evidence(at=at)
    assert rule_of("evidence: {items: [a, b], document: c}").evidence == Evidence(at=at, items=("a", "b"), document="c")


def test_due_dates() -> None:
    at = ("rules", "one", "due")
    assert rule_of("require: {a: b}").due is None
    assert rule_of("require: {a: b}\ndue: standing").due == Due(at=at, when="standing")
    assert rule_of("require: {a: b}\ndue: year_end").due == Due(at=at, when="year_end")
    assert rule_of("require: {a: b}\ndue: 2018-12-31").due == Due(at=at, when=Scalar(at=at, text="2018-12-31"))
    assert rule_of("require: {a: b}\ndue: {after: {field: established_on}, days: 30}").due == Due(
        at=at,
        when=Shifted(
            at=at,
            base=FieldName(at=(*at, "after"), path="established_on"),
            count=Scalar(at=(*at, "days"), text="30"),
            unit=DateUnit.DAYS,
            forward=True,
        ),
    )


def test_a_reading_replaces_the_keys_that_it_gives() -> None:
    rule = load_policy(EXAMPLE).rules[0]
    (reading,) = rule.readings
    assert (reading.name, reading.note) == ("each", "每个城市社区均须达到")
    assert reading.replaces == frozenset({"measure", "require"})
    assert isinstance(rule.measure, AverageMeasure)
    assert isinstance(reading.measure, RatioMeasure)
    assert (reading.due, reading.cite, reading.modality) == (None, (), None)
    assert isinstance(reading.require, tuple)
