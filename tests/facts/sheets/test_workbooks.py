"""Numbers of workbooks, workbooks of other programs, and files that are none."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.facts.sheets.workbooks import number_text
from tests.facts.registry import VOCABULARY


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (0.05, "0.05"),
        (0.07, "0.07"),
        (0.1 + 0.2, "0.3"),
        (1.1 * 3, "3.3"),
        (1e-7, "0.0000001"),
        (1 / 3, "0.3333333333333333"),
        (123456789012345.0, "123456789012345"),
        (12345678901234.56, "12345678901234.56"),
        (123456789012345678.0, "1.23456789012346E+17"),
        (1e15, "1.00000000000000E+15"),
        (-1e22, "-1.00000000000000E+22"),
    ],
)
def test_numbers_are_what_the_spreadsheet_shows_in_full(number: float, text: str) -> None:
    assert number_text(number) == text


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 14))
def test_numbers_of_up_to_fifteen_digits_are_exact(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    assert Decimal(number_text(float(number))) == number


def test_old_workbooks_are_read_and_their_blind_spot_is_told(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("社会组织")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    share = xlwt.easyxf(num_format_str="0%")
    for column, (header, value, style) in enumerate(
        [("编号", "o1", None), ("资产", 0.05, share), ("成立日期", date(2018, 5, 9), day), ("慈善组织", "√", None)]
    ):
        sheet.write(0, column, header)
        sheet.write(1, column, value, *([style] if style else []))
    made.save(str(tmp_path / "台账.xls"))
    for source in (tmp_path, tmp_path / "台账.xls"):
        found = read_facts(source, VOCABULARY)
        columns = ("id", "assets", "established_on", "charity")
        assert found.table("organization").frame.select(columns).collect().rows() == [("o1", 5, date(2018, 5, 9), True)]
        assert [note.code for note in found.notes] == ["old-workbook", "taken-for"]


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xls"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "编号\no1\n".encode()])
def test_files_that_are_no_workbooks(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    for source in (tmp_path, tmp_path / name):
        with pytest.raises(FactsError) as caught:
            read_facts(source, VOCABULARY)
        assert [(refusal.file, refusal.code) for refusal in caught.value.refusals] == [(name, "broken-file")]
