"""Quzhou's plan as a file: it resolves without findings, in the order of the text, with its quantities."""

from policyengine.language.load import load_policy, read_policy
from policyengine.plan.check import check
from tests.policies.registry import POLICIES, vocabulary

FILE = POLICIES / "quzhou_2018.yaml"


def test_the_plan_has_no_findings():
    policy, tree, read = read_policy(FILE)
    assert policy is not None
    plan, findings = check(policy, vocabulary(), tree)
    assert plan is not None
    assert (read, findings) == ((), ())


def test_rules_stand_in_the_order_of_the_text():
    policy = load_policy(FILE)
    sections = [rule.cite[0].section for rule in policy.rules]
    parts = ["一", "二、(一)", "二、(二)", "二、(三)", "二、(四)"]
    order = [
        next(n for n, part in reversed(list(enumerate(parts))) if section.startswith(part)) for section in sections
    ]
    assert order == sorted(order)


def test_every_quantity_of_the_text_is_a_target():
    targets = {target.name: target.steps[0][1] for target in load_policy(FILE).targets}
    written = {name: number.text for name, number in targets.items() if number is not None}
    assert written == {
        "party_organization_coverage": "100%",
        "party_work_coverage": "100%",
        "demonstration_sites": "4",
        "urban_average": "13",
        "rural_average": "4",
        "street_share": "2/3",
        "urban_community_share": "2/3",
        "aid_base_coverage": "100%",
        "new_social_work_agencies": "10",
        "inspection_rate": "5%",
        "on_site_rate": "0.5%",
    }
