"""`evaluate --record`, `ledger`, `runs`, `verdicts`, `why --run`, `replay` and `changes`, as an auditor calls them."""

import builtins
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import Called, call, write_small


class Office:
    """A small policy, its facts and a ledger with one run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.policy, self.facts = write_small(folder)
        self.ledger = folder / "audit"
        self.made = call(capsys, "ledger", "init", self.ledger, "--origin", "quzhou/1")
        self.recorded = self.record("--recorded-by", "王科长", "--note", "季度检查")

    def record(self, *more: str) -> Any:
        """Evaluate, and put it on record."""
        return self.call(
            *("evaluate", self.policy, "--facts", self.facts, "--as-of", "2018-12-31", "--record", self.ledger, *more)
        )

    def call(self, *words: str | Path, lang: str = "en") -> Any:
        """A command."""
        return call(self._capsys, *words, lang=lang)  # type: ignore[arg-type]  # zh or en

    def audit(self, *words: str | Path, lang: str = "en") -> Any:
        """A command about the ledger."""
        return self.call(*words, "--ledger", self.ledger, lang=lang)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """The office, with one run on record."""
    return Office(tmp_path, capsys)


def test_a_run_from_recording_to_replay(office: Office) -> None:
    assert office.made.code == exits.FINE
    assert office.made.out.startswith(
        f"the ledger is made: {office.ledger} (sha256)\npublic key (keep it elsewhere): quz"
    )
    assert office.recorded.code == exits.FINE
    assert f"on record in {office.ledger}: run 1\ncheckpoint: 1 records, root " in office.recorded.err

    listed = office.audit("runs", lang="zh")
    header, row = listed.out.splitlines()
    assert [cell.strip() for cell in header.split("\t")] == [
        "运行",
        "记录时间",
        "评价日",
        "方案",
        "结论",
        "记录人",
        "说明",
    ]
    cells = [cell.strip() for cell in row.split("\t")]
    assert (cells[0], *cells[2:]) == ("1", "2018-12-31", "small", "3", "王科长", "季度检查")

    shown = json.loads(office.audit("runs", "show", "1", "--format", "json").out)
    assert (shown["recorded_by"], shown["plans"][0]["statuses"]) == ("王科长", {"compliant": 1, "unknown": 2})
    assert "unknown 2" in office.audit("runs", "show", "1").out
    assert "jurisdiction: the policy's own\n" in office.audit("runs", "show", "1").out

    found = office.audit("verdicts", "--run", "1", "--rule", "urban-share")
    assert [line.split("\t")[2].strip() for line in found.out.splitlines()] == ["subject", "330802", "330803"]
    assert [line.split("\t")[5].strip() for line in found.out.splitlines()] == ["required", *["at least 1/2"] * 2]
    assert found.err == "verdicts 1–2 of 2\n"
    page = office.audit("verdicts", "--run", "1", "--page", "2", "--page-size", "2", "--format", "json")
    assert [(each["rule"], each["status"]) for each in json.loads(page.out)] == [("records-kept", "unknown")]
    assert office.audit("verdicts", "--run", "1", "--status", "waived").out == "There are no such verdicts.\n"
    county = office.audit("verdicts", "--run", "1", "--county", "330803", "--format", "json")
    assert [each["subject"] for each in json.loads(county.out)] == ["330803"]

    why = office.audit("why", "--run", "1", "urban-share", "330803")
    told = office.call("why", office.policy, "urban-share", "330803", "--facts", office.facts, "--as-of", "2018-12-31")
    assert (why.code, why.out) == (exits.FINE, told.out)
    assert office.audit("why", "--run", "1", "small", "urban-share", "330803").out == why.out

    replayed = office.audit("replay", "1")
    assert (replayed.code, replayed.out) == (exits.FINE, "All 3 verdicts come out as they were recorded.\n")
    verified = office.audit("ledger", "verify")
    assert (verified.code, verified.err) == (exits.FINE, "")
    assert verified.out.startswith("The ledger is sound: 1 records, 1 checkpoints, ")


def test_changes_between_two_runs(office: Office) -> None:
    community = office.facts / "community.csv"
    community.write_text(community.read_text("utf-8").replace("c5,五,s2,\n", "c5,五,s2,urban\n"), "utf-8")
    office.record()
    found = office.audit("changes", "1", "2")
    said, _, line, total = found.out.splitlines()
    assert said == "small: the runs differ in facts."
    assert [cell.strip() for cell in line.split("\t")] == [
        *("small", "urban-share", "330803", "unknown (compliant/pending)", "compliant", "facts"),
        "community c5 kind: empty → urban",
    ]
    assert total == "1 verdicts differ."
    told = json.loads(office.audit("changes", "1", "2", "--format", "json").out)
    (flip,) = told["verdicts"]
    assert told["consequences"] == []
    assert flip["rows"] == [{"entity": "community", "id": "c5", "field": "kind", "was": None, "now": "urban"}]
    assert office.audit("changes", "2", "2", lang="zh").out == "small：两次运行的输入相同。\n结论没有变化。\n"


def test_a_held_checkpoint(office: Office) -> None:
    held, printed = office.folder / "held.txt", office.audit("ledger", "checkpoint")
    assert office.audit("ledger", "checkpoint", "--out", held).code == exits.FINE
    assert held.read_text("utf-8") == printed.out
    assert printed.out.startswith("quzhou/1\n1\n")
    office.record()
    assert office.audit("ledger", "verify", "--checkpoint", held).code == exits.FINE
    with sqlite3.connect(office.ledger / "ledger.sqlite") as connection:
        for name in ("entries_no_delete", "checkpoints_no_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM entries")
        connection.execute("DELETE FROM checkpoints")
    connection.close()
    cut = office.audit("ledger", "verify", "--checkpoint", held)
    assert cut.code == exits.FINDINGS
    assert "has 1 records, the ledger only 0: it has been cut short" in cut.out


def test_a_checkpoint_with_proof_for_who_holds_an_earlier_one(office: Office) -> None:
    held, since = office.folder / "held.txt", office.folder / "since.txt"
    key = office.made.out.split("(keep it elsewhere): ")[1].strip()
    office.audit("ledger", "checkpoint", "--out", held)
    office.record()
    assert office.audit("ledger", "checkpoint", "--since", held, "--out", since).code == exits.FINE
    known = office.call("verify", since, "--checkpoint", held, "--key", key)
    assert (known.code, known.out) == (
        exits.FINE,
        "The ledger quzhou/1 has 2 records; the first 1 are those of the checkpoint that you hold.\n",
    )
    told = office.call("verify", since, "--checkpoint", held, "--key", key, "--format", "json")
    assert json.loads(told.out) == {"holds": True, "origin": "quzhou/1", "earlier": 1, "later": 2}
    bare = office.call("verify", held, "--checkpoint", held, "--key", key)
    assert bare.code == exits.FINDINGS
    assert "it is no checkpoint with a proof of consistency" in bare.err
    told = office.call("verify", held, "--checkpoint", held, "--key", key, "--format", "json")
    assert (told.code, json.loads(told.out)["holds"]) == (exits.FINDINGS, False)
    unknown = office.call("verify", since, "--checkpoint", held, lang="zh")
    assert (unknown.code, "请用 `--key` 给出签发单位的公钥" in unknown.err) == (exits.USAGE, True)


def test_a_changed_file_is_named(office: Office) -> None:
    for path in (office.ledger / "archive").rglob("*"):
        if path.is_file() and path.read_bytes().startswith(b"policy: small"):
            path.write_bytes(path.read_bytes().replace(b"50%", b"90%"))
    found = office.audit("ledger", "verify", lang="zh")
    assert found.code == exits.FINDINGS
    assert "记录 1：方案 small：" in found.out
    assert office.audit("replay", "1").code == exits.REFUSED


def test_an_archive_file_that_nobody_names_is_noted(office: Office) -> None:
    (office.ledger / "archive" / "incoming" / "half").write_bytes(b"half")
    found = office.audit("ledger", "verify")
    assert found.code == exits.FINE
    assert "has 1 files of no record" in found.err
    assert "incoming/half" in found.err


def test_the_national_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = call(capsys, "ledger", "init", tmp_path / "audit", "--hash", "sm3", lang="zh")
    assert "（sm3）" in made.out
    assert call(capsys, "ledger", "verify", "--ledger", tmp_path / "audit").code == exits.FINE
    assert call(capsys, "ledger", "init", tmp_path / "other", "--hash", "md5").code == exits.USAGE


def test_without_the_private_key_a_run_is_recorded_unsigned(office: Office) -> None:
    (office.ledger / "secrets" / "signing.pem").unlink()
    assert "private key is not here" in office.record().err
    verified = office.audit("ledger", "verify")
    assert (verified.code, "The last 1 records are not signed" in verified.err) == (exits.FINE, True)
    assert office.audit("ledger", "checkpoint").code == exits.REFUSED


def test_whoever_forgets_must_say_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.audit("ledger", "forget", "1")
    assert (found.code, found.out) == (exits.USAGE, "")
    assert "`--yes` destroys without asking." in found.err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("policyengine.interfaces.cli.ledger.agreed", lambda _question: False)
    found = office.audit("ledger", "forget", "1")
    assert (found.code, found.out, found.err) == (exits.FINDINGS, "", "The key is not destroyed.\n")


def test_nothing_personal_is_there_to_forget(office: Office) -> None:
    assert office.audit("ledger", "forget", "1", "--yes").out.startswith("The run has no sealed personal data")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("runs", "show", "7"), exits.USAGE, "the ledger has no run `7`"),
        (("verdicts", "--run", "1", "--rule", "urban-shore"), exits.USAGE, "Did you mean `urban-share`?"),
        (("verdicts", "--run", "1", "--status", "fine"), exits.USAGE, "there is no status `fine`"),
        (("verdicts", "--run", "1", "--status", "waived,unknown"), exits.USAGE, "name one status"),
        (("verdicts", "--run", "1", "--in", "national"), exits.USAGE, "KIND:ID"),
        (("verdicts", "--run", "1", "--in", "planet:1"), exits.USAGE, "no `planet`"),
        (("verdicts", "--run", "1", "--in", "city:1", "--county", "2"), exits.USAGE, "not both"),
        (("verdicts", "--run", "0"), exits.USAGE, "`--run` is 1 or more, not `0`"),
        (("why", "--run", "1", "urban-share"), exits.USAGE, "name a rule and a subject"),
        (("why", "--run", "1", "urban-share", "330803", "--facts", "x"), exits.USAGE, "those on record"),
        (("why", "--run", "1", "urban-share", "330803", "--refusals", "x.csv"), exits.USAGE, "those on record"),
        (("why", "--run", "1", "other", "urban-share", "330803"), exits.USAGE, "no policy `other`"),
        (("why", "urban-share", "330803"), exits.USAGE, "a policy file, a rule and a subject"),
        (("why", "small.yaml", "urban-share", "330803"), exits.USAGE, "`--facts` is missing"),
        (("ledger", "verify", "--checkpoint", "absent.txt"), exits.REFUSED, "cannot read `absent.txt`"),
    ],
)
def test_wrong_calls(office: Office, words: tuple[str, ...], code: int, said: str) -> None:
    found = office.audit(*words)
    assert (found.code, found.out) == (code, "")
    assert said in found.err


def test_where_there_is_no_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, facts = write_small(tmp_path)
    found = call(capsys, "evaluate", policy, "--facts", facts, "--record", tmp_path / "none")
    assert (found.code, found.out) == (exits.REFUSED, "")
    assert "`policyengine ledger init` makes one." in found.err
    assert call(capsys, "runs", "--ledger", tmp_path / "none").code == exits.REFUSED
    assert "`--ledger`" in call(capsys, "runs").err
    assert "--archive" in call(capsys, "runs", "--ledger", "postgresql://nowhere/x").err


@pytest.mark.parametrize("remark", ["--recorded-by", "--note", "--sources"])
def test_remarks_on_what_is_not_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str], remark: str) -> None:
    policy, facts = write_small(tmp_path)
    found = call(capsys, "evaluate", policy, "--facts", facts, remark, "x")
    assert found == Called(
        exits.USAGE,
        "",
        "`--recorded-by`, `--note` and `--sources` go with `--record` alone\nName the ledger by `--record`.\n",
    )


def test_a_ledger_is_not_made_twice(office: Office) -> None:
    again = office.call("ledger", "init", office.ledger)
    assert (again.code, again.out) == (exits.REFUSED, "")
    assert office.audit("ledger", "verify").code == exits.FINE


def test_without_the_extra_it_is_said_what_to_install(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "policyengine.audit.recall":
            raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")
        return known(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    found = office.audit("runs")
    assert found.code == exits.REFUSED
    assert found.err == '`sqlalchemy` is not installed.\npip install "policyengine-rules[audit]"\n'


def test_help_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("runs", "show"), ("ledger", "init"), ("ledger", "verify"), ("ledger", "forget")):
        helped = call(capsys, *words, "--help", lang="zh")
        assert (helped.code, " | " in helped.out) == (exits.FINE, False)
