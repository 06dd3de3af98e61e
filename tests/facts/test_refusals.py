"""Every reason why facts are refused is seen firing, rendered exactly, in both languages.

To write the expected output anew after a change of words, set `POLICYENGINE_WRITE_EXPECTED=1`, run this module, and
read the differences before committing them.
"""

import os
import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from policyengine.facts.judgements import with_judgements
from policyengine.facts.manifest import ManifestError
from policyengine.facts.messages import MESSAGES
from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sheets.messages import MESSAGES as SHEET_MESSAGES
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.findings import Severity
from policyengine.reading.text import Lang
from tests.facts.broken_sources import SOURCES
from tests.facts.registry import VOCABULARY

FOLDER = Path(__file__).parent.parent / "broken" / "facts"
WRITE = os.environ.get("POLICYENGINE_WRITE_EXPECTED") == "1"


def error_of(code: str, folder: Path) -> FactsError | ManifestError:
    source: Mapping[str, object] | Path = SOURCES[code]()
    if all(isinstance(data, bytes | Path) for data in source.values()):
        for name, data in source.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(data) if isinstance(data, Path) else path.write_bytes(data)
        source = folder
    with pytest.raises((FactsError, ManifestError)) as caught:
        read_facts(source, VOCABULARY)
    return caught.value


def judged() -> FactsError:
    facts = read_facts({"organization": {"id": ["o1", "o2", "o3"], "active": ["是", "大概", ""]}}, VOCABULARY)
    with pytest.raises(FactsError) as caught:
        with_judgements(facts, {("organization", "active")})
    return caught.value


def assert_rendered(name: str, error: PolicyEngineError, lang: Lang) -> None:
    expected = FOLDER / f"{name}.{lang}.txt"
    if WRITE:
        expected.write_text(error.render(lang), encoding="utf-8")
    assert error.render(lang) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", SOURCES)
def test_refusals_are_exactly_those_expected(code: str, lang: Lang, tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    assert_rendered(code, error_of(code, folder), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_determinations_that_are_neither_yes_nor_no(lang: Lang) -> None:
    assert_rendered("not-judged", judged(), lang)


@pytest.mark.parametrize("code", SOURCES)
def test_each_source_is_refused_for_its_reason(code: str, tmp_path: Path) -> None:
    error = error_of(code, tmp_path)
    found = error.refusals if isinstance(error, FactsError) else error.findings
    assert code in {each.code for each in found}


def test_every_reason_has_its_source_and_no_expected_output_is_left_over() -> None:
    known = {**MESSAGES, **SHEET_MESSAGES}
    errors = {code for code, message in known.items() if message.severity is Severity.ERROR}
    assert {*SOURCES, "not-judged"} == errors
    assert {path.name for path in FOLDER.glob("*.txt")} == {
        f"{code}.{lang}.txt" for code in errors for lang in ("zh", "en")
    }


def test_a_refusal_names_file_row_column_and_value() -> None:
    (refusal,) = judged().refusals
    message = MESSAGES["not-judged"]
    assert refusal == Refusal.of(message, "organization", 2, "active", "大概")
    assert (refusal.file, refusal.row, refusal.column, refusal.value) == ("organization", 2, "active", "大概")


def test_every_row_is_listed() -> None:
    with pytest.raises(FactsError) as caught:
        read_facts({"city": {"id": [""] * 1000}}, VOCABULARY)
    assert [refusal.row for refusal in caught.value.refusals] == list(range(1, 1001))
    assert caught.value.render("zh").count("\n  第 ") == 1000


def test_errors_survive_pickling() -> None:
    error = judged()
    assert pickle.loads(pickle.dumps(error)).refusals == error.refusals  # noqa: S301 - made one line above
