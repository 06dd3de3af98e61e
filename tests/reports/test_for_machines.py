"""Verdicts for build servers and code hosts: SARIF and JUnit."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from pydantic import BaseModel
from sarif_pydantic import Sarif

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import call, write_small

MORE = """
  rural:
    title: 农村社区
    modality: must
    subject: community
    require: {kind: rural}
    cite: {section: 三, quote: 农村}
  urban:
    title: 名为“一”
    modality: should
    subject: community
    when: {street: s1}
    require: {name: 一}
    cite: {section: 三, quote: 城市}
"""
LATER = {".runs.columnKind", ".runs.results.suppressions"}
"""Keys of SARIF 2.1.0 (3.14.17, 3.27.23) that the models do not have."""

WAIVERS = """
waivers:
  - {policy: small, rule: rural, subject: c3, from: 2018-01-01, until: 2020-12-31, owner: 民政局, reason: 特批}
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    policy, facts = write_small(tmp_path)
    policy.write_text(policy.read_text("utf-8") + MORE, "utf-8")
    (tmp_path / "waivers.yaml").write_text(WAIVERS, "utf-8")
    return policy, facts


def written(capsys: pytest.CaptureFixture[str], small: tuple[Path, Path], name: str) -> str:
    out = small[0].with_name(name)
    arguments = ("evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01")
    waivers = ("--waivers", small[0].with_name("waivers.yaml"))
    called = call(capsys, *arguments, *waivers, "--out", out, "--fail-on", "noncompliant")
    assert called.code == exits.FINDINGS
    return out.read_text("utf-8")


def strangers(model: BaseModel, at: str = "") -> Iterator[str]:
    """The keys that SARIF does not know."""
    yield from (f"{at}.{key}" for key in model.model_extra or {})
    for name, value in model:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, BaseModel):
                yield from strangers(part, f"{at}.{name}")


def test_sarif_names_the_rule_its_line_and_the_subject(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = written(capsys, small, "v.sarif")
    assert set(strangers(Sarif.model_validate_json(text))) == LATER
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["small/urban-share", "small/records-kept", "small/rural", "small/urban"]
    assert rules[2]["shortDescription"] == {"text": "农村社区"}
    assert rules[3]["defaultConfiguration"] == {"level": "warning"}
    found = {(one["ruleId"], one["locations"][0]["logicalLocations"][0]["name"]): one for one in run["results"]}
    assert {key: (one["kind"], one["level"]) for key, one in found.items()} == {
        ("small/urban-share", "330803"): ("open", "none"),
        ("small/records-kept", "330800"): ("open", "none"),
        ("small/rural", "c1"): ("fail", "error"),
        ("small/rural", "c3"): ("fail", "note"),
        ("small/rural", "c5"): ("open", "none"),
        ("small/urban", "c2"): ("fail", "warning"),
    }
    line = small[0].read_text("utf-8").splitlines().index("  rural:") + 1
    failed = found["small/rural", "c1"]
    assert failed["message"] == {"text": "农村社区 · community 一: noncompliant; not met: kind is rural; 三: “农村”"}
    assert failed["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": str(small[0])},
                "region": {"startLine": line, "startColumn": 3, "endLine": line, "endColumn": 8},
            },
            "logicalLocations": [{"name": "c1", "fullyQualifiedName": "community/c1", "kind": "resource"}],
        }
    ]
    waived = found["small/rural", "c3"]["suppressions"]
    assert waived == [{"kind": "external", "justification": "民政局: 特批 (2018-01-01 – 2020-12-31)"}]
    assert len({one["partialFingerprints"]["ruleAndSubject/v1"] for one in run["results"]}) == len(run["results"])


def test_junit_has_a_case_for_each_verdict_that_applies(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    suite = fromstring(written(capsys, small, "v.xml"))[0]  # noqa: S314  # the file is ours
    assert suite.attrib == {"name": "small", "tests": "10", "failures": "1", "skipped": "5"}
    outcomes = {(one.get("classname"), one.get("name")): _outcome(one) for one in suite}
    assert len(outcomes) == 10
    assert {key: outcome for key, outcome in outcomes.items() if outcome} == {
        ("urban-share", "330803"): "skipped",
        ("records-kept", "330800"): "skipped",
        ("rural", "c1"): "failure",
        ("rural", "c3"): "skipped",
        ("rural", "c5"): "skipped",
        ("urban", "c2"): "skipped",
    }
    assert {one.get("file") for one in suite} == {str(small[0])}


def _outcome(case: Element) -> str:
    return "".join(part.tag for part in case)


def test_what_xml_cannot_hold_does_not_break_it(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = small[1] / "community.csv"
    rows.write_text(rows.read_text("utf-8").replace("c1,一", '"c1<&""\x01",一'), "utf-8")
    suite = fromstring(written(capsys, small, "v.xml"))[0]  # noqa: S314  # the file is ours
    assert 'c1<&"\ufffd' in {one.get("name") for one in suite}


def test_check_as_junit(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    fine = small[0].with_name("fine.yaml")
    fine.write_text(small[0].read_text("utf-8"), "utf-8")
    small[0].write_text(small[0].read_text("utf-8").replace("$share", "$shares"), "utf-8")
    called = call(capsys, "check", small[0], fine, "--format", "junit")
    assert called.code == exits.FINDINGS
    broken, passed = fromstring(called.out)  # noqa: S314  # the text is ours
    assert broken.attrib == {"name": str(small[0]), "tests": "2", "failures": "1"}
    assert passed.attrib == {"name": str(fine), "tests": "1", "failures": "0"}
    assert [(case.get("name", "").split()[0], [part.tag for part in case]) for case in broken] == [
        ("unused-target", ["system-out"]),
        ("unknown-target", ["failure"]),
    ]
    assert "Did you mean `share`?" in broken[1][0].itertext().__next__()
