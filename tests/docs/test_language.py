"""What the language's document says of case files: its example comes out as written, and it tells every key."""

import re
from pathlib import Path

from policyengine.authoring.cases import keys
from policyengine.authoring.cases.prepare import prepare
from policyengine.authoring.cases.read import read_suite
from policyengine.authoring.cases.run import run
from policyengine.reading.keys import KeyTable
from tests.interfaces.calling import QUZHOU, ROOT

DOCUMENT = ROOT / "docs" / "language.md"


def section() -> str:
    found = re.search(r"^## \d+\. Case files\n(.*?)(?=^## |\Z)", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def rows(table: KeyTable) -> list[str]:
    """The keys of a table, as rows of the document."""
    return [
        f"| `{name}`{'*' if key.required else ''} | {key.meaning.zh} | {key.meaning.en} |"
        for name, key in table.items()
    ]


def test_the_example_comes_out_as_written(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", section(), re.MULTILINE | re.DOTALL)
    path = tmp_path / "example.cases.yaml"
    path.write_text(example.replace("cases: quzhou_2018", f"cases: {QUZHOU}"), "utf-8")
    results = run(prepare(read_suite(path)))
    assert [result.passed for result in results] == [True] * 6


def test_every_key_stands_there_with_its_meaning() -> None:
    told = [line for line in section().splitlines() if line.startswith("| `")]
    everywhere = {name: key for name, key in keys.GROUP.items() if name != "tests"}
    of_files = {name: key for name, key in keys.FILE.items() if name not in everywhere}
    of_cases = {name: key for name, key in keys.CASE.items() if name not in everywhere}
    tables = (of_files, everywhere, of_cases, keys.EXPECT, keys.SURVIVOR)
    assert told == [row for table in tables for row in rows(table)]
    assert f"`{keys.REPEAT}: n`" in section()
    assert f"`{keys.NO_VERDICT}`" in section()
