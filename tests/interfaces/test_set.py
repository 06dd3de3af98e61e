"""`policyengine set`: what it shows, asks, writes and returns."""

import io
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import SMALL, call, command, write_small

SHOWN = """\
targets
  ~ share
      value: 50% → 60%
      concerns: `urban-share`
added 0, removed 0, changed 1, renamed 0
"""

BELOW_ZERO = (
    SMALL.replace("value: 50%", "value: -3").replace("at_least: 100%", "at_least: 2").replace("ratio", "count")
).replace("satisfying", "where")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return write_small(tmp_path)[0]


def test_shown_and_written(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "set", policy, "share", "0.6", "--yes")
    undo = f"undo: policyengine set {policy} share 50%"
    assert (called.code, called.out, called.err) == (exits.FINE, SHOWN, f"{policy}: share 50% → 60%\n{undo}\n")
    assert policy.read_text("utf-8") == SMALL.replace("50%", "60%")


@pytest.mark.parametrize("words", [["-5", "--yes"], ["--yes", "-5"]])
def test_a_negative_value_is_no_option(policy: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    policy.write_text(BELOW_ZERO, "utf-8")
    called = call(capsys, "set", policy, "share", *words)
    undo = f"policyengine set {policy} share -3"
    assert (called.code, called.err) == (exits.FINE, f"{policy}: share -3 → -5\nundo: {undo}\n")
    assert policy.read_text("utf-8") == BELOW_ZERO.replace("value: -3", "value: -5")
    assert call(capsys, *undo.split()[1:], "--yes").code == exits.FINE
    assert policy.read_text("utf-8") == BELOW_ZERO


def test_the_way_back_restores_the_form(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "set", policy, "share", "1/3", "--yes")
    undo = f"policyengine set {policy} share 50% --as-written"
    assert called.err.endswith(f"undo: {undo}\n")
    assert call(capsys, *undo.split()[1:], "--yes").code == exits.FINE
    assert policy.read_text("utf-8") == SMALL


def test_nobody_to_ask(policy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    called = call(capsys, "set", policy, "share", "60%", lang="zh")
    assert (called.code, called.err) == (
        exits.USAGE,
        "无法询问是否写入：标准输入不是终端\n确认要写入时，请加上 `--yes`。\n",
    )
    assert "value: 50% → 60%" in called.out
    assert policy.read_text("utf-8") == SMALL


@pytest.mark.parametrize(
    ("answer", "code", "value"),
    [("y", exits.FINE, "60%"), ("是", exits.FINE, "60%"), ("n", exits.FINDINGS, "50%"), ("", exits.FINDINGS, "50%")],
)
def test_asked_at_a_terminal(policy: Path, answer: str, code: int, value: str) -> None:
    ours, theirs = pty.openpty()
    words = command("set", policy, "share", "60%", "--lang", "en")
    with subprocess.Popen(words, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asked:
        os.write(ours, f"{answer}\n".encode())
        out, err = asked.communicate(timeout=60)
    os.close(theirs)
    os.close(ours)
    assert (asked.returncode, out) == (code, SHOWN)
    assert f"Write {policy}? [y/N] " in err
    assert policy.read_text("utf-8") == SMALL.replace("50%", value)


def test_interrupted_at_the_question(policy: Path) -> None:
    ours, theirs = pty.openpty()
    words = command("set", policy, "share", "60%", "--lang", "en")
    with subprocess.Popen(words, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as asked:
        assert asked.stderr is not None
        said = b""
        while not said.endswith(b"[y/N] "):
            said += os.read(asked.stderr.fileno(), 1000)
        asked.send_signal(signal.SIGINT)
        assert asked.wait(timeout=60) == exits.INTERRUPTED
    os.close(theirs)
    os.close(ours)
    assert policy.read_text("utf-8") == SMALL


def test_a_wrong_policy_is_not_written(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "set", policy, "share", "5", "--yes")
    assert (called.code, called.out) == (exits.FINDINGS, "")
    assert "[ratio-out-of-range]" in called.err
    assert called.err.endswith("The policy would be wrong with this; the file stays as it is.\n")
    assert policy.read_text("utf-8") == SMALL


def test_what_is_so_already(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "set", policy, "share", "1/2", "--yes")
    assert (called.code, called.out, called.err) == (
        exits.FINE,
        "",
        "`share` is 50% already; the file stays as it is.\n",
    )


def test_a_name_that_there_is_not(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "set", policy, "shares", "1", "--yes")
    assert (called.code, called.out) == (exits.USAGE, "")
    assert called.err == "`small` has no value `shares` that can be changed\nDid you mean `share`?\n"


def test_a_file_that_may_not_be_written(
    policy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda _path, mode: mode != os.W_OK)
    called = call(capsys, "set", policy, "share", "60%", "--yes")
    assert (called.code, called.err) == (exits.REFUSED, f"cannot write `{policy}`: Permission denied\n")
    assert policy.read_text("utf-8") == SMALL
