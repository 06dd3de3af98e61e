"""Trees with places: what scalars keep and what hostile files may not do, alike with both parsers of PyYAML."""

import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest
import yaml

from policyengine.reading import compose
from policyengine.reading.nodes import MappingNode, ScalarNode, SequenceNode
from policyengine.reading.place import Place
from policyengine.reading.source import MOST_BYTES
from policyengine.reading.yaml_tree import Tree, read_tree


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "LOADER", getattr(yaml, request.param))


def tree_of(text: str) -> Tree:
    return read_tree(text.encode(), "t.yaml")


def codes(tree: Tree) -> list[str]:
    return [finding.code for finding in tree.findings]


def scalar_at(tree: Tree, key: str) -> ScalarNode:
    assert isinstance(tree.root, MappingNode)
    node = tree.root.entries[key].value
    assert isinstance(node, ScalarNode)
    return node


@pytest.mark.parametrize(
    "text",
    ["no", "on", "010", "1:30", "330800", "2018-05-09", "0x1F", "1e3", "~", "null", ".inf", "5%", "2/3", "=", "<<"],
)
def test_a_scalar_is_its_own_text(text: str) -> None:
    plain, quoted = scalar_at(tree_of(f"a: {text}"), "a"), scalar_at(tree_of(f"a: '{text}'"), "a")
    assert (plain.text, plain.quoted) == (text, False)
    assert (quoted.text, quoted.quoted) == (text, True)


def test_every_key_and_value_has_its_place() -> None:
    tree = tree_of("\u6807\u9898: \u65b9\u6848\nrules:\n  one: {due: [a, bc]}\n  two:\n    - x\n")
    assert tree.place(("\u6807\u9898",)) == Place("t.yaml", 1, 5, 2)
    assert tree.place(("\u6807\u9898",), key=True) == Place("t.yaml", 1, 1, 2)
    assert tree.place(("rules", "one")) == Place("t.yaml", 3, 8, 14)
    assert tree.place(("rules", "one"), key=True) == Place("t.yaml", 3, 3, 3)
    assert tree.place(("rules", "one", "due", 1)) == Place("t.yaml", 3, 18, 2)
    assert tree.place(("rules", "two", 0)) == Place("t.yaml", 5, 7, 1)


def test_a_path_past_the_tree_ends_at_its_deepest_part() -> None:
    tree = tree_of("a: {b: [c]}")
    assert tree.place(("a", "b", 7, "x")) == tree.place(("a", "b"))
    assert tree.place(("z",)) == Place("t.yaml", 1, 1, 11)


def test_a_block_scalar_is_quoted_and_keeps_its_lines() -> None:
    node = scalar_at(tree_of("a: |\n  one\n  two\nb: 1\n"), "a")
    assert (node.text, node.quoted, node.place) == ("one\ntwo\n", True, Place("t.yaml", 1, 4, 1))


def test_characters_beyond_the_basic_plane_are_one_column() -> None:
    assert tree_of('{\U0001f600: a, "b": c}').place(("b",)) == Place("t.yaml", 1, 13, 1)


def test_unusual_line_breaks_are_counted_as_the_parser_counts_them() -> None:
    tree = tree_of("a: '\u2028 x'\r\nb: '\x85 y'\nc: z\n")
    assert tree.place(("c",)) == Place("t.yaml", 5, 4, 1)
    assert tree.source is not None
    assert tree.source.lines[4] == "c: z"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    tree = read_tree(b"\xef\xbb\xbfa: 1\n", "t.yaml")
    assert (tree.place(("a",), key=True), tree.findings) == (Place("t.yaml", 1, 1, 1), ())


def test_an_alias_is_what_its_anchor_holds() -> None:
    tree = tree_of("a: &x [1, 2]\nb: *x\n")
    assert isinstance(tree.root, MappingNode)
    node = tree.root.entries["b"].value
    assert isinstance(node, SequenceNode)
    assert [item.text for item in node.items if isinstance(item, ScalarNode)] == ["1", "2"]
    assert tree.findings == ()


def test_the_first_of_two_equal_keys_counts() -> None:
    tree = tree_of("a: 1\na: 2\n")
    assert scalar_at(tree, "a").text == "1"
    assert codes(tree) == ["duplicate-key"]


def test_an_empty_value_before_a_comma_is_no_cut_text() -> None:
    assert codes(tree_of("a: {b: , c: 1}")) == []
    assert codes(tree_of("a: {b, c: 1}")) == ["cut-by-comma"]


def test_the_digest_is_of_the_bytes() -> None:
    data = b"\xef\xbb\xbfa: 1\r\n"
    assert read_tree(data).sha256 == hashlib.sha256(data).hexdigest()
    assert read_tree(Path("absent")).sha256 == ""


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "aliases-expand"),
        ("[" * 200_000, "too-deep"),
        ("{a: " * 200_000, "too-deep"),
        ("- " * 200_000, "too-deep"),
        ("a: &a [*a]", "alias-cycle"),
        ("a: !!python/object/apply:os.system [ls]", "foreign-tag"),
        ("a: *nothing", "unknown-alias"),
        ("a: 1\n---\nb: 2\n", "several-documents"),
    ],
    ids=["bomb", "deep lists", "deep mappings", "deep blocks", "cycle", "tag", "alias", "documents"],
)
def test_hostile_files_are_refused_in_bounded_memory(text: str, code: str) -> None:
    tracemalloc.start()
    tree = tree_of(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(tree) == [code]
    assert peak < 64 * 1024 * 1024


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 * MOST_BYTES)
    tracemalloc.start()
    tree = read_tree(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(tree) == ["file-too-large"]
    assert peak < MOST_BYTES


def test_what_is_no_readable_file_is_said_to_be_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert codes(read_tree(tmp_path)) == ["is-a-directory"]
    assert codes(read_tree(tmp_path / "pipe")) == ["not-a-regular-file"]
    assert codes(read_tree(tmp_path / "absent")) == ["no-such-file"]
    assert codes(read_tree(tmp_path / "absent" / "deeper")) == ["no-such-file"]
    assert codes(read_tree("null\0byte")) == ["unreadable"]


@pytest.mark.parametrize(
    ("data", "place", "guess"),
    [
        ("a: 1\n\u6807\u9898: \u65b9\u6848\n".encode("gb18030"), Place("t.yaml", 2, 1), "GB18030"),
        ("a: 1\n".encode("utf-16"), Place("t.yaml", 1, 1), "UTF-16"),
        (b"a: \xc3\x28\xff\xff\n", Place("t.yaml", 1, 4), "ANOTHER"),
    ],
)
def test_other_encodings_are_guessed(data: bytes, place: Place, guess: str) -> None:
    (finding,) = read_tree(data, "t.yaml").findings
    assert (finding.code, finding.place) == ("not-utf8", place)
    assert guess in finding.message.en
