"""CSV files in each encoding, with lines above and below, and with lines of another length."""

import codecs
from pathlib import Path

import pytest

from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.facts.sheets import csv_files
from policyengine.facts.tables import ROW_COLUMN
from tests.facts.registry import VOCABULARY

TEXT = "编号,名称,工作人员\nc1,衢州市㐀,3\n"
AS_GB18030 = ["不是 UTF-8，按 GB18030（GBK）读取"]


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (TEXT.encode(), []),
        (codecs.BOM_UTF8 + TEXT.encode(), []),
        (TEXT.encode("gb18030"), AS_GB18030),
        (TEXT.replace("㐀", "").encode("gbk"), AS_GB18030),
        (TEXT.replace("\n", "\r\n").encode("gb18030"), AS_GB18030),
    ],
)
def test_encodings(data: bytes, notes: list[str], tmp_path: Path) -> None:
    (tmp_path / "社会组织.csv").write_bytes(data)
    found = read_facts(tmp_path, VOCABULARY)
    assert found.table("organization").frame.select("id", "staff").collect().rows() == [("c1", 3)]
    assert found.table("organization").frame.collect()["name"].item() in {"衢州市㐀", "衢州市"}
    assert [note.message.zh for note in found.notes] == notes


@pytest.mark.parametrize("chunk", [1, 2, 3, 1 << 20])
@pytest.mark.parametrize("text", ["编号\nc1", "id\nc1"])
def test_the_first_byte_that_cannot_be_read_is_named(
    text: str, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_files, "CHUNK", chunk)
    (tmp_path / "市.csv").write_bytes(text.encode() + b"\xff")
    with pytest.raises(FactsError) as caught:
        read_facts(tmp_path, VOCABULARY)
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.message.en.partition("(")[2]) == (
        "unknown-encoding",
        f"byte {len(text.encode())} cannot be read)",
    )
    (tmp_path / "市.csv").write_bytes((text + "市\n").encode("gb18030"))
    assert read_facts(tmp_path, VOCABULARY).table("city").frame.collect()["id"].to_list() == ["c1市"]


def test_lines_above_and_below_may_have_other_lengths(tmp_path: Path) -> None:
    text = "社会组织登记表\n填报单位：民政局,\n编号,名称,工作人员,,\no1,甲,3,,\n合计,,3\n注：完\n\n"
    (tmp_path / "社会组织.csv").write_text(text, "utf-8")
    found = read_facts(tmp_path, VOCABULARY)
    rows = found.table("organization").frame.select(ROW_COLUMN, "id", "name", "staff").collect().rows()
    assert rows == [(4, "o1", "甲", 3)]
    assert [note.code for note in found.notes] == ["title-rows", "total-rows", "footer-rows"]


@pytest.mark.parametrize("line", ["o2,乙", "o2,乙,4,5", "o2,a,b,4"])
def test_facts_of_another_length_than_their_headers_are_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "社会组织.csv").write_text(f"表\n编号,名称,工作人员\no1,甲,3,,\n{line}\n", "utf-8")
    with pytest.raises(FactsError) as caught:
        read_facts(tmp_path, VOCABULARY)
    assert [(each.code, each.row, each.value) for each in caught.value.refusals] == [("ragged-line", 4, line)]
