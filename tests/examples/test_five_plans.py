"""The demo of `make demo`: each status explained once, of one plan and in short."""

import runpy
import sys

from tests.interfaces.calling import ROOT

SCRIPT = ROOT / "examples" / "five_plans.py"


def test_each_status_is_counted_and_explained_once(tmp_path, monkeypatch, capsys):
    # All plans take too long for a test; Quzhou's is looked at twice, before its end and after.
    (tmp_path / "plans" / "policies").mkdir(parents=True)
    plan = ROOT / "policies" / "quzhou_2018.yaml"
    (tmp_path / "plans" / "policies" / plan.name).write_bytes(plan.read_bytes())
    (tmp_path / "plans" / "examples").mkdir()
    for path in (SCRIPT, SCRIPT.with_name("five_plans.waivers.yaml")):
        (tmp_path / "plans" / "examples" / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("POLICYENGINE_LANG", "en")
    monkeypatch.setattr(sys, "argv", ["five_plans.py", str(tmp_path / "demo")])
    runpy.run_path(str(tmp_path / "plans" / "examples" / SCRIPT.name), run_name="__main__")
    counts, *explanations = capsys.readouterr().out.split("\n\n")
    early, late = counts.splitlines()
    assert early.startswith("quzhou_2018     2018-12-01  compliant ")
    assert late.startswith("quzhou_2018     2019-01-31  compliant ")
    assert ("noncompliant 0 " in early, "pending 0 " in early) == (True, False)
    assert ("noncompliant 0 " in late, "pending 0 " in late) == (False, True)
    assert [words.split(maxsplit=1)[1].split(".")[0].split(" (")[0] for words in explanations] == [
        "Compliant", "Noncompliant", "Shortfall", "Pending", "Waived", "Not applicable", "Unknown",
    ]  # fmt: skip
