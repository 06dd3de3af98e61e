"""The workbook itself: one sheet an entity, a sheet of explanations before them, and one of choices behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from policyengine.authoring.template import words
from policyengine.authoring.template.examples import example_of
from policyengine.authoring.template.needed import Column, Sheet
from policyengine.facts.sheets.spelling import NONE, UNKNOWN
from policyengine.reading.render import display_width
from policyengine.reading.text import Lang, Text
from policyengine.vocabulary.models import Field, FieldType, Vocabulary

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

UNFIT = set("[]:*?/\\'")
LONGEST_NAME = 31
FIRST, LAST = 1, 1_048_575
"""The rows below the headers."""
REFERABLE = 20_000
"""So many rows of another sheet are offered to choose from."""
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
NARROWEST, WIDEST = 10, 32
FONT = "Microsoft YaHei"
WIDTHS = (20, 32, 44, 48, 16, 18, 90)
"""Of the columns of explanations, in half-width characters."""
LINE = 13.5
"""The height of a line of text, in points."""
AS_TEXT = frozenset((FieldType.TEXT, FieldType.CODE, FieldType.REFERENCE))


@dataclass(frozen=True, slots=True)
class _Making:
    book: "Workbook"
    names: Mapping[str, str]
    labels: Mapping[str, str]
    lang: Lang
    formats: dict[tuple[str, str], "Format"]

    def format(self, role: str, number: str = "General") -> "Format":
        """A cell's looks, by what it is for and how numbers show."""
        if (role, number) not in self.formats:
            looks = {"font_name": FONT, "font_size": 10, "num_format": number, "valign": "top", **_LOOKS[role]}
            self.formats[role, number] = self.book.add_format(looks)
        return self.formats[role, number]


_LOOKS: Mapping[str, dict[str, object]] = {
    "cell": {},
    "header": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "key": {"bold": True, "bg_color": "#F8D7A8", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "example": {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"},
    "words": {"text_wrap": True},
    "title": {"bold": True, "font_size": 14},
}


def sheet_names(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What the sheet of each entity is called: its Chinese label, where a spreadsheet allows it."""
    names: dict[str, str] = {}
    for sheet in sheets:
        label = sheet.entity.label.zh
        taken = {*names.values(), words.EXPLANATIONS, words.CHOICES}
        unfit = UNFIT & set(label) or len(label) > LONGEST_NAME or label in taken
        names[sheet.entity.name] = sheet.entity.plural[:LONGEST_NAME] if unfit else label
    return names


def write_workbook(path: Path, sheets: Sequence[Sheet], vocabulary: Vocabulary, title: Text, lang: Lang) -> None:
    """Write the blank workbook. Nothing in it is a formula but the references of its lists."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only spreadsheets need it

    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        names = sheet_names(sheets)
        labels = {name: entity.label.zh for name, entity in vocabulary.entities.items()}
        making = _Making(book, names, labels | names, lang, {})
        explanations = book.add_worksheet(words.EXPLANATIONS)
        pages = {sheet.entity.name: book.add_worksheet(making.names[sheet.entity.name]) for sheet in sheets}
        lists = _write_choices(making, book.add_worksheet(words.CHOICES), sheets)
        _explain(making, explanations, sheets, title)
        for sheet in sheets:
            _write_sheet(making, pages[sheet.entity.name], sheet, lists)
        pages[sheets[0].entity.name].activate()


def _write_sheet(making: _Making, page: "Worksheet", sheet: Sheet, lists: Mapping[tuple[str, str], str]) -> None:
    _set_up(page)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_row(0, 32)
    for number, column in enumerate(sheet.columns):
        header, field = words.header_of(column), column.field
        shape = _number_format(field)
        page.set_column(number, number, _width(header), making.format("cell", shape))
        page.write_string(0, number, header, making.format("key" if column.name == "id" else "header"))
        example, looks = example_of(column, leads=number == 0), making.format("example", shape)
        if isinstance(example, date):
            page.write_datetime(1, number, example, looks)
        else:
            page.write(1, number, example, looks)
        rule = _validation(making, sheet.entity.name, column, lists)
        if rule is not None:
            page.data_validation(FIRST, number, LAST, number, rule)


def _set_up(page: "Worksheet") -> None:
    """For printing: A4 across, all columns on one page's width."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _number_format(field: Field | None) -> str:
    if field is None or field.type in AS_TEXT:
        return "@"
    return "yyyy-mm-dd" if field.type is FieldType.DATE else "General"


def _width(header: str) -> float:
    return min(max(NARROWEST, 2 * len(header) + 2), WIDEST)


def _validation(
    making: _Making, entity: str, column: Column, lists: Mapping[tuple[str, str], str]
) -> dict[str, object] | None:
    """What a spreadsheet offers and warns of; words such as 不详 can always be entered."""
    field = column.field
    hint = words.filling(column, making.labels).within(making.lang)
    rule: dict[str, object] = {
        "input_title": words.header_of(column)[:32],
        "input_message": hint if len(hint) <= 255 else hint[:254] + "…",
        "error_type": "warning",
    }
    kind = FieldType.BOOLEAN if field is None else field.type
    if kind is FieldType.BOOLEAN:
        return rule | {"validate": "list", "source": ["是", "否", UNKNOWN], "error_type": "stop"}
    if field is None:
        return None
    if kind is FieldType.ENUM:
        return rule | {"validate": "list", "source": lists[entity, field.name], "error_type": "stop"}
    if name := making.names.get(field.reference or ""):
        return rule | {"validate": "list", "source": f"='{name}'!$A$3:$A${REFERABLE}", "error_type": "information"}
    if kind is FieldType.DATE:
        bounds = [_bound(field.minimum, EARLIEST), _bound(field.maximum, LATEST)]
        return rule | {"validate": "date", "criteria": "between", "minimum": bounds[0], "maximum": bounds[1]}
    if kind in {FieldType.INTEGER, FieldType.DECIMAL}:
        largest = 10**15 - 1
        bounds = [_bound(field.minimum, -largest), _bound(field.maximum, largest)]
        whole = "integer" if kind is FieldType.INTEGER else "decimal"
        return rule | {"validate": whole, "criteria": "between", "minimum": bounds[0], "maximum": bounds[1]}
    return rule | {"validate": "any"}


def _bound(bound: Fraction | date | None, otherwise: float | date) -> float | date:
    """A bound as a spreadsheet has it."""
    if bound is None:
        return otherwise
    if isinstance(bound, date):
        return bound
    return int(bound) if bound.denominator == 1 else float(bound)


def _write_choices(making: _Making, page: "Worksheet", sheets: Sequence[Sheet]) -> dict[tuple[str, str], str]:
    """A column for each choice, and where each stands."""
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - only spreadsheets need it

    page.freeze_panes(1, 0)
    places: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        for field in (each.field for each in sheet.columns if each.field and each.field.type is FieldType.ENUM):
            number = len(places)
            header = f"{making.names[sheet.entity.name]}·{field.label.zh}"
            known = [label.zh for label in field.choices.values()]
            offered = [*known, *([NONE] if field.optional and NONE not in known else []), UNKNOWN]
            page.set_column(number, number, _width(header), making.format("cell", "@"))
            page.write_string(0, number, header, making.format("header"))
            for row, choice in enumerate(offered, 1):
                page.write_string(row, number, choice, making.format("cell", "@"))
            letter = xl_col_to_name(number)
            places[sheet.entity.name, field.name] = f"={words.CHOICES}!${letter}$2:${letter}${len(offered) + 1}"
    return places


def _explain(making: _Making, page: "Worksheet", sheets: Sequence[Sheet], title: Text) -> None:
    """How to fill it in, then every column: what it means, what it may hold, what uses it."""
    lang = making.lang
    _set_up(page)
    page.hide_gridlines(2)
    for number, width in enumerate(WIDTHS):
        page.set_column(number, number, width, making.format("words"))
    page.write_string(0, 0, title.within(lang), making.format("title"))
    for row, line in enumerate(words.HOW_TO, 1):
        page.write_string(row, 0, f"{row}. {line.within(lang)}", making.format("cell"))
    top = len(words.HOW_TO) + 2
    for number, header in enumerate(words.HEADERS):
        page.write_string(top, number, header.within(lang), making.format("header"))
    row = top
    for sheet in sheets:
        for column in sheet.columns:
            row += 1
            personal = words.PERSONAL if column.field is not None and column.field.personal else Text("", "")
            cells = (
                Text(*[making.names[sheet.entity.name]] * 2),
                Text(*[words.header_of(column)] * 2),
                Text(*[f"{sheet.entity.name}.{column.name}"] * 2),
                words.filling(column, making.labels),
                words.emptiness(sheet.entity, column),
                personal,
                words.used_by(column),
            )
            texts = [cell.within(lang) for cell in cells]
            page.set_row(row, LINE * max(map(_lines, texts, WIDTHS)))
            for number, text in enumerate(texts):
                page.write_string(row, number, text, making.format("words"))
    page.autofilter(top, 0, row, len(words.HEADERS) - 1)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(max(1, ceil(display_width(line) / width)) for line in text.split("\n"))
