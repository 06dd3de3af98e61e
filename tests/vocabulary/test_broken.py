"""Every finding of this layer is seen in a broken vocabulary, rendered exactly, in both languages."""

import os
from pathlib import Path

import pytest

from policyengine.reading.errors import PolicyError
from policyengine.reading.text import Lang
from policyengine.vocabulary.load import load_vocabulary
from policyengine.vocabulary.messages import MESSAGES

FOLDER = Path(__file__).parent.parent / "broken" / "vocabulary"
BROKEN = sorted(path.stem for path in FOLDER.glob("*.yaml"))
WRITE = os.environ.get("POLICYENGINE_WRITE_EXPECTED") == "1"
CITY = "vocabulary: first\nentities:\n  city: {plural: cities}\n"


@pytest.fixture
def error_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What reading a broken file raises; `entity_twice` is read after another file that has a city."""
    monkeypatch.chdir(tmp_path)

    def read(name: str) -> PolicyError:
        files = [f"{name}.yaml"]
        Path(files[0]).write_bytes((FOLDER / files[0]).read_bytes())
        if name == "entity_twice":
            Path("first.yaml").write_text(CITY, encoding="utf-8")
            files.insert(0, "first.yaml")
        with pytest.raises(PolicyError) as caught:
            load_vocabulary(files)
        return caught.value

    return read


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", BROKEN)
def test_findings_are_exactly_those_expected(name: str, lang: Lang, error_of) -> None:
    expected = FOLDER / f"{name}.{lang}.txt"
    output = error_of(name).render(lang)
    if WRITE:
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BROKEN)
def test_every_message_is_seen_in_the_file_of_its_name(name: str, error_of) -> None:
    assert name.replace("_", "-") in {finding.code for finding in error_of(name).findings}


def test_every_message_has_its_file() -> None:
    assert {name.replace("_", "-") for name in BROKEN} == set(MESSAGES)
