import json

from policyengine.sources.as_json import ledger_json
from tests.sources.town import POLICY, ledger


def test_a_ledger_is_one_object_on_one_line():
    text = "一、目标\n植树 100棵以上。\n甲。\n"
    found = ledger(POLICY, text)
    assert "\n" not in ledger_json(found)
    assert json.loads(ledger_json(found)) == {
        "policy": "town_2020",
        "source_sha256": found.document.sha256,
        "sentences": [
            {"n": 1, "section": "一", "text": "一、目标", "cited_by": [], "uncodified": "heading"},
            {
                "n": 2,
                "section": "一",
                "text": "植树 100棵以上。",
                "cited_by": [{"rule": "trees-planted", "quote": "植树 100棵以上"}],
                "uncodified": None,
            },
            {"n": 3, "section": "一", "text": "甲。", "cited_by": [], "uncodified": None},
        ],
        "coverage": 13 / 15,
    }


def test_full_coverage_is_the_number_1():
    assert json.loads(ledger_json(ledger()))["coverage"] == 1
