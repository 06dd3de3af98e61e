"""The guide to editing: its settings, tried on the language server that editors use, and its commands."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policyengine.interfaces.cli import exits
from tests.docs.language_server import FOLDER, LanguageServer, installed
from tests.interfaces.calling import ROOT, call

GUIDE = ROOT / "docs" / "editing.md"
POLICIES = sorted((ROOT / "policies").glob("*.yaml"))

POLICY = """\
policy: small
title: 小方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
rules:
  urban-share:
    title: 城市社区过半
    actor: 市民政局
    modality: must
    subject: county
    measure: {ratio: communities, satisfying: {kind: urban}}
    require: {at_least: 50%}
    cite: {section: 一, quote: 过半}
"""


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [re.sub("^   ", "", block, flags=re.MULTILINE) for block in found]


def settings() -> dict[str, Any]:
    (block,) = blocks("json")
    said: dict[str, Any] = json.loads(block)
    return said


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the guide makes it."""
    monkeypatch.chdir(tmp_path)
    for name in ("schemas", "policies"):
        (tmp_path / name).mkdir()
    for line in blocks("sh")[0].splitlines():
        assert call(capsys, *shlex.split(line)[1:]).code == exits.FINE
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[LanguageServer]:
    program = installed()
    if program is None:
        pytest.skip(f"yaml-language-server is not installed: make language-server, or {FOLDER}")
    with LanguageServer(program, folder, settings()) as running:
        yield running


def test_every_schema_that_is_written_is_assigned_to_files(folder: Path) -> None:
    named = [Path(schema).name for schema in settings()["yaml.schemas"]]
    assert sorted(named) == sorted(file.name for file in (folder / "schemas").iterdir())


@pytest.mark.parametrize("line", [True, False], ids=["by-the-first-line", "by-the-settings"])
def test_keys_are_completed_and_explained_in_chinese(folder: Path, server: LanguageServer, line: bool) -> None:
    (first,) = blocks("yaml")
    path = folder / ("policies" if not line else "schemas") / "small.yaml"
    text = (first if line else "# as the settings say\n") + POLICY + "    \n"
    path.write_text(text, "utf-8")
    assert server.open(path) == []
    lines = text.splitlines()
    completed = server.completions(path, len(lines) - 1, 4)
    assert completed == {
        "when": "适用条件",
        "evidence": "以工作台账记录为证",
        "due": "期限：日期、相对日期、`year_end` 或 `standing`（随时）",
        "reading": "对原文的理解",
        "readings": "对原文的其他理解",
    }
    place = lines.index("    modality: must")
    assert set(server.completions(path, place, 14)) == {"must", "should"}
    assert "`must`（应当）或 `should`（鼓励）" in server.hover(path, place, 6)
    assert "不少于（含本数）" in server.hover(path, lines.index("    require: {at_least: 50%}"), 16)


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("    actor: 市民政局", "    acter: 市民政局", (8, 4), ("acter", "不被允许")),
        ("must", "may", (9, 14), ('"must", "should"', "值无效")),
    ],
    ids=["an-unknown-key", "no-choice"],
)
def test_what_is_wrong_is_marked_in_chinese(  # noqa: PLR0917 - the folder and the server are fixtures
    folder: Path, server: LanguageServer, before: str, after: str, place: tuple[int, int], words: tuple[str, ...]
) -> None:
    path = folder / "policies" / "wrong.yaml"
    path.write_text(POLICY.replace(before, after), "utf-8")
    (found,) = server.open(path)
    assert found["range"]["start"] == {"line": place[0], "character": place[1]}
    assert all(word in found["message"] for word in words), found["message"]


def test_the_plans_are_free_of_marks(folder: Path, server: LanguageServer) -> None:
    for plan in POLICIES:
        path = folder / "policies" / plan.name
        path.write_bytes(plan.read_bytes())
        assert server.open(path) == [], plan.name
