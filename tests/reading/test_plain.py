"""Which texts need no quotes: YAML reads them as they are written, wherever they stand."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from policyengine.reading.plain import is_plain, quoted, reads_as_text
from policyengine.reading.yaml_tree import read_tree

KEY = "thirteen-long"
"""No text that is drawn."""


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_plain_texts_are_read_back(text: str) -> None:
    if is_plain(text, flow=False):
        tree = read_tree(f"{KEY}: {text}\n{text}: b\n".encode())
        assert (tree.findings, list(tree.root.entries), tree.root.entries[KEY].value.text) == ((), [KEY, text], text)
    if is_plain(text):
        tree = read_tree(f"[{{{KEY}: {text}, {text}: b}}, {text}]\n".encode())
        mapping, word = tree.root.items
        assert (tree.findings, list(mapping.entries), word.text) == ((), [KEY, text], text)


@given(st.text(st.characters(codec="utf-8"), max_size=12))
@example('一\x85二\u2028三\u2029四\x7f五\ufeff\n\t"\\')
def test_quoted_texts_are_read_back(text: str) -> None:
    words = quoted(text)
    tree = read_tree(f"{KEY}: {words}\n{words}: b\n".encode())
    assert (tree.findings, tree.root.entries[KEY].value.text, yaml.safe_load(words)) == ((), text, text)
    assert list(tree.root.entries) == [KEY, text]


@pytest.mark.parametrize("text", ["0\x850", "0\u20280", "0\u20290", "0\x7f0"])
def test_what_ends_a_line_is_not_plain(text: str) -> None:
    assert not is_plain(text)
    assert not is_plain(text, flow=False)


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
