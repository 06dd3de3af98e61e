"""Terminals and pipes: colours and progress for people, plain text for programs."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import call, command, spawn, write_small

ESCAPE = "\x1b["


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path)


def on_terminal(*arguments: str | Path) -> str:
    """What a person at a terminal of 160 columns sees, standard error included."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "160"}
    environment.pop("NO_COLOR", None)
    running = subprocess.Popen(command(*arguments), stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    seen = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how a terminal that the other side has closed reads
            break
        if not more:
            break
        seen += more
    os.close(ours)
    running.wait(timeout=60)
    return seen.decode("utf-8")


def test_a_terminal_has_colours_and_progress_and_a_pipe_has_neither(small: tuple[Path, Path]) -> None:
    arguments = ["evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--lang", "zh"]
    seen = on_terminal(*arguments)
    assert ESCAPE in seen
    assert "正在评价" in seen
    assert "urban-share" in seen
    piped = spawn(*arguments)
    assert ESCAPE not in piped.out + piped.err
    assert "正在评价" not in piped.out + piped.err
    assert "urban-share" in piped.out


def test_findings_have_colours_on_a_terminal(tmp_path: Path) -> None:
    assert ESCAPE in on_terminal("check", tmp_path / "absent.yaml")
    assert ESCAPE not in spawn("check", tmp_path / "absent.yaml").out


def test_words_of_the_input_are_printed_as_they_are(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Square brackets are no markup, and control characters do not reach the terminal."""
    small[0].write_text(
        small[0].read_text("utf-8").replace("城市社区过半", "甲[red]过半[/red]").replace("小方案", "小[bold]方案"),
        "utf-8",
    )
    assert "小[bold]方案 (small)" in call(capsys, "evaluate", small[0], "--facts", small[1]).out
    assert "[red]过半[/red]" in on_terminal("evaluate", small[0], "--facts", small[1])


def test_a_reader_that_stops_early_causes_no_traceback() -> None:
    running = subprocess.Popen(command("vocabulary"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.read(10)
    running.stdout.close()
    assert "Traceback" not in running.stderr.read()
    running.stderr.close()
    assert running.wait(timeout=60) != exits.FAULT


@pytest.mark.parametrize("failing", [(), ("--fail-on", "noncompliant,unknown")])
def test_files_are_written_though_nobody_reads_on(small: tuple[Path, Path], failing: tuple[str, ...]) -> None:
    written = small[0].with_name("verdicts.json")
    arguments = ["evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--out", written, *failing]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command(*arguments), stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, "Traceback" in done.stderr) == (exits.FINDINGS if failing else exits.FINE, False)
    assert len(json.loads(written.read_text("utf-8"))) == 3
