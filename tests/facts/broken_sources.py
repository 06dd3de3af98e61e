"""For every reason why facts are refused, a source that is refused for it: what to write into a folder, or tables.

A dict of bytes is a folder, in which a path stands for a link to it; any other dict goes to `read_facts` as it is.
"""

import io
from collections.abc import Callable, Mapping
from datetime import date
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
    "wrong-encoding": lambda: {"organization.csv": "id,name\no1,协会\n".encode("gb18030")},
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
