"""The case file as a Word document, for offices that go on writing in it."""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from PIL import Image, ImageDraw, ImageFont

from policyengine.audit.dossier.chart import COLOURS, HEIGHT, WIDTH, Dot, Shape, Stroke, Words, chart_of
from policyengine.audit.dossier.compose import row_of
from policyengine.audit.dossier.model import TONES, CaseFile, Section
from policyengine.explain.rows_text import Part

LATIN, CHINESE = "Calibri", "宋体"
GREY = RGBColor(90, 90, 90)
WIDTHS = Cm(2.8), Cm(14.2)
SCALE = 4
"""Pixels of the chart's picture to a point."""


def write_docx(case: CaseFile, path: Path) -> None:
    """Write the case file."""
    document = Document()
    _prepare(document, case)
    _say(document.add_paragraph(), case.title, colour=GREY)
    document.add_heading(case.heading, level=1)
    _say(document.add_paragraph(), case.subtitle, colour=GREY)
    status = document.add_paragraph().add_run(case.status_words)
    status.bold, status.font.size = True, Pt(14)
    status.font.color.rgb = RGBColor.from_string(TONES[case.status].lstrip("#").upper())
    _sections(document, (*case.parts, case.rulings))
    document.add_heading(case.history_title, level=2)
    _chart(document, case)
    _rows(document, (case.headers, *(row_of(point, case.lang) for point in case.history)))
    document.add_heading(case.provenance[0], level=2)
    for line in case.provenance[1]:
        if isinstance(line, str):
            _say(document.add_paragraph(), line, size=8.5)
    _say(document.add_paragraph(), case.footer, size=8.5, colour=GREY)
    document.save(str(path))


def _prepare(document: DocumentType, case: CaseFile) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = f"{case.title} · {case.heading}", "", ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.9)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = LATIN
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)


def _sections(document: DocumentType, sections: tuple[Section, ...]) -> None:
    """One table: labels on the left, their lines on the right."""
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    for label, lines in sections:
        left, right = table.add_row().cells
        left.width, right.width = WIDTHS
        _say(left.paragraphs[0], label, colour=GREY)
        first = right.paragraphs[0]
        for line in lines:
            _line(right, line, first)
            first = None
        if len(right.paragraphs) > 1 and not right.paragraphs[0].text:
            right._element.remove(right.paragraphs[0]._element)


def _line(cell: _Cell, line: Part, first: Paragraph | None) -> None:
    if not isinstance(line, str):
        for row in line:
            words = "　".join(part for part in row if part)
            paragraph = cell.add_paragraph()
            paragraph.paragraph_format.left_indent = Pt(10)
            _say(paragraph, words, size=9)
        return
    text = line.lstrip(" ")
    paragraph = first or cell.add_paragraph()
    paragraph.paragraph_format.left_indent = Pt((len(line) - len(text)) * 5)
    _say(paragraph, text)


def _rows(document: DocumentType, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for n, row in enumerate(rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _say(cell.paragraphs[0], words, size=9, colour=GREY if n == 0 else None)


def _say(paragraph: Paragraph, words: str, *, size: float | None = None, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(words)
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


# --- the chart --------------------------------------------------------------------------------------------------------


def _chart(document: DocumentType, case: CaseFile) -> None:
    shapes = chart_of(case)
    if not shapes:
        return
    legend = document.add_paragraph()
    for ink, mark, words in (("value", "●", case.value_words), ("target", "—", case.target_words)):
        _say(legend, mark, size=9, colour=RGBColor(*COLOURS[ink]))  # type: ignore[index]  # both are inks
        _say(legend, f" {words}　", size=9, colour=GREY)
    document.add_picture(_picture(shapes), width=Cm(15))


def _picture(shapes: tuple[Shape, ...]) -> BytesIO:
    """The chart as PNG: its only words are numbers and days, for which any font will do."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=9 * SCALE)
    for shape in shapes:
        colour = COLOURS[shape.ink]
        match shape:
            case Stroke(x1=x1, y1=y1, x2=x2, y2=y2, width=width):
                ends = (x1 * SCALE, y1 * SCALE, x2 * SCALE, y2 * SCALE)
                draw.line(ends, fill=colour, width=round(width * SCALE))
            case Dot(x=x, y=y, radius=radius):
                draw.ellipse([(c + side * radius) * SCALE for side in (-1, 1) for c in (x, y)], fill=colour)
            case Words(x=x, y=y, text=text, at=at):
                anchor = {"start": "ls", "middle": "ms", "end": "rs"}[at]
                draw.text((x * SCALE, y * SCALE), text, fill=colour, font=font, anchor=anchor)
    made = BytesIO()
    image.save(made, "PNG")
    made.seek(0)
    return made
