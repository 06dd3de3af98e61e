"""The main path as a library's user takes it."""

from datetime import date
from pathlib import Path

import pytest

from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import OtherVocabularyError, evaluate
from policyengine.vocabulary.load import load_vocabulary

EXAMPLE = Path(__file__).parent.parent / "examples" / "inspections"

OTHER = """
vocabulary: other
entities:
  city: {label: {zh: 市, en: city}, plural: cities, fields: {}}
"""


def test_facts_read_for_another_vocabulary_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    facts = read_facts({"city": [{"id": "330800", "name": "衢州市"}]}, load_vocabulary(["other.yaml"], tmp_path))
    with pytest.raises(OtherVocabularyError) as refused:
        evaluate(load_policy(EXAMPLE / "policy.yaml"), facts, as_of=date(2019, 1, 31))
    assert "`social_organizations`" in refused.value.render("zh")
    assert "`other`" in refused.value.render("en")


def test_backends_give_the_same_verdicts() -> None:
    policy, facts = load_policy(EXAMPLE / "policy.yaml"), read_facts(EXAMPLE / "facts")
    by_backend = [list(evaluate(policy, facts, as_of=date(2019, 1, 31), backend=name)) for name in ("polars", "walker")]
    assert sorted(by_backend[0], key=lambda one: one.subject) == sorted(by_backend[1], key=lambda one: one.subject)
    assert len(by_backend[0]) == 3
