"""Rules and subjects that are not there are answered with the nearest that are."""

import pytest

from policyengine.explain.explain import explain
from policyengine.explain.find import UnknownSubjectError, alternatives_of, rule_named
from policyengine.plan.named import UnknownRuleError
from policyengine.reading.errors import PolicyEngineError
from tests.explain.registry import CITY, case, organization, places, plan, why

TABLES = {**places(), "organization": [organization("SO-0001"), organization("SO-0002")]}


def test_a_rule_by_its_id_and_its_other_readings() -> None:
    rule = rule_named(plan(), "average-of-counts")
    assert rule.id == "average-of-counts"
    assert rule.alternative is None
    assert [reading.alternative for reading in alternatives_of(plan(), rule)] == ["each"]


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownRuleError) as error:
        rule_named(plan(), "training-held")
    assert error.value.render("en") == ("`explained_2018` has no rule `training-held`\nDid you mean `trainings-held`?")


@pytest.mark.parametrize(
    ("subject", "hint"),
    [
        ("SO-001", "Did you mean `SO-0001`?"),
        ("SO-0002协会", "The id of `SO-0002协会` is `SO-0002`."),
        (CITY, f"`{CITY}` is a city (city)."),
        ("elsewhere", "Known are: `SO-0001`, `SO-0002`."),
    ],
)
def test_an_unknown_subject_is_answered_with_its_kind_and_the_nearest(subject: str, hint: str) -> None:
    with pytest.raises(UnknownSubjectError) as error:
        why(case(TABLES), "standalone-branch", subject)
    assert isinstance(error.value, PolicyEngineError)
    assert error.value.render("en") == (
        f"there is no social organization with the id `{subject}`; "
        f"the rule `standalone-branch` is about each social organization (organization)\n{hint}"
    )


def test_a_jurisdiction_without_a_row_has_a_verdict() -> None:
    of = case({"organization": []} | {"training": []} | {"county": places()["county"], "city": places()["city"]})
    assert explain(of, rule_named(of.plan, "trainings-held"), CITY).asked.subject.id == CITY
