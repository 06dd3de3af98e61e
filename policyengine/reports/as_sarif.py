"""Verdicts as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of the policy.

What is not met is a failure: `error` where it must be, `warning` where it should be; with a waiver it is suppressed.
Unknown verdicts are `open`. Verdicts that are compliant, pending or not applicable are no results.
"""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from policyengine.language.statuses import Status
from policyengine.reading.sarif import SCHEMA, region_of
from policyengine.reports.passing import Wanted, passing
from policyengine.reports.told import verdict_words
from policyengine.reports.words import RuleWords, rule_words

LEVELS = {Status.NONCOMPLIANT: "error", Status.SHORTFALL: "warning", Status.WAIVED: "note"}

Json = dict[str, Any]


def write_sarif(wanted: Wanted, path: Path, told: Callable[[int], None]) -> None:
    """Write one run, a result a line; `told` hears of verdicts as they are read."""
    rules = {_id(words): words for words in _rules(wanted)}
    places = {name: n for n, name in enumerate(rules)}
    driver = {"name": "policyengine", "rules": [_rule(name, words) for name, words in rules.items()]}
    before = f'{{"$schema": {_json(SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {{"driver": {_json(driver)}}}, '
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{before}"columnKind": "unicodeCodePoints", "results": [')
        between = "\n"
        for words, frame in passing(wanted):
            for row in frame.iter_rows(named=True):
                if Status(row["status"]) in (*LEVELS, Status.UNKNOWN):
                    file.write(between + _json(_result(words, row, places)))
                    between = ",\n"
            told(frame.height)
        file.write("\n]}]}\n")


def _rules(wanted: Wanted) -> Iterator[RuleWords]:
    for verdicts in wanted.evaluations:
        voice = wanted.voice(verdicts)
        yield from (rule_words(verdicts.case.plan, rule, voice) for rule in verdicts.rules)


def _id(words: RuleWords) -> str:
    return f"{words.plan.policy}/{words.rule.id}"


def _rule(name: str, words: RuleWords) -> Json:
    return {
        "id": name,
        "shortDescription": {"text": words.rule.title},
        "fullDescription": {"text": words.requirement},
        "help": {"text": words.cited},
        "defaultConfiguration": {"level": LEVELS[Status.NONCOMPLIANT if words.binding else Status.SHORTFALL]},
    }


def _result(words: RuleWords, row: Json, places: dict[str, int]) -> Json:
    name, status = _id(words), Status(row["status"])
    place = words.rule.place
    subject = f"{words.rule.subject}/{row['subject']}"
    physical = {"artifactLocation": {"uri": quote(place.file)}, "region": region_of(place)}
    logical = {"name": row["subject"], "fullyQualifiedName": subject, "kind": "resource"}
    # Where one result says whether it is suppressed, all must (SARIF 2.1.0, 3.27.23).
    exempt = [{"kind": "external", "justification": row["waiver"] or ""}] if status is Status.WAIVED else []
    return {
        "ruleId": name,
        "ruleIndex": places[name],
        "kind": "open" if status is Status.UNKNOWN else "fail",
        "level": LEVELS.get(status, "none"),
        "message": {"text": verdict_words(words, row)},
        "locations": [{"physicalLocation": physical, "logicalLocations": [logical]}],
        "partialFingerprints": {"ruleAndSubject/v1": sha256(f"{name} {subject}".encode()).hexdigest()},
        "suppressions": exempt,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
