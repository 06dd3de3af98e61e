"""Whatever stands in the place of any part of a policy, reading it ends in a policy or in findings."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from policyengine.language.load import read_policy
from policyengine.reading.findings import has_errors
from tests.language.reading_policies import EXAMPLE

CONTENT = yaml.load(EXAMPLE.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 -- it makes texts alone


def with_each_part_replaced(content: Any, part: Any) -> Iterator[Any]:
    """The content as often as it has parts, each time with another one replaced."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield {**content, key: part}
            for changed in with_each_part_replaced(value, part):
                yield {**content, key: changed}
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield [*content[:index], part, *content[index + 1 :]]
            for changed in with_each_part_replaced(value, part):
                yield [*content[:index], changed, *content[index + 1 :]]


@pytest.mark.parametrize("part", ["", "x y", [], {}, [[]], {"x": {}}], ids=str)
def test_any_part_may_be_anything(part: Any) -> None:
    refused = 0
    for content in with_each_part_replaced(CONTENT, part):
        policy, tree, findings = read_policy(json.dumps(content, ensure_ascii=False).encode(), "p.yaml")
        assert (policy is None) == has_errors(findings)
        assert all(finding.source for finding in findings)
        assert tree.root is not None
        refused += policy is None
    assert refused > 50
