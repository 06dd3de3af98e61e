"""Failed formulas are found however a program writes its XML, and wherever a piece of it ends."""

import zipfile
from pathlib import Path

import pytest

from policyengine.facts.sheets import formulas
from policyengine.facts.sheets.formulas import UNCOMPUTED, counts_from_1904, failed_formulas

CELLS = (
    '<c r="A1" t="s"><v>0</v></c><c r="B1" s="3"/><c r="C1" s="1"><f>SUM(A1)</f><v>7</v></c>'
    '<c r="D1" t="str"><f>"#N/A"</f><v>#N/A</v></c><c r="E1" t="e"><v>#REF!</v></c>'
    "<c t='e' s='2' r='AA10'><f>1/0</f><v>#DIV/0!</v></c>"
    '<c r="B11"><f>1+2</f></c><c r="C11"><f t="shared" si="0"/><v></v></c><c r="D11"><f>A1</f><v/></c>'
    '<c r="E11"><f>A1</f><v>0</v></c><c r="F11" t="inlineStr"><is><t>"e"</t></is></c>'
)
FOUND = {0: {4: "#REF!"}, 9: {26: "#DIV/0!"}, 10: {1: UNCOMPUTED, 2: UNCOMPUTED, 3: UNCOMPUTED}}


def book(
    path: Path, cells: str, *, prefix: str = "", target: str = "worksheets/sheet7.xml", settings: str = ""
) -> Path:
    if prefix:
        cells = cells.replace("</", f"</{prefix}").replace("<", f"<{prefix}").replace(f"<{prefix}/", "</")
    with zipfile.ZipFile(path, "w") as made:
        sheets = f'<{prefix}sheet name="表&amp;一" sheetId="1" r:id="rId3"/><{prefix}sheet name="二" r:id="rId4"/>'
        made.writestr("xl/workbook.xml", f"<{prefix}workbook>{settings}{sheets}</{prefix}workbook>")
        made.writestr("xl/_rels/workbook.xml.rels", f'<Relationship Id="rId3" Target="{target}" Type="t"/>')
        made.writestr("xl/worksheets/sheet7.xml", f"<{prefix}sheetData>{cells}</{prefix}sheetData>")
    return path


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 20])
@pytest.mark.parametrize("target", ["worksheets/sheet7.xml", "/xl/worksheets/sheet7.xml"])
def test_errors_and_formulas_without_a_value(
    prefix: str, chunk: int, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formulas, "CHUNK", chunk)
    path = book(tmp_path / "x.xlsx", CELLS, prefix=prefix, target=target)
    assert failed_formulas(path, "表&一") == FOUND


def test_other_sheets_and_other_files_have_none(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", CELLS)
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as made:
        made.writestr("content.xml", CELLS)
    assert [failed_formulas(path, "二"), failed_formulas(path, "三")] == [{}, {}]
    assert [failed_formulas(tmp_path / name, "表&一") for name in ("x.xls", "x.ods")] == [{}, {}]
    assert [counts_from_1904(tmp_path / name) for name in ("x.xls", "x.ods", "x.xlsx")] == [False] * 3


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ('<workbookPr date1904="1"/>', True),
        ("<workbookPr date1904='true'/>", True),
        ('<workbookPr date1904="0"/>', False),
    ],
)
def test_workbooks_that_count_from_1904(settings: str, found: bool, tmp_path: Path) -> None:
    assert counts_from_1904(book(tmp_path / "x.xlsx", CELLS, settings=settings)) is found
