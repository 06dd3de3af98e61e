"""Calling the command line as users do, in this process or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from policyengine.interfaces.cli.main import run
from policyengine.reading.text import Lang

ROOT = Path(__file__).parents[2]
QUZHOU = ROOT / "policies" / "quzhou_2018.yaml"

SMALL = """\
policy: small
title: 小方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
targets:
  share: {value: 50%}
rules:
  urban-share:
    title: 城市社区过半
    modality: must
    subject: county
    measure: {ratio: communities, satisfying: {kind: urban}}
    require: {at_least: $share}
    cite: {section: 一, quote: 过半}
    readings:
      all-urban: {note: 全部为城市社区, require: {at_least: 100%}}
  records-kept:
    title: 建立台账
    modality: should
    subject: city
    evidence: {items: [台账], document: 工作台账}
    cite: {section: 二, quote: =台账}
"""


@dataclass(frozen=True)
class Called:
    """How a call ended, and what it printed."""

    code: int
    out: str
    err: str


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path, lang: Lang = "en") -> Called:
    """A call in this process; its output is no terminal."""
    capsys.readouterr()
    code = run([*map(str, arguments), *(["--lang", lang] if arguments != ("--help",) else [])], lang)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return Called(code, out, err)


def command(*arguments: str | Path) -> list[str]:
    """The words of a call in a process of its own."""
    return [sys.executable, "-c", "from policyengine.interfaces.cli.main import main; main()", *map(str, arguments)]


def spawn(*arguments: str | Path, environment: dict[str, str] | None = None) -> Called:
    """A call in a process of its own."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )
    return Called(done.returncode, done.stdout, done.stderr)


def write_small(folder: Path, tables: Sequence[str] = ("city", "county", "street", "community")) -> tuple[Path, Path]:
    """A small policy and its facts: 330802 has one urban community of two, 330803 one of three whose kind is open."""
    rows = {
        "city": "id,name,division_code\n330800,衢州市,330800\n",
        "county": "id,name,division_code,city,kind\n330802,柯城区,330802,330800,district\n"
        "330803,衢江区,330803,330800,district\n",
        "street": "id,name,county,kind\ns1,府山,330802,street\ns2,樟潭,330803,street\n",
        "community": "id,name,street,kind\nc1,一,s1,urban\nc2,二,s1,rural\nc3,三,s2,urban\nc4,四,s2,rural\nc5,五,s2,\n",
    }
    facts = folder / "facts"
    facts.mkdir()
    (facts / "facts.yaml").write_text("facts: small\nsnapshot_on: 2018-12-31\n", "utf-8")
    for name in tables:
        (facts / f"{name}.csv").write_text(rows[name], "utf-8")
    policy = folder / "small.yaml"
    policy.write_text(SMALL, "utf-8")
    return policy, facts
