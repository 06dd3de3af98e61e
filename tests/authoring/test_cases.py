"""Case files: what they may say, what is refused with its place, and what the command tells of them."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policyengine.authoring.cases.coverage import coverage
from policyengine.authoring.cases.prepare import prepare
from policyengine.authoring.cases.read import CasesError, read_suite
from policyengine.authoring.cases.run import Difference, run
from policyengine.authoring.cases.schema import CASES_SCHEMA
from policyengine.authoring.mutation.run import mutate
from tests.interfaces.calling import SMALL, call

HEAD = """\
cases: small
as_of: 2019-01-01
subjects: {county: 330802, city: 330800}
facts:
  city: [{id: 330800}]
  county: [{id: 330802, city: 330800}]
  street: [{id: s, county: 330802}]
defaults:
  community: {street: s, kind: urban}
tests:
"""
HALF = """\
  - title: half of them
    rule: urban-share
    facts: {community: [{repeat: 10}, {id: other, repeat: 9, kind: rural}, {id: last, kind: rural}]}
    tests:
      - {expect: compliant, readings: {all-urban: noncompliant}}
      - {facts: {community: [{id: last, kind: urban}]}, expect: {status: compliant, lo: 11/20, hi: 55%}}
      - {facts: {community: [{id: last, kind: 不详}]}, expect: compliant}
      - facts: {community: [{kind: rural}]}
        expect: {status: noncompliant, gap: 1}
        days: {2017-12-31: not_applicable, 2018-12-31: pending}
"""


def written(folder: Path, tests: str) -> Path:
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    path = folder / "small.cases.yaml"
    path.write_text(HEAD + tests, "utf-8")
    return path


def test_groups_defaults_repeated_rows_readings_and_days(tmp_path: Path) -> None:
    results = run(prepare(read_suite(written(tmp_path, HALF))))
    assert [result.differences for result in results] == [()] * 7
    assert [result.case.rule.alternative for result in results] == [None, "all-urban", None, None, None, None, None]


def test_what_is_not_as_expected(tmp_path: Path) -> None:
    wrong = HALF.replace("{status: noncompliant, gap: 1}", "{status: compliant, gap: 2, missing: [a]}")
    results = run(prepare(read_suite(written(tmp_path, wrong))))
    assert [result.differences for result in results if not result.passed] == [
        (
            Difference("status", "compliant", "noncompliant"),
            Difference("gap", "2", "1"),
            Difference("missing", "[a]", "[]"),
        )
    ]


CONSEQUENCES = """\
definitions: {urgent: {subject: county, judged: 紧急}}
consequences:
  listed:
    {subject: county, when: {verdicts: {urban-share: noncompliant}}, then: 列入名单, cite: {section: 三, quote: 名单}}
  visited: {subject: county, when: {consequences: [listed], urgent: true}, then: 走访, cite: {section: 三, quote: 走访}}
  noted: {subject: city, when: {name: 衢州市}, then: 备注, cite: {section: 三, quote: 备注}}
"""
FOLLOWING = """\
  - title: what follows
    rule: urban-share
    facts: {community: [{kind: rural}], county: [{id: 330802, urgent: true}]}
    tests:
      - expect: {status: noncompliant, consequences: {listed: yes, visited: yes}}
        days: {2018-12-31: {status: pending, consequences: {listed: no}}}
      - facts: {county: [{id: 330802, urgent: 不详}]}
        expect: {status: noncompliant, consequences: {listed: yes, visited: unknown}}
      - facts: {community: [{}]}
        expect: {status: compliant, consequences: {listed: no, visited: no}}
"""


def following(folder: Path, tests: str) -> Path:
    path = written(folder, tests)
    (folder / "small.yaml").write_text(SMALL + CONSEQUENCES, "utf-8")
    return path


def test_what_follows_is_expected_beside_the_verdict(tmp_path: Path) -> None:
    results = run(prepare(read_suite(following(tmp_path, FOLLOWING))))
    assert [result.differences for result in results] == [()] * 4
    wrong = FOLLOWING.replace("visited: unknown", "visited: yes").replace("listed: no, visited: no", "listed: unknown")
    results = run(prepare(read_suite(following(tmp_path, wrong))))
    assert [result.differences for result in results if not result.passed] == [
        (Difference("visited", "yes", "unknown"),),
        (Difference("listed", "unknown", "no"),),
    ]


def test_what_follows_is_left_out_where_its_rules_are(tmp_path: Path) -> None:
    suite = read_suite(following(tmp_path, FOLLOWING))
    assert suite.only({"records-kept"}).plan.consequences == suite.plan.consequences[-1:]
    assert [result.passed for result in run(prepare(suite.only({"urban-share"})))] == [True] * 4


@pytest.mark.parametrize(
    ("expected", "code"),
    [("lited: yes", "unknown-consequence"), ("noted: yes", "unknown-consequence"), ("listed: perhaps", "not-one-of")],
)
def test_what_cannot_follow_is_refused(tmp_path: Path, expected: str, code: str) -> None:
    with pytest.raises(CasesError) as refused:
        read_suite(following(tmp_path, FOLLOWING.replace("listed: yes, visited: yes", expected)))
    assert [finding.code for finding in refused.value.findings] == [code]


def test_rules_without_cases_and_what_was_never_seen(tmp_path: Path) -> None:
    suite = read_suite(written(tmp_path, HALF))
    found = {each.rule: (each.cases, each.unseen) for each in coverage(suite.plan, run(prepare(suite)))}
    assert found == {"urban-share": (7, ("unknown",)), "records-kept": (0, ("compliant", "failing", "unknown"))}


@pytest.mark.parametrize(
    ("tests", "code", "marked"),
    [
        ("  - {title: t, rule: urban-shore, expect: compliant}\n", "unknown-rule", "urban-shore"),
        ("  - {title: t, rule: urban-share, reading: none, expect: compliant}\n", "unknown-reading", "none"),
        ("  - {title: t, rule: urban-share, expect: complaint}\n", "not-one-of", "complaint"),
        ("  - {title: t, rule: urban-share, except: compliant, expect: compliant}\n", "unknown-key", "except"),
        ("  - {title: t, expect: compliant}\n", "not-said", None),
        ("  - {rule: urban-share, expect: compliant}\n", "not-said", None),
        ("  - {title: t, rule: urban-share, facts: {comunity: []}, expect: compliant}\n", "unknown-entity", "comunity"),
        (
            "  - {title: t, rule: urban-share, facts: {community: [{kinds: urban}]}, expect: compliant}\n",
            "unknown-column",
            "kinds",
        ),
        (
            "  - {title: t, rule: urban-share, facts: {community: [{repeat: 0}]}, expect: compliant}\n",
            "bad-repeat",
            "0",
        ),
        ("  - {title: t, rule: urban-share, expect: compliant, days: {soon: pending}}\n", "not-a-day", "soon"),
    ],
)
def test_findings_stand_where_the_fault_is(tests: str, code: str, marked: str | None, tmp_path: Path) -> None:
    path = written(tmp_path, tests)
    with pytest.raises(CasesError) as refused:
        read_suite(path)
    [finding] = refused.value.findings
    start = finding.place.column - 1
    found = finding.source[start : start + finding.place.length]
    assert (finding.code, finding.place.line, found) == (code, 11, marked or tests.strip("- \n"))


def test_facts_that_are_refused_are_findings_of_their_case(tmp_path: Path) -> None:
    path = written(tmp_path, "  - {title: t, rule: urban-share, facts: {community: [{kind: moon}]}, expect: unknown}\n")
    with pytest.raises(CasesError) as refused:
        prepare(read_suite(path))
    assert [(finding.code, finding.place.line) for finding in refused.value.findings] == [("refused-facts", 11)]


PLAIN = HALF.replace(", readings: {all-urban: noncompliant}", "")
AT_THE_BOUND = """\
      - {expect: compliant}
      - {facts: {community: [{id: last, kind: 不详}]}, expect: compliant}
"""
COARSE = "".join(line for line in PLAIN.splitlines(keepends=True) if line not in AT_THE_BOUND)
UNNOTICED = ["at_least $share -> more_than $share"]


def test_changes_that_no_case_notices(tmp_path: Path) -> None:
    suite = read_suite(written(tmp_path, COARSE))
    found = mutate(suite, prepare(suite))
    assert [mutant.change for mutant in found.unnoticed] == UNNOTICED
    assert {mutant.place.file for mutant in found.unnoticed} == {str(tmp_path / "small.yaml")}
    suite = read_suite(written(tmp_path, PLAIN))
    assert mutate(suite, prepare(suite)).fine


def test_survivors_are_listed_with_their_reason_and_idle_entries_found(tmp_path: Path) -> None:
    listed = "survivors: [{rule: urban-share, change: '* more_than $share', reason: r}]\n"
    suite = read_suite(written(tmp_path, COARSE + listed))
    found = mutate(suite, prepare(suite))
    assert ([mutant.change for mutant in found.listed], found.unnoticed, found.idle) == (UNNOTICED, (), ())
    suite = read_suite(written(tmp_path, PLAIN + listed))
    assert mutate(suite, prepare(suite)).idle == suite.survivors


OPEN = """\
  - title: an open number
    rule: urban-share
    targets: {share: 60%}
    facts: {community: [{repeat: 5}, {repeat: 5, kind: rural}]}
    tests:
      - {expect: noncompliant}
      - {targets: {share: 50%}, expect: compliant, readings: {all-urban: noncompliant}}
      - {targets: {share: 1/2}, expect: {status: compliant, lo: 50%}}
"""


def open_share(folder: Path, tests: str) -> Path:
    path = written(folder, tests)
    policy = SMALL.replace("value: 50%", "value: unspecified")
    assert policy != SMALL
    (folder / "small.yaml").write_text(policy, "utf-8")
    return path


def test_open_targets_are_filled_in_by_cases(tmp_path: Path) -> None:
    suite = read_suite(open_share(tmp_path, OPEN))
    results = run(prepare(suite))
    assert [result.differences for result in results] == [()] * 4
    assert not any("$share" in mutant.change for mutant in mutate(suite, prepare(suite)).unnoticed)


def test_an_open_target_is_a_date_where_it_is_held_against_dates(tmp_path: Path) -> None:
    path = open_share(tmp_path, OPEN)
    policy = (tmp_path / "small.yaml").read_text("utf-8")
    rule = """\
  opened:
    title: 按时设立
    modality: must
    subject: organization
    require: {established_on: {on_or_before: $share}}
    cite: {section: 三, quote: 按时}
"""
    dated = policy.replace("  records-kept:", f"{rule}  records-kept:").replace("{at_least: $share}", "{at_least: 10%}")
    (tmp_path / "small.yaml").write_text(dated, "utf-8")
    case = """\
  - {title: a date, rule: opened, subject: it, targets: {share: 2018-06-30}, facts: {organization: [{id: it,
     county: 330802, established_on: 2018-07-01}]}, expect: noncompliant, days: {2018-12-31: pending}}
"""
    path.write_text(HEAD + case, "utf-8")
    assert [result.differences for result in run(prepare(read_suite(path)))] == [(), ()]
    path.write_text(HEAD + case.replace("2018-06-30", "5"), "utf-8")
    with pytest.raises(CasesError) as refused:
        read_suite(path)
    assert {finding.code for finding in refused.value.findings} == {"bad-date"}


def test_a_target_with_a_value_is_not_filled_in(tmp_path: Path) -> None:
    with pytest.raises(CasesError) as refused:
        read_suite(written(tmp_path, OPEN))
    assert {finding.code for finding in refused.value.findings} == {"not-open"}


def test_rules_are_chosen_by_pattern(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(written(tmp_path, HALF))
    found = call(capsys, "test", path, "--rule", "urban-*")
    assert (found.code, "records-kept" in found.out) == (0, False)
    refused = call(capsys, "test", path, "--rule", "rural-*")
    assert (refused.code, "no rule is named rural-*" in refused.err) == (2, True)


def test_the_command_tells_failures_with_their_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fine = call(capsys, "test", written(tmp_path, HALF))
    assert (fine.code, fine.out.splitlines()[0].endswith("7 cases, 0 failed")) == (0, True)
    called = call(capsys, "test", written(tmp_path, HALF.replace("expect: compliant}", "expect: unknown}")))
    assert called.code == 1
    assert "status: expected unknown, found compliant" in called.out
    assert "Result" in called.out
    junit = call(capsys, "test", tmp_path, "--format", "junit")
    assert (junit.code, 'failures="1"' in junit.out) == (1, True)
    assert call(capsys, "test", written(tmp_path, COARSE), "--mutate").code == 1


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(CASES_SCHEMA)
