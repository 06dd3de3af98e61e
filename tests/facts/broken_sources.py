"""For every reason why facts are refused, a source that is refused for it: what to write into a folder, or tables.

A dict of bytes is a folder, in which a path stands for a link to it; any other dict goes to `read_facts` as it is.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import xlsxwriter

Files = Mapping[str, bytes]


def organizations(**columns: list[object]) -> dict[str, object]:
    rows = max(len(values) for values in columns.values())
    return {"organization": {"id": [f"o{row}" for row in range(1, rows + 1)], **columns}}


def csv(text: str, name: str = "organization.csv") -> Files:
    return {name: text.encode()}


def manifest(text: str, **files: bytes) -> Files:
    return {"facts.yaml": text.encode(), "organization.csv": b"id,name\no1,a\n", **files}


def workbook(**sheets: list[list[object]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
    return data.getvalue()


def sheet(**columns: list[object]) -> Files:
    """A workbook of organizations, with a header for each column."""
    rows = max(len(values) for values in columns.values())
    ids = [f"o{row}" for row in range(1, rows + 1)]
    return {"台账.xlsx": workbook(社会组织=[["编号", *columns], *map(list, zip(ids, *columns.values(), strict=True))])}


def formulas(results: list[str | None]) -> bytes:
    """A workbook with a formula for each number of staff, some of which failed or were not computed."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        page = book.add_worksheet("社会组织")
        page.write_row(0, 0, ["编号", "工作人员"])
        for row, result in enumerate(results, 1):
            page.write(row, 0, f"o{row}")
            page.write_formula(row, 1, "=1+2", None, "" if result is None else result)
    if None not in results:
        return data.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(data) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b' t="str"><f>1+2</f><v></v>', b"><f>1+2</f>"))
    return changed.getvalue()


def workbook_from_1904() -> bytes:
    """Days in a workbook that counts them from 1904: as a date, as a number, as a text."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "date_1904": True}) as book:
        page = book.add_worksheet("社会组织")
        page.write_row(0, 0, ["编号", "成立日期"])
        page.write_row(1, 0, ["o1", 43229])
        page.write_row(2, 0, ["o2", "2018年5月9日"])
        page.write(3, 0, "o3")
        page.write_datetime(3, 1, datetime(2018, 5, 9), book.add_format({"num_format": "yyyy-mm-dd"}))
    return data.getvalue()


def merged_workbook() -> bytes:
    """Merged cells that belong to several rows or columns, of which it is not clear how."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        page = book.add_worksheet("社会组织")
        page.write_row(0, 0, ["编号", "名称", "工作人员", "类别", "慈善组织"])
        for row in range(1, 7):
            page.write_row(row, 0, [f"o{row}", f"组织{row}"])
        page.merge_range(1, 2, 2, 2, 12)
        page.merge_range(3, 1, 4, 1, "两个组织")
        page.merge_range(5, 3, 5, 4, "城市")
        page.merge_range(6, 3, 6, 4, "")
        page = book.add_worksheet("县")
        page.merge_range(0, 0, 0, 1, "编号")
        page.write_row(1, 0, ["k1", "甲县"])
    return data.getvalue()


def locked_workbook() -> bytes:
    """What a workbook with a password looks like from outside: a compound file with a stream `EncryptedPackage`."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        links = struct.pack("<III", free, free, child)
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBB", len(text), kind, 1)
            + links
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", free) * 108
    table = struct.pack("<III", fat, end, end) + struct.pack("<I", free) * 125
    folder = entry("Root Entry", 5, 1, end, 0) + entry("EncryptedPackage", 2, free, 2, 8) + bytes(256)
    return header + table + folder + bytes(512)


def parquet(**columns: list[object]) -> bytes:
    data = io.BytesIO()
    pl.DataFrame(columns).write_parquet(data)
    return data.getvalue()


PLACES: dict[str, object] = {
    "city": {"id": ["c1", "c2"]},
    "county": {"id": ["k1", "k2", "k3"], "city": ["c1", "c1", "c2"]},
    "street": {"id": ["s1", "s2", "s3"], "county": ["k1", "k2", None]},
    "authority": {"id": ["a1"], "county": ["k3"]},
}
RECORD = {"policy": ["p"] * 3, "rule": ["r", "", "不详"], "subject_kind": ["city"] * 3, "subject_id": ["c1"] * 3}

SOURCES: dict[str, Callable[[], Mapping[str, object]]] = {
    "not-boolean": lambda: organizations(
        charity=["yes", "maybe", 2, True], uscc__unknown=["x", None, None, None], uscc=[None] * 4
    ),
    "not-integer": lambda: organizations(staff=["3", "3.0", "3.5", "1,000", "١", 10**20]),
    "not-decimal": lambda: organizations(assets=["1.5", "1.50", "1.505", "1e2", ".5", Decimal("0.001")]),
    "not-date": lambda: organizations(
        established_on=["2018-05-09", "2018-02-30", "2018/5/9", "2018年5月9日", "20180509"]
    ),
    "not-choice": lambda: organizations(kind=["urban", "城市", "town", "农村(村)", "suburban", "城 市"]),
    "wrong-code": lambda: organizations(uscc=["91110000600037341L", "91110000600037341l", "123"]),
    "wrong-check-digit": lambda: organizations(uscc=["91110000600037341L", "91110000600037341M"]),
    "below-minimum": lambda: organizations(
        staff=[0, -1], assets=["-0.5", "-0.51"], established_on=["1949-10-01", "1949-09-30"]
    ),
    "above-maximum": lambda: organizations(staff=[1000, 1001]),
    "empty-id": lambda: {"organization": {"id": ["o1", "", " ", "不详"], "name": ["a", "b", "c", "d"]}},
    "duplicate-id": lambda: {"organization": {"id": ["o1", "o2", " o1"]}},
    "empty-required": lambda: {"work_record": RECORD},
    "ends-before-start": lambda: organizations(
        established_on=[date(2018, 1, 1)] * 3, dissolved_on=[date(2018, 1, 1), date(2017, 12, 31), None]
    ),
    "dangling-reference": lambda: {**PLACES, **organizations(county=["k1", "k9", None], authority=["a1", None, "a9"])},
    "contradictory-parents": lambda: {
        **PLACES,
        **organizations(county=["k1", "k2", "k3", None], street=["s1", "s1", "s3", "s1"], authority=["a1"] * 4),
    },
    "no-id": lambda: {"organization": {"name": ["a"]}},
    "duplicate-header": lambda: csv("id,name,name\no1,a,b\n"),
    "reserved-header": lambda: {"organization": {"id": ["o1"], "__row": [1]}},
    "two-headers": lambda: csv("id,name,名称\no1,a,b\n"),
    "unsupported-column": lambda: {"organization": pl.DataFrame({"id": ["o1"], "staff": [[1, 2]]})},
    "mapped-column-absent": lambda: manifest("facts: {organization: {columns: {staff: 人数}}}\n"),
    "wrong-encoding": lambda: {"organization.json": '[{"id": "协会"}]'.encode("gb18030")},
    "unknown-encoding": lambda: {
        "city.csv": "id,name\nc1,协会\n".encode()[:-2],
        "county.csv": "\ufeffid,name\nk1,".encode() + "县".encode("gb18030"),
        "street.csv": b"id,name\ns1,\xff\n",
    },
    "locked-file": lambda: {"city.xlsx": locked_workbook()},
    "turned-date": lambda: sheet(成立日期=["03/04/2021", "3-4-2021", "25.12.2021 10:30", "2021-04-03"]),
    "short-year": lambda: sheet(成立日期=["21/3/5", "21.03.05", "21年3月5日"]),
    "other-epoch": lambda: {"台账.xlsx": workbook_from_1904()},
    "no-day": lambda: sheet(成立日期=["2021年3月", "2021.3", "2021-03", "2021年", 2021]),
    "unclear-number": lambda: sheet(
        工作人员=["1,5", "1,00", "12,34", "1 000", "1,000", "1,000,00"],
        资产=["1,5", "1.000,5", "1'000", "1，5", "", ""],
    ),
    "unclear-tick": lambda: sheet(慈善组织=["有", "无", "x", "○", "V", "√"]),
    "not-optional": lambda: sheet(工作人员=["无", "0"], 类别=["无", "城市"], 名称=["无", "甲"]),
    "placeholder": lambda: sheet(成立日期=["/", "—", ""], 所在街道=["——", "/", ""], 名称=["-", "？", "…"]),
    "lost-digits": lambda: sheet(
        名称=["9.1110000600037E+16", 91110000600037341, "甲"], 统一社会信用代码=["9.11E+17", "", "91110000600037341L"]
    ),
    "failed-formula": lambda: {
        "台账.xlsx": formulas(["#DIV/0!", "#N/A", None, "3"]),
        "city.csv": b"id,name\nc1,#REF!\n",
    },
    "unclear-merge": lambda: {"台账.xlsx": merged_workbook()},
    "no-header": lambda: {"organization.csv": b""},
    "ragged-line": lambda: csv('id,name,staff\no1,a\no2,"b\nc",1\n\no3,a,b,c\n'),
    "broken-file": lambda: {
        "organization.csv": b'id,name\no1,"a"b\n',
        "city.parquet": b"PAR1 is not enough",
        "county.json": b'[{"id": 1},',
        "street.xlsx": b"PK\x03\x04",
    },
    "unreadable-file": lambda: {"city.csv": Path("nowhere"), "county.json": Path("nowhere")},
    "different-parts": lambda: {
        "organization/1.parquet": parquet(id=["o1"], staff=[1]),
        "organization/2.parquet": parquet(id=["o2"], staff=["1"]),
        "organization/3.parquet": parquet(id=["o3"]),
    },
    "two-files": lambda: {"organization.csv": b"id\no1\n", "社会组织.json": b'[{"id": "o1"}]'},
    "file-outside": lambda: manifest("facts: {organization: {file: ../organization.csv}, city: {file: /etc/hosts}}\n"),
    "file-absent": lambda: manifest("facts: {organization: {file: organizations.csv}}\n"),
    "sheet-absent": lambda: manifest(
        "facts: {city: {file: 台账.xlsx, table: 城市}}\n", **{"台账.xlsx": workbook(市=[["id"], ["c1"]])}
    ),
    "unknown-format": lambda: manifest("facts: {city: {file: city.ods}}\n", **{"city.ods": b""}),
    "unknown-field": lambda: manifest("facts: {organization: {columns: {stuff: 人数}}}\n"),
    "unknown-table": lambda: {"organisation": {"id": ["o1"]}, 7: []},
    "unusable-table": lambda: {"organization": "o1", "city": 7, "county": [["k1"]], "street": {"id": "s1"}},
    "not-a-cell": lambda: {"organization": [{"id": "o1", "name": {"zh": "协会"}}, {"id": "o2"}, {"id": b"o3"}]},
    "unequal-columns": lambda: {"organization": {"id": ["o1", "o2"], "name": ["a"]}},
}
