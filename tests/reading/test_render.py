"""Findings as text, JSON and SARIF."""

import json
import pickle

from policyengine.reading.errors import FindingsError, PolicyEngineError, PolicyError
from policyengine.reading.findings import Finding, Severity
from policyengine.reading.place import Place
from policyengine.reading.render import display_width, render_json, render_text
from policyengine.reading.sarif import render_sarif
from policyengine.reading.text import NOTHING, Text

LINE = "  kind: {\u7c7b\u522b: urbn}"
FINDING = Finding(
    "not-one-of",
    Severity.WARNING,
    Place("\u653f\u7b56/p.yaml", 7, 14, 4),
    Text("\u4e0d\u80fd\u662f `urbn`", "cannot be `urbn`"),
    Text("\u662f\u5426\u60f3\u5199 `urban`", "Did you mean `urban`?"),
    LINE,
)


def test_the_caret_stands_under_the_characters_as_a_terminal_shows_them() -> None:
    assert render_text([FINDING], "en") == (
        "\u653f\u7b56/p.yaml:7:14: warning [not-one-of] cannot be `urbn`\n"
        "  7 |   kind: {\u7c7b\u522b: urbn}\n"
        "    |                ^^^^\n"
        "  hint: Did you mean `urban`?\n"
    )


def test_wide_characters_are_underlined_whole() -> None:
    finding = Finding("c", Severity.ERROR, Place("p", 1, 2, 2), Text("", "x"), NOTHING, "a\u7c7b\u522bb")
    assert render_text([finding], "en").splitlines()[1:] == ["  1 | a\u7c7b\u522bb", "    |  ^^^^"]


def test_a_line_moves_no_cursor() -> None:
    finding = Finding("c", Severity.ERROR, Place("p", 1, 3, 1), Text("", "x"), NOTHING, "\t\x1bz")
    assert render_text([finding], "en").splitlines()[1:] == ["  1 |  \\x1bz", "    |      ^"]


def test_a_place_past_the_line_is_shown_at_its_end() -> None:
    finding = Finding("c", Severity.ERROR, Place("p", 1, 9, 5), Text("", "x"), NOTHING, "abc")
    assert render_text([finding], "en").splitlines()[1:] == ["  1 | abc", "    |    ^"]


def test_a_long_line_is_cut_to_what_stands_around_the_caret() -> None:
    finding = Finding("c", Severity.ERROR, Place("p", 1, 501, 3), Text("", "x"), NOTHING, "-" * 500 + "abc" + "-" * 500)
    _, line, caret = render_text([finding], "en").splitlines()
    assert display_width(line) < 120
    assert line[caret.index("^") : caret.rindex("^") + 1] == "abc"


def test_nothing_to_report_is_nothing_said() -> None:
    assert render_text([], "zh") == ""


def test_json_has_everything_in_both_languages() -> None:
    assert json.loads(render_json([FINDING])) == [
        {
            "code": "not-one-of",
            "severity": "warning",
            "file": "\u653f\u7b56/p.yaml",
            "line": 7,
            "column": 14,
            "length": 4,
            "message": {"zh": "\u4e0d\u80fd\u662f `urbn`", "en": "cannot be `urbn`"},
            "hint": {"zh": "\u662f\u5426\u60f3\u5199 `urban`", "en": "Did you mean `urban`?"},
            "source": LINE,
        }
    ]


def test_sarif_says_which_rule_at_which_characters() -> None:
    report = json.loads(render_sarif([FINDING], "en"))
    assert report["version"] == "2.1.0"
    (run,) = report["runs"]
    assert run["tool"]["driver"] == {"name": "policyengine", "rules": [{"id": "not-one-of"}]}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == [
        {
            "ruleId": "not-one-of",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": "cannot be `urbn`\nDid you mean `urban`?"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "%E6%94%BF%E7%AD%96/p.yaml"},
                        "region": {"startLine": 7, "startColumn": 14, "endLine": 7, "endColumn": 18},
                    }
                }
            ],
        }
    ]


def test_errors_say_what_is_wrong_and_the_way_out() -> None:
    error = PolicyEngineError(Text("\u574f", "broken"), Text("\u4fee", "mend it"))
    assert (error.render("zh"), str(error)) == ("\u574f\n\u4fee", "broken\nmend it")


def test_an_error_with_findings_keeps_them_when_it_is_sent_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(PolicyError([FINDING])))  # noqa: S301 -- made on the line itself
    assert isinstance(error, FindingsError)
    assert error.findings == (FINDING,)
    assert str(error) == render_text([FINDING], "en")
