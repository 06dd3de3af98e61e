"""The case file as a page in the look of reports, whole in itself, on screen and on paper."""

from collections.abc import Sequence

from policyengine.audit.dossier.chart import COLOURS, HEIGHT, WIDTH, Dot, Ink, Shape, Stroke, Words, chart_of
from policyengine.audit.dossier.compose import row_of
from policyengine.audit.dossier.model import CaseFile, Section
from policyengine.explain.layout import filled
from policyengine.explain.rows_text import Part
from policyengine.reading.html import Html, joined, page, tag
from policyengine.reading.style import page_style

STYLE = """\
body { max-width: 56rem; }
svg { max-width: 100%; height: auto; }
footer { margin-top: 2rem; color: var(--dim); font-size: .9rem; }
@page { size: A4 portrait; margin: 16mm 14mm; }
@media print { dd { break-inside: auto; } h2 { margin-top: 1.2rem; } }
"""
"""What a case file has of its own, beyond the look of reports."""


def html_of(case: CaseFile) -> str:
    """The page."""
    status = case.status.value
    heading = tag(
        "header",
        tag("p", case.title),
        tag("h1", case.heading),
        tag("p", case.subtitle),
        tag("p", tag("span", case.status_words, class_=f"status {status}")),
    )
    sections = [part for section in (*case.parts, case.rulings) for part in _section(section)]
    name, digests = case.provenance
    body = tag(
        "main",
        heading,
        tag("dl", *sections, class_=f"why {status}"),
        tag("h2", case.history_title),
        _chart(case),
        _table([row_of(point, case.lang) for point in case.history], case.headers),
        tag("h2", name),
        *map(_part, digests),
        tag("footer", tag("p", case.footer)),
    )
    return page(f"{case.title} · {case.heading}", case.lang, page_style() + STYLE, body)


def _section(section: Section) -> tuple[Html, Html]:
    label, parts = section
    return tag("dt", label), tag("dd", *map(_part, parts))


def _part(part: Part) -> Html:
    if isinstance(part, str):
        inner = part.lstrip(" ")
        return tag("p", inner, class_="in" if inner != part else None)
    return _table(part)


def _table(rows: Sequence[tuple[str, ...]], headers: tuple[str, ...] = ()) -> Html:
    """Rows under headers, if there are any; empty columns vanish."""
    shown = filled(rows)
    if not shown:
        return Html("")
    head = tag("thead", tag("tr", *(tag("th", headers[n], scope="col") for n in shown))) if headers else Html("")
    return tag("table", head, tag("tbody", *(tag("tr", *(tag("td", row[n]) for n in shown)) for row in rows)))


# --- the chart --------------------------------------------------------------------------------------------------------


def _chart(case: CaseFile) -> Html:
    shapes = chart_of(case)
    if not shapes:
        return Html("")
    drawn = tag(
        "svg",
        *map(_shape, shapes),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=str(WIDTH),
        height=str(HEIGHT),
        role="img",
        aria_label=case.history_title,
    )
    return joined([tag("p", *_legend(case)), drawn])


def _legend(case: CaseFile) -> list[Html]:
    """A sample of each mark beside its name."""
    marks = ((Dot(6, 6, 3, "value"), case.value_words), (Stroke(0, 6, 12, 6, "target", 1.5), case.target_words))
    return [
        joined([tag("svg", _shape(mark), viewBox="0 0 12 12", width="12", height="12"), f" {words}　"])
        for mark, words in marks
    ]


def _colour(ink: Ink) -> str:
    return "rgb({},{},{})".format(*COLOURS[ink])


def _shape(shape: Shape) -> Html:
    colour = _colour(shape.ink)
    match shape:
        case Stroke(x1=x1, y1=y1, x2=x2, y2=y2, width=width):
            ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
            return tag("line", **ends, stroke=colour, stroke_width=str(width))
        case Dot(x=x, y=y, radius=radius):
            return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=str(radius), fill=colour)
        case Words(x=x, y=y, text=text, at=at):
            return tag("text", text, x=f"{x:.1f}", y=f"{y:.1f}", font_size="9", fill=colour, text_anchor=at)
