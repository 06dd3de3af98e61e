"""The law of reading: typed values, written in any accepted spelling, are read back as the same facts."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from policyengine.facts.read import read_facts
from tests.facts.registry import VOCABULARY

HEADERS = ("编号", "类别", "慈善组织", "工作人员", "资产", "成立日期", "注销日期", "所在街道")
FIELDS = ("id", "kind", "charity", "staff", "assets", "established_on", "dissolved_on", "street")
WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)} | {ord("."): 0xFF0E, ord(","): 0xFF0C, ord("-"): 0xFF0D}
EPOCH = date(1899, 12, 30)

Cell = str | float | bool | datetime


def dates(day: date) -> list[Cell]:
    y, m, d = day.year, day.month, day.day
    return [
        f"{y}-{m:02}-{d:02}",
        f"{y}年{m}月{d}日",
        f"{y}年{m:02}月{d:02}号",
        f"{y}.{m}.{d}",
        f"{y}/{m}/{d}",
        f"{y}-{m}-{d}",
        f"{y}{m:02}{d:02}",
        f"{y}/{m:02}/{d:02} 0:00:00",
        str((day - EPOCH).days),
        float((day - EPOCH).days),
        datetime(y, m, d),
    ]


def decimals(scaled: int) -> list[Cell]:
    """Hundredths, as numbers, in groups of thousands, and as percents."""
    sign, whole, places = "-" if scaled < 0 else "", abs(scaled) // 100, f"{abs(scaled) % 100:02}"
    return [
        f"{sign}{whole}.{places}",
        f"{sign}{whole}.{places}0",
        f"{sign}{whole:,}.{places}",
        f"{sign}{abs(scaled)}%",
        f"{sign}{abs(scaled)}.0 %",
        scaled / 100,
    ]


def integers(number: int) -> list[Cell]:
    return [str(number), f"{number:,}", f"{number}.0", float(number)]


BOOLEANS: dict[bool | None, list[Cell]] = {
    True: ["是", "√", "✓", "yes", "TRUE", "1", True, 1.0],
    False: ["否", "×", "✗", "no", "False", "0", False, 0.0],
    None: ["", "不详", "未知", " "],
}
KINDS: dict[str | None, list[Cell]] = {
    "urban": ["城市", "urban", "town", "城 市", "Town"],
    "rural": ["农村(村)", "农村（村）", "rural", " 农村（村） "],
    None: ["", "不详", "\u200b"],
}
NONES: list[Cell] = ["", "无", "\u3000", " 无 "]
UNKNOWNS: list[Cell] = ["不详", "未知", "不详\u200b"]


def dressed(cell: Cell) -> st.SearchStrategy[Cell]:
    """A text with odd spaces and invisible characters around it, and with full-width digits."""
    if not isinstance(cell, str) or not cell.strip():
        return st.just(cell)
    around = st.text("\u200b\ufeff\u3000\xa0 ", max_size=2)
    widths = st.sampled_from([cell, cell.translate(WIDE)])
    return st.builds(lambda before, text, after: before + text + after, around, widths, around)


def written(options: list[Cell]) -> st.SearchStrategy[Cell]:
    return st.sampled_from(options).flatmap(dressed)


def either(known: st.SearchStrategy[tuple[object, list[Cell]]], empty: list[Cell]) -> st.SearchStrategy[object]:
    """A value with a way of writing it, or nothing with one."""
    return st.one_of(known, st.just((None, empty))).flatmap(lambda pair: st.tuples(st.just(pair[0]), written(pair[1])))


DAYS = st.dates(date(1949, 10, 1), date(2100, 12, 31)).map(lambda day: (day, dates(day)))
UNKNOWN = object()
OPTIONAL_DAYS = st.one_of(DAYS, st.just((None, NONES)), st.just((UNKNOWN, UNKNOWNS))).flatmap(
    lambda pair: st.tuples(st.just(pair[0]), written(pair[1]))
)
ROW = st.tuples(
    either(st.sampled_from([(kind, KINDS[kind]) for kind in ("urban", "rural")]), KINDS[None]),
    either(st.sampled_from([(truth, BOOLEANS[truth]) for truth in (True, False)]), BOOLEANS[None]),
    either(st.integers(0, 1000).map(lambda number: (number, integers(number))), ["", "不详"]),
    either(st.integers(-50, 10**12).map(lambda scaled: (scaled, decimals(scaled))), NONES),
    either(DAYS, NONES),
    OPTIONAL_DAYS,
    either(st.sampled_from([("s1", ["s1", "ｓ１"]), ("330800", ["330800", 330800.0])]), NONES),
)


def as_xlsx(path: Path, rows: list[list[Cell]]) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as book:
        sheet = book.add_worksheet("社会组织")
        for number, row in enumerate([list(HEADERS), *rows]):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)


def as_csv(path: Path, rows: list[list[Cell]], encoding: str) -> None:
    text = io.StringIO()
    shown = [[f"{cell:.15g}" if isinstance(cell, float) else cell for cell in row] for row in rows]
    csv.writer(text).writerows([HEADERS, *shown])
    path.write_bytes(text.getvalue().encode(encoding))


@settings(max_examples=50)
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from(["xlsx", "utf-8", "utf-8-sig", "gb18030"]))
def test_typed_values_in_any_accepted_spelling_are_the_same_facts(
    rows: list[tuple[tuple[object, Cell], ...]], form: str
) -> None:
    ended = [row[5][0] for row in rows]
    begun = [row[4][0] for row in rows]
    for number, (start, end) in enumerate(zip(begun, ended, strict=True)):
        if isinstance(start, date) and isinstance(end, date) and end < start:
            rows[number] = (*rows[number][:4], (None, ""), *rows[number][5:])
    cells = [[f"o{number}", *(cell for _, cell in row)] for number, row in enumerate(rows)]
    with TemporaryDirectory() as folder:
        if form == "xlsx":
            as_xlsx(Path(folder, "台账.xlsx"), cells)
        else:
            as_csv(Path(folder, "社会组织.csv"), cells, form)
        table = read_facts(folder, VOCABULARY).table("organization")
        found = table.frame.collect()
    flags = "dissolved_on__unknown"
    unknown = found[flags].to_list() if flags in found.columns else [False] * len(rows)
    values = [[None if value is UNKNOWN else value for value, _ in row] for row in rows]
    expected = pl.DataFrame(
        [[f"o{number}", *row] for number, row in enumerate(values)], schema=found.select(FIELDS).schema, orient="row"
    )
    assert found.select(FIELDS).equals(expected)
    assert unknown == [row[5][0] is UNKNOWN for row in rows]
