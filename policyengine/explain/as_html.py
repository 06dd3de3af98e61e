"""An explanation as a page that needs nothing else, in the look of reports."""

from collections.abc import Sequence

from policyengine.explain.as_text import closing_sections, measured_sections, result_section, rule_sections, voice_of
from policyengine.explain.layout import filled
from policyengine.explain.model import Asked, Finding, NoVerdict
from policyengine.explain.rows_text import Part, populations
from policyengine.facts.mask import Mask
from policyengine.reading.html import Html, page, tag
from policyengine.reading.style import page_style
from policyengine.reading.text import Lang, Text

TITLE = Text("结论说明", "Why")
COLUMNS = (
    Text("编号", "id"),
    Text("名称", "name"),
    Text("数值", "value"),
    Text("出处", "read at"),
    Text("说明", "why"),
)
INDENT = "  "


def html_of(asked: Asked, found: Finding | NoVerdict, mask: Mask, lang: Lang) -> str:
    """The explanation as a page with the sections of `as_text.py`; rows stand in tables."""
    voice = voice_of(asked, found, mask, lang)
    told: list[tuple[str, Sequence[Part]]] = [*rule_sections(voice, asked)]
    if isinstance(found, Finding):
        told += measured_sections(voice, asked, found)
        told += populations(voice, found)
        told += closing_sections(voice, asked, found)
    name, lines = result_section(voice, found)
    status = found.verdict.status.value if isinstance(found, Finding) else "not_applicable"
    first, *others = lines
    result = tag("dd", tag("p", tag("span", first, class_=f"status {status}")), *(tag("p", line) for line in others))
    parts = [tag("dt", name), result]
    for label, content in told:
        if content:
            parts += [tag("dt", label), tag("dd", *(_part(part, lang) for part in content))]
    rule = asked.rule
    heading = tag("header", tag("h1", rule.title), tag("p", f"{asked.document.title} · ", tag("code", rule.id)))
    body = tag("main", heading, tag("dl", *parts, class_=f"why {status}"))
    return page(f"{TITLE.within(lang)} · {rule.id}", lang, page_style(), body)


def _part(part: Part, lang: Lang) -> Html:
    if isinstance(part, str):
        inner = part.removeprefix(INDENT)
        return tag("p", inner.strip(), class_="in" if inner != part else None)
    shown = filled(part)
    if not shown:
        return Html("")
    heads = [tag("th", COLUMNS[n].within(lang), scope="col") for n in shown]
    rows = [tag("tr", *(tag("td", row[n]) for n in shown)) for row in part]
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))
