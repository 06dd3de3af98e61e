"""JSON explanations: keys and values that programs may rely on."""

import json

import pytest

from policyengine.explain.explain import explain
from policyengine.explain.find import rule_named
from policyengine.explain.model import Finding
from tests.explain.registry import AUTHORITY, CITY, case, why
from tests.explain.situations import SITUATIONS, communities, inspections

ALWAYS = {"verdict", "no_verdict", "document", "rule", "subject", "words"}
FOUND = {"measured", "when", "conditions", "evidence", "rows", "missing", "consequences", "readings"}


@pytest.mark.parametrize("name", SITUATIONS)
def test_keys_are_always_the_same(name: str) -> None:
    explained = SITUATIONS[name]()
    told = json.loads(explained.to_json("en"))
    assert set(told) == (ALWAYS | FOUND if isinstance(explained.found, Finding) else ALWAYS)
    assert (told["verdict"] is None) == (told["no_verdict"] is not None)


def test_the_verdict_is_that_of_the_language() -> None:
    explained = why(case(communities(category="other")), "average-of-counts", CITY)
    assert isinstance(explained.found, Finding)
    told = json.loads(explained.to_json("zh"))
    assert told["verdict"] == explained.found.verdict.model_dump(mode="json")
    assert [set(cited) for cited in told["verdict"]["citations"]] == [{"section", "quote"}]
    assert told["measured"] == {
        "lo": {"value": "3/2", "total": "3", "population": "2"},
        "hi": {"value": "3/2", "total": "3", "population": "2"},
    }
    assert told["words"]["gap"] == ["还差 1 个社会组织"]
    assert [(one["reading"], one["verdict"]["status"]) for one in told["readings"]] == [("each", "noncompliant")]


def test_rows_are_counted_in_full_and_named_up_to_the_limit() -> None:
    of = case(inspections())
    told = json.loads(explain(of, rule_named(of.plan, "inspection-rate"), AUTHORITY, shown=2).to_json("en"))
    groups = {one["is"]: (one["total"], [row["id"] for row in one["rows"]]) for one in told["rows"][0]["groups"]}
    assert groups == {
        "satisfies": (1, ["O01"]),
        "fails": (22, ["O03", "O04"]),
        "unknown": (2, ["O02", "O98"]),
        "not_counted": (1, ["O99"]),
    }


def test_missing_facts_name_the_row_that_lacks_them() -> None:
    told = json.loads(why(case(inspections()), "inspection-rate", AUTHORITY).to_json("en"))
    assert told["missing"][0] == {
        "name": "inspection.inspected_on",
        "words": "inspected on of inspection",
        "cells": [
            {
                "field": "inspection.inspected_on",
                "label": "inspected on",
                "value": "unknown",
                "file": "inspection",
                "row": 2,
                "of": "I2",
            }
        ],
    }
