"""The case file as PDF, with the font embedded as far as it is used, so that it reads the same anywhere."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import TTFFont

from policyengine.audit.dossier.chart import COLOURS, HEIGHT, Dot, Shape, Stroke, Words, chart_of
from policyengine.audit.dossier.compose import row_of
from policyengine.audit.dossier.fonts import chinese_font
from policyengine.audit.dossier.model import TONES, CaseFile, Section
from policyengine.explain.rows_text import Part

FONT = "text"
MARGIN = 16.0
LABEL_WIDTH = 30.0
LINE = 5.4
SIZE, SMALL, LARGE = 10.0, 8.5, 15.0
POINT = 25.4 / 72
GREY = (90, 90, 90)
BLACK = (30, 30, 30)
WHITE = (255, 255, 255)
CLOSING = "，。、；：！？）》」』】”’％"
OPENING = "（《「『【“‘"
UNBROKEN = re.compile(rf"[{OPENING}]*(?:[^\s\u2e80-\uffef{OPENING}{CLOSING}]+|[\u2e80-\uffef]|\s|.)[{CLOSING}]*\s*")
"""What is not broken: a Chinese character, or a word of others, with the punctuation that belongs to it."""

INDENT = 1.6
"""A leading space, in millimetres."""


class _Page(FPDF):
    """A4 with the page's number below."""

    def __init__(self, case: CaseFile) -> None:
        super().__init__(format="A4")
        self._case = case

    def footer(self) -> None:
        """The case's subtitle and the page's number."""
        self.set_y(-12)
        self.set_font(FONT, size=8)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")


def write_pdf(case: CaseFile, path: Path, font: Path | None = None) -> None:
    """Write the case file. Raises `NoFontError` without a font that has Chinese characters."""
    found = chinese_font(font)
    page = _Page(case)
    page.set_margins(MARGIN, MARGIN)
    page.set_auto_page_break(auto=True, margin=18)
    page.add_font(FONT, fname=found.path, collection_font_number=found.number)
    page.set_title(f"{case.title} · {case.heading}")
    page.set_lang("zh-CN" if case.lang == "zh" else "en")
    page.add_page()
    _head(page, case)
    for section in (*case.parts, case.rulings):
        _section(page, section)
    _title(page, case.history_title)
    _chart(page, case)
    _table(page, (case.headers, *(row_of(point, case.lang) for point in case.history)), 0, heading=True)
    _title(page, case.provenance[0])
    for line in case.provenance[1]:
        _line(page, line, MARGIN, size=SMALL)
    page.ln(3)
    _text(page, case.footer, MARGIN, size=SMALL, colour=GREY)
    page.output(str(path))
    used = page.fonts[FONT]
    if isinstance(used, TTFFont):
        used.ttfont.close()


def _head(page: FPDF, case: CaseFile) -> None:
    _text(page, case.title, MARGIN, colour=GREY)
    _text(page, case.heading, MARGIN, size=LARGE, height=8)
    _text(page, case.subtitle, MARGIN, colour=GREY)
    page.ln(1.5)
    tone = TONES[case.status].lstrip("#")
    page.set_fill_color(*(int(tone[n : n + 2], 16) for n in (0, 2, 4)))
    page.set_text_color(*WHITE)
    page.set_font(FONT, size=SIZE + 1)
    page.cell(page.get_string_width(case.status_words) + 8, 7.5, case.status_words, align="C", fill=True)
    page.set_fill_color(*WHITE)
    page.ln(9)
    page.set_draw_color(40, 40, 40)
    page.line(MARGIN, page.get_y(), page.w - MARGIN, page.get_y())
    page.ln(2)


def _title(page: FPDF, words: str) -> None:
    page.ln(4)
    _text(page, words, MARGIN, size=SIZE + 1.5, height=7)


def _section(page: FPDF, section: Section) -> None:
    """The label on the left, the lines beside it, and a rule below."""
    label, lines = section
    if page.will_page_break(2 * LINE):
        page.add_page()
    top, number = page.get_y(), page.page_no()
    page.set_text_color(*GREY)
    page.set_font(FONT, size=SIZE)
    page.set_xy(MARGIN, top)
    page.multi_cell(LABEL_WIDTH - 3, LINE, label, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    below = page.get_y() if page.page_no() == number else top
    page.set_xy(MARGIN, top)
    for line in lines:
        _line(page, line, MARGIN + LABEL_WIDTH)
    if page.page_no() == number:
        page.set_y(max(below, page.get_y()))
    page.set_draw_color(215, 215, 215)
    page.line(MARGIN, page.get_y() + 0.8, page.w - MARGIN, page.get_y() + 0.8)
    page.ln(2)


def _line(page: FPDF, line: Part, left: float, size: float = SIZE) -> None:
    if not isinstance(line, str):
        _table(page, line, left - MARGIN, heading=False)
        return
    text = line.lstrip(" ")
    _text(page, text, left + INDENT * (len(line) - len(text)), size=size)


def _text(
    page: FPDF,
    text: str,
    left: float,
    *,
    size: float = SIZE,
    colour: tuple[int, int, int] = BLACK,
    height: float | None = None,
) -> None:
    page.set_font(FONT, size=size)
    page.set_text_color(*colour)
    tall = height or LINE * size / SIZE
    for line in _wrapped(page, text, page.w - MARGIN - left):
        page.set_x(left)
        page.cell(0, tall, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _wrapped(page: FPDF, text: str, room: float) -> Iterator[str]:
    """The text in lines: Chinese breaks after any character but before closing punctuation, other words are kept."""
    line, wide = "", 0.0
    for word in UNBROKEN.findall(text):
        width = page.get_string_width(word)
        if line and wide + page.get_string_width(word.rstrip()) > room:
            yield line.rstrip()
            line, wide = "", 0.0
        while width > room:  # a digest, say: broken where the line ends
            cut = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or page.get_string_width(word[:n]) <= room))
            yield word[:cut]
            word, width = word[cut:], page.get_string_width(word[cut:])  # noqa: PLW2901 - what is left of it
        line, wide = line + word, wide + width
    yield line.rstrip()


def fitted(wide: Sequence[float], room: float) -> list[float]:
    """Widths that fit into the room: the widest columns give way first, so that short cells, ids say, stay whole."""
    found = dict.fromkeys(range(len(wide)), 0.0)
    left = room
    for done, n in enumerate(sorted(found, key=lambda n: wide[n])):
        found[n] = min(wide[n], left / (len(wide) - done))
        left -= found[n]
    return list(found.values())


def _table(page: FPDF, rows: Sequence[tuple[str, ...]], indent: float, *, heading: bool) -> None:
    """Columns as wide as what they hold, as far as there is room; empty ones vanish."""
    shown = [n for n in range(len(rows[0])) if any(row[n] for row in rows)] if rows else []
    if not shown:
        return
    page.set_font(FONT, size=SMALL)
    page.set_text_color(*BLACK)
    page.set_draw_color(225, 225, 225)
    room = page.w - 2 * MARGIN - indent - 2
    wide = [max(page.get_string_width(row[n]) for row in rows) + 4 for n in shown]
    widths = fitted(wide, room)
    page.set_left_margin(MARGIN + indent)
    page.set_x(MARGIN + indent)
    with page.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=tuple(widths),
        width=sum(widths),
        align="L",
        text_align="L",
        line_height=4.6,
        first_row_as_headings=False,
        padding=0.4,
    ) as table:
        for n, cells in enumerate(rows):
            row = table.row()
            page.set_text_color(*(GREY if heading and n == 0 else BLACK))
            for cell in shown:
                row.cell(cells[cell])
    page.set_left_margin(MARGIN)
    page.ln(1)


# --- the chart --------------------------------------------------------------------------------------------------------


def _chart(page: FPDF, case: CaseFile) -> None:
    shapes = chart_of(case)
    if not shapes:
        return
    tall = HEIGHT * POINT * 0.98
    if page.will_page_break(tall + LINE):
        page.add_page()
    page.set_font(FONT, size=SMALL)
    page.set_x(MARGIN)
    for ink, mark, words in (("value", "●", case.value_words), ("target", "—", case.target_words)):
        page.set_text_color(*COLOURS[ink])  # type: ignore[index]  # both are inks
        page.cell(page.get_string_width(mark) + 1.5, LINE, mark)
        page.set_text_color(*GREY)
        page.cell(page.get_string_width(words) + 6, LINE, words)
    page.ln(LINE)
    top = page.get_y()
    for shape in shapes:
        _draw(page, shape, MARGIN, top)
    page.set_y(top + tall)
    page.set_line_width(0.2)


def _draw(page: FPDF, shape: Shape, left: float, top: float) -> None:
    colour = COLOURS[shape.ink]
    match shape:
        case Stroke(x1=x1, y1=y1, x2=x2, y2=y2, width=width):
            page.set_draw_color(*colour)
            page.set_line_width(width * POINT)
            page.line(left + x1 * POINT, top + y1 * POINT, left + x2 * POINT, top + y2 * POINT)
        case Dot(x=x, y=y, radius=radius):
            page.set_fill_color(*colour)
            page.circle(x=left + x * POINT, y=top + y * POINT, radius=radius * POINT, style="F")
            page.set_fill_color(*WHITE)
        case Words(x=x, y=y, text=text, at=at):
            page.set_font(FONT, size=7)
            page.set_text_color(*colour)
            page.text(left + x * POINT - _before(page, text, at), top + y * POINT, text)


def _before(page: FPDF, text: str, at: Literal["start", "middle", "end"]) -> float:
    """How much of the text stands before its point."""
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[at]
    return page.get_string_width(text) * share
