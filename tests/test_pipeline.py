"""The main path as a library's user takes it."""

from datetime import date, datetime
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.backends.opening import in_process
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import OtherVocabularyError, evaluate
from policyengine.plan.named import UnknownRuleError
from policyengine.reading.errors import PolicyError, WrongUsageError
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


@pytest.fixture
def mistaken(tmp_path: Path) -> Path:
    """The example with a field that the vocabulary does not have."""
    path = tmp_path / "policy.yaml"
    path.write_text((EXAMPLE / "policy.yaml").read_text("utf-8").replace("{kind: double", "{knd: double"), "utf-8")
    return path


def test_what_only_the_vocabulary_shows_to_be_wrong_has_its_place_in_the_file(mistaken: Path) -> None:
    policy, facts = load_policy(mistaken), read_facts(EXAMPLE / "facts")
    with pytest.raises(PolicyError) as refused:
        evaluate(policy, facts, as_of=date(2019, 1, 31))
    assert refused.value.render("en").startswith(f"{mistaken}:20:41: error [unknown-field]")
    assert "^^^" in refused.value.render("en")


def test_a_file_that_has_changed_since_gives_no_places(mistaken: Path) -> None:
    policy, facts = load_policy(mistaken), read_facts(EXAMPLE / "facts")
    for changed in ("# another file\n" * 40, None):
        mistaken.write_text(changed, "utf-8") if changed else mistaken.unlink()
        with pytest.raises(PolicyError) as refused:
            evaluate(policy, facts, as_of=date(2019, 1, 31))
        assert [(one.code, one.place.line) for one in refused.value.findings] == [("unknown-field", 1)]


@pytest.mark.parametrize("given", [datetime(2019, 1, 31, 10), "2019-01-31"])
def test_a_time_of_day_or_a_text_is_no_day(given: date) -> None:
    policy, facts = load_policy(EXAMPLE / "policy.yaml"), read_facts(EXAMPLE / "facts")
    for asked in (
        lambda: pe.evaluate(policy, facts, as_of=given),
        lambda: pe.evaluate(policy, facts, as_of=given, backend="walker"),
        lambda: pe.evaluate_all([policy], facts, as_of=given),
        lambda: pe.explain(policy, facts, "inspection-rate", "MZ01", as_of=given),
        lambda: pe.live([policy], facts, as_of=given),
        lambda: pe.coming_due([policy], facts, as_of=given),
    ):
        with pytest.raises(WrongUsageError, match=f"`{given}` is no day"):
            asked()
    with pe.live([policy], facts, as_of=date(2019, 1, 1)) as session, pytest.raises(WrongUsageError):
        session.advance(given)


def test_a_rule_that_there_is_not_is_answered_alike_everywhere() -> None:
    policy, facts, day = load_policy(EXAMPLE / "policy.yaml"), read_facts(EXAMPLE / "facts"), date(2019, 1, 31)
    for asked in (
        lambda: pe.evaluate(policy, facts, as_of=day).get("inspection-rat", "MZ01"),
        lambda: pe.evaluate(policy, facts, as_of=day, backend="walker").get("inspection-rat", "MZ01"),
        lambda: pe.explain(policy, facts, "inspection-rat", "MZ01", as_of=day),
    ):
        with pytest.raises(UnknownRuleError, match="Did you mean `inspection-rate`"):
            asked()


def test_what_is_shown_in_a_notebook_fits_a_line() -> None:
    policy, facts, day = load_policy(EXAMPLE / "policy.yaml"), read_facts(EXAMPLE / "facts"), date(2019, 1, 31)
    verdicts = pe.evaluate(policy, facts, as_of=day)
    with pe.live([policy], facts, as_of=day) as session:
        shown = [
            verdicts,
            verdicts.consequences(),
            pe.explain(policy, facts, "inspection-rate", "MZ01", as_of=day),
            session,
        ]
    assert [repr(one) for one in shown] == [
        "<Verdicts: inspections, 1 rules, 3 verdicts as of 2019-01-31>",
        "<Consequences: inspections as of 2019-01-31: >",
        "<Why: inspections, inspection-rate, one registration_authority>",
        "<LiveSession: inspections as of 2019-01-31>",
    ]
    assert max(len(repr(one)) for one in (facts, pe.check_policy(EXAMPLE / "policy.yaml"))) < 700


def test_a_vocabulary_by_its_name() -> None:
    assert pe.load_vocabulary("social_organizations") == pe.load_vocabulary(["social_organizations"])


def test_backends_that_there_are_not_are_told_from_those_that_read_no_files() -> None:
    with pytest.raises(WrongUsageError, match="there is no backend `polar`"):
        in_process("polar")
    with pytest.raises(WrongUsageError, match="does not read files"):
        in_process("postgres")


def test_a_session_without_a_policy_is_none() -> None:
    with pytest.raises(WrongUsageError, match="there is no policy"):
        pe.live([], read_facts(EXAMPLE / "facts"), as_of=date(2019, 1, 31))


def test_facts_of_a_policy_with_a_vocabulary_of_its_own_are_read_by_it(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    text = (
        (EXAMPLE / "policy.yaml")
        .read_text("utf-8")
        .replace("vocabulary: social_organizations", "vocabulary: other.yaml")
    )
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    policy = pe.load_policy(tmp_path / "policy.yaml")
    assert list(pe.read_facts({"city": [{"id": "330800"}]}, pe.vocabulary_of(policy)).vocabulary.entities) == [
        "city",
        "work_record",
    ]
