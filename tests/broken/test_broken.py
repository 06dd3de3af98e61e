"""Broken files and the exact findings that are reported for them, in both languages.

To write the expected output anew after a change of words, set `POLICYENGINE_WRITE_EXPECTED=1`, run this module, and
read the differences before committing them.
"""

import os
from pathlib import Path

import pytest

from policyengine.language import messages as language_messages
from policyengine.language.load import read_policy
from policyengine.language.waivers import read_waivers
from policyengine.reading import compose
from policyengine.reading import messages as reading_messages
from policyengine.reading.findings import Finding, Message
from policyengine.reading.render import render_text
from policyengine.reading.source import MOST_BYTES
from policyengine.reading.text import Lang

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.yaml"))
WRITE = os.environ.get("POLICYENGINE_WRITE_EXPECTED") == "1"
CATALOGUE: dict[str, Message] = {**reading_messages.MESSAGES, **language_messages.MESSAGES}


def findings_of(path: Path) -> tuple[Finding, ...]:
    data = path.read_bytes()
    if path.name.endswith(".waivers.yaml"):
        return read_waivers(data, path.name)[1]
    return read_policy(data, path.name)[2]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_are_exactly_those_expected(path: Path, lang: Lang) -> None:
    expected = path.with_name(f"{path.name.removesuffix('.yaml')}.{lang}.txt")
    output = render_text(findings_of(path), lang)
    if WRITE:
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")


def test_no_expected_output_is_left_over() -> None:
    expected = {f"{path.name.removesuffix('.yaml')}.{lang}.txt" for path in FILES for lang in ("zh", "en")}
    assert {path.name for path in FOLDER.glob("*.txt")} == expected


def test_no_broken_file_is_accepted() -> None:
    assert [path.name for path in FILES if not findings_of(path)] == []


def unreadable_files(folder: Path) -> list[Path]:
    """Files whose fault is not in their text, or whose text is too long to keep."""
    large, long, pipe = folder / "large.yaml", folder / "long.yaml", folder / "pipe.yaml"
    large.write_bytes(b" " * (MOST_BYTES + 1))
    long.write_text("[" + "a," * compose.MOST_NODES + "]", encoding="utf-8")
    os.mkfifo(pipe)
    return [large, long, pipe, folder, folder / "absent.yaml", folder / ("x" * 300)]


def test_every_code_is_seen_firing(tmp_path: Path) -> None:
    seen = {finding.code for path in FILES for finding in findings_of(path)}
    seen |= {finding.code for path in unreadable_files(tmp_path) for finding in read_policy(path)[2]}
    assert seen == set(CATALOGUE)


def test_no_code_stands_for_two_messages() -> None:
    assert len(CATALOGUE) == len(reading_messages.MESSAGES) + len(language_messages.MESSAGES)
