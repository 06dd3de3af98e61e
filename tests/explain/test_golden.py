"""Whole explanations, word for word, in both languages.

To write the expected texts anew after a change of words, set `POLICYENGINE_WRITE_EXPECTED=1`, run this module, and
read the differences before committing them.
"""

import os
from pathlib import Path

import pytest

from policyengine.reading.text import Lang
from tests.explain.situations import SITUATIONS

GOLDEN = Path(__file__).with_name("golden")
WRITE = os.environ.get("POLICYENGINE_WRITE_EXPECTED") == "1"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_text_is_exactly_that_expected(name: str, lang: Lang) -> None:
    expected = GOLDEN / f"{name}.{lang}.txt"
    output = SITUATIONS[name]().to_text(lang)
    if WRITE:
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")


def test_no_expected_text_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{name}.{lang}.txt" for name in SITUATIONS for lang in ("zh", "en")
    }
