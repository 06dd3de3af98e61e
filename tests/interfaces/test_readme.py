"""What the README shows is what the program does.

To write the commands' output anew after a change, set `POLICYENGINE_WRITE_EXPECTED=1`, run this module, and read the
differences before committing them.
"""

import os
import re
import shlex
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

import policyengine as pe
from policyengine.interfaces.cli.main import COMMANDS
from policyengine.plan.ready import vocabulary_of
from tests.interfaces.calling import ROOT, call

README = ROOT / "README.md"
WRITE = os.environ.get("POLICYENGINE_WRITE_EXPECTED") == "1"
PROMPT = "$ policyengine "
AS_OF = date(2019, 1, 31)


def blocks(kind: str) -> list[str]:
    """The contents of the README's fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def run_anew(block: str, capsys: pytest.CaptureFixture[str]) -> str:
    """A console block with what its commands print now."""
    lines = []
    for line in block.splitlines():
        if line.startswith(PROMPT):
            *arguments, option, lang = shlex.split(line.removeprefix(PROMPT))
            assert option == "--lang"
            called = call(capsys, *arguments, lang="zh" if lang == "zh" else "en")
            assert called.err == ""
            lines.append(f"{line}\n{called.out}")
    return "\n".join(lines)


def test_commands_print_what_the_readme_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    shown = blocks("console")
    found = [run_anew(block, capsys) for block in shown]
    if WRITE:
        text = README.read_text("utf-8")
        for before, after in zip(shown, found, strict=True):
            text = text.replace(f"```console\n{before}", f"```console\n{after}")
        README.write_text(text, "utf-8")
    assert blocks("console") == found


def test_the_rule_is_that_of_the_example() -> None:
    policy = (ROOT / "examples" / "inspections" / "policy.yaml").read_text("utf-8")
    assert blocks("yaml")[0] in policy


def test_a_database_is_mapped_as_shown(tmp_path: Path) -> None:
    _, mapping = blocks("yaml")
    file = tmp_path / "mapping.yaml"
    file.write_text(mapping, "utf-8")
    example = ROOT / "examples" / "inspections"
    policy = pe.load_policy(example / "policy.yaml")
    with duckdb.connect() as connection:
        for entity, said in yaml.safe_load(mapping)["facts"].items():
            known = vocabulary_of(policy).entities[entity]
            rows = connection.read_csv(str(example / "facts" / f"{known.label.zh}.csv"), all_varchar=True)
            renamed = {known.fields[field].label.zh: header for field, header in said["columns"].items()}
            renamed["id"] = said["columns"]["id"]
            columns = ", ".join(f'"{name}" AS "{renamed.get(name, name)}"' for name in rows.columns)
            rows.project(columns).create(said["table"])
        facts = pe.read_facts(connection, mapping=file)
        there = pe.evaluate(policy, facts, as_of=AS_OF)
    here = pe.evaluate(policy, pe.read_facts(example / "facts"), as_of=AS_OF)
    assert there.summary().equals(here.summary())


def test_the_library_is_used_as_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102  # the README is ours
    assert "amount='1' conditions=()" in capsys.readouterr().out


def test_every_command_is_in_the_table() -> None:
    listed = re.findall(r"^\| `([a-z]+)\b", README.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_targets_of_make_exist() -> None:
    made = re.findall(r"\bmake ([a-z]+)\b", "".join(blocks("sh")))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert [target for target in made if f"\n{target}:" not in makefile] == []
