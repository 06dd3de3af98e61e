import hashlib
from pathlib import Path

import pytest

from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.sources.document import Document, read_document
from tests.sources.town import TEXT, document


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in document(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙!丙?丁", ["甲。", "乙!", "丙?", "丁"]),
        ("甲\uff61乙\uff01丙\uff1f", ["甲\uff61", "乙\uff01", "丙\uff1f"]),
        ("甲?!乙", ["甲?!", "乙"]),
        ("要“先种后管。”再补种。", ["要“先种后管。”", "再补种。"]),
        ("甲(乙。)丙", ["甲(乙。)", "丙"]),
        ('甲"乙。"丙', ['甲"乙。"', "丙"]),
        ('甲。"乙"丙', ["甲。", '"乙"丙']),
        ("甲;乙:丙、丁", ["甲;乙:丙、丁"]),
        ("3.5棵,0.5%", ["3.5棵,0.5%"]),
        ("甲\n\n  \u3000\n乙\r\n丙\u2028丁", ["甲", "乙", "丙", "丁"]),
        ("  甲。 \u3000乙 ", ["甲。", "乙"]),
        ("(一)植树。各村都要植树。", ["(一)植树。", "各村都要植树。"]),
        ("", []),
    ],
)
def test_sentences_end_at_a_line_break_or_a_mark(text: str, expected: list[str]):
    assert texts(text) == expected


def test_sections_stand_in_the_order_of_the_text():
    assert document().sections == ("前言", "一", "二", "二、(一)", "二、(二)")


def test_sentences_know_where_they_stand():
    found = document("\ufeff题目\r\n\r\n  一、目标。 植树。\r\n").sentences
    assert [(one.n, one.section, one.text, one.start, one.end, one.place) for one in found] == [
        (1, "前言", "题目", 0, 2, Place("town_2020.txt", 1, 1, 2)),
        (2, "一", "一、目标。", 8, 13, Place("town_2020.txt", 3, 3, 5)),
        (3, "一", "植树。", 14, 17, Place("town_2020.txt", 3, 9, 3)),
    ]


def test_offsets_lead_to_the_text():
    for sentence in document().sentences:
        assert TEXT[sentence.start : sentence.end] == sentence.text


def test_every_character_but_white_space_stands_in_one_sentence():
    assert "".join("".join(texts(TEXT)).split()) == "".join(TEXT.split())


def test_a_file_is_known_by_its_digest(tmp_path: Path):
    file = tmp_path / "town.txt"
    file.write_text(TEXT, "utf-8")
    found = read_document(file)
    assert isinstance(found, Document)
    assert (found.file, found.sha256) == (str(file), hashlib.sha256(TEXT.encode()).hexdigest())


def test_what_cannot_be_read_is_a_finding(tmp_path: Path):
    missing, foreign = read_document(tmp_path / "none.txt"), read_document("植树".encode("gb18030"), "town.txt")
    assert isinstance(missing, Finding)
    assert isinstance(foreign, Finding)
    assert (missing.code, foreign.code) == ("no-such-file", "not-utf8")
