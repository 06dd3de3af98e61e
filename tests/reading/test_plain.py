"""Which texts need no quotes: YAML reads them as they are written, wherever they stand."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policyengine.reading.plain import is_plain, reads_as_text
from policyengine.reading.yaml_tree import read_tree


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_plain_texts_are_read_back(text: str) -> None:
    if is_plain(text, flow=False):
        tree = read_tree(f"a: {text}\n{text}: b\n".encode())
        assert (tree.findings, list(tree.root.entries), tree.root.entries["a"].value.text) == ((), ["a", text], text)
    if is_plain(text):
        tree = read_tree(f"[{{a: {text}, {text}: b}}, {text}]\n".encode())
        mapping, word = tree.root.items
        assert (tree.findings, list(mapping.entries), word.text) == ((), ["a", text], text)


@pytest.mark.parametrize("text", ["a, b", "{a", "a]"])
def test_outside_of_braces_more_is_plain(text: str) -> None:
    assert (is_plain(text), is_plain(text, flow=False)) == (False, not text.startswith("{"))


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "08",
        "330800",
        "1.5",
        "1e3",
        "0o7",
        "0x1F",
        "yes",
        "No",
        "on",
        "null",
        "~",
        "2018-05-09",
        "1:30",
        ".inf",
        "true",
    ],
)
def test_what_programs_would_guess_at_is_no_text(text: str) -> None:
    assert not reads_as_text(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8))
def test_what_reads_as_text_is_one(text: str) -> None:
    if reads_as_text(text) and is_plain(text):
        assert yaml.safe_load(f"- {text}\n") == [text]
