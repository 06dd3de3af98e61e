"""`export`: a run on record as `evaluate` would have written it, and as OSCAL; rulings beside recorded verdicts."""

import json
from pathlib import Path

import pytest
from trestle.oscal.assessment_results import Model

from tests.interfaces.calling import call
from tests.interfaces.ledger import DAYS, EXAMPLE, ledger_of
from tests.interfaces.test_personal_data import planted_in, town

__all__ = ["town"]

ABOUT = ("inspection-rate", "MZ01", "--run", "1")
DECIDED = ("--office", "市民政局", "--basis", "复决〔2019〕3号", "--on", "2019-03-01", "--sets-aside")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder, _ = ledger_of(tmp_path_factory.mktemp("ledger"), EXAMPLE / "policy.yaml", EXAMPLE / "facts", DAYS[1:])
    return folder


@pytest.mark.parametrize("form", ["sarif", "xml", "json", "csv", "html"])
def test_a_run_is_written_as_its_evaluation_was(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    then, now = tmp_path / f"then.{form}", tmp_path / f"now.{form}"
    facts = ("--facts", EXAMPLE / "facts", "--as-of", "2019-01-31")
    call(capsys, "evaluate", EXAMPLE / "policy.yaml", *facts, "--out", then)
    done = call(capsys, "export", "--run", "1", "--ledger", ledger, "--out", now)
    assert (done.code, done.err) == (0, f"3 verdicts written to {now}\n")
    assert now.read_bytes() == then.read_bytes()


def test_a_run_is_written_as_oscal_assessment_results(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "run.oscal.json"
    done = call(capsys, "export", "--run", "1", "--ledger", ledger, "--out", file)
    assert (done.code, done.err) == (0, f"the OSCAL assessment results are written to {file}\n")
    document = json.loads(file.read_text("utf-8"))
    (result,) = Model.model_validate(document).assessment_results.results
    (finding,) = result.findings
    assert (finding.target.target_id, finding.target.status.state.value) == (
        "inspections.inspection-rate",
        "not-satisfied",
    )
    assert finding.target.status.reason == "fail"
    assert [
        (observation.description, [subject.title for subject in observation.subjects])
        for observation in result.observations
    ] == [
        ("1 verdicts are: compliant", ["registration_authority MZ02"]),
        ("1 verdicts are: noncompliant", ["registration_authority MZ01"]),
        ("1 verdicts are: unknown", ["registration_authority MZ03"]),
    ]
    again = tmp_path / "again.oscal.json"
    call(capsys, "export", "--run", "1", "--ledger", ledger, "--out", again)
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("form", ["oscal.json", "sarif", "xml"])
def test_what_is_personal_is_masked(
    town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    folder, _ = ledger_of(tmp_path / "ledger", *town, DAYS[1:])
    file = tmp_path / f"run.{form}"
    assert call(capsys, "export", "--run", "1", "--ledger", folder, "--out", file).code == 0
    written = file.read_text("utf-8")
    assert planted_in(written) == []
    assert "person-0001" in written


def test_rulings_stand_wherever_recorded_verdicts_do(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--ledger", ledger)
    assert call(capsys, "determine", *ABOUT, *at, *DECIDED).code == 0
    words = "number 2, 2019-03-01, 市民政局: sets the verdict aside. Ground: 复决〔2019〕3号"
    listed = call(capsys, "verdicts", "--run", "1", *at).out
    assert f"Rulings  inspection-rate MZ01: {words}\n" in listed
    rows = json.loads(call(capsys, "verdicts", "--run", "1", *at, "--format", "json").out)
    assert {row["subject"]: [ruling["number"] for ruling in row["rulings"]] for row in rows} == {
        "MZ01": [2],
        "MZ02": [],
        "MZ03": [],
    }
    assert call(capsys, "why", *ABOUT, *at).out.endswith(f"Rulings  {words}\n")
    told = json.loads(call(capsys, "why", *ABOUT, *at, "--format", "json").out)
    assert [ruling["office"] for ruling in told["rulings"]] == ["市民政局"]
    page = call(capsys, "why", *ABOUT, *at, "--format", "html")
    assert page.err == f"Rulings  {words}\n"


def test_a_name_that_says_no_format_is_refused(ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "export", "--run", "1", "--ledger", ledger, "--out", tmp_path / "run.txt")
    assert (done.code, "names may end in" in done.err) == (2, True)
