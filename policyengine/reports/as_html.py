"""Verdicts as one page for offices: how it came out, what to put right, what to find out, under which clauses."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policyengine.language.statuses import Status
from policyengine.reading.html import Html, page, tag
from policyengine.reading.style import page_style
from policyengine.reading.text import Lang, Text
from policyengine.reports import headings as h
from policyengine.reports.charts import bar
from policyengine.reports.lists import Cell, open_fact_cells, remedy_cells
from policyengine.reports.open_facts import open_facts
from policyengine.reports.order import ORDER
from policyengine.reports.passing import Wanted, passing
from policyengine.reports.remedies import Remedies
from policyengine.reports.totals import Counted, by_place, by_rule, status_counts
from policyengine.reports.words import rule_words
from policyengine.verdicts.names import STATUS_NAMES

FIRST = 100
"""So many lines of each list are on the page; a workbook has all."""

APPLIED = tuple(status for status in ORDER if status is not Status.NOT_APPLICABLE)
"""Bars are of verdicts on what a rule applies to."""

REMEDY_HEADERS = (
    *(h.PLACE, h.ACTOR, h.STATUS, h.TITLE, h.REQUIREMENT, h.TO_DO),
    *(h.KIND, h.SUBJECTS, h.EXAMPLES, h.DUE, h.CLAUSE),
)
OPEN_FACT_HEADERS = (h.SETTLES, h.FACT, h.OF, h.ROW, h.ROW_NAME, h.FILE, h.NUMBER, h.RULES)
CLAUSE_HEADERS = (h.TITLE, h.RULE, h.MODALITY, h.ACTOR, h.REQUIREMENT, h.DUE, h.CLAUSE, h.READING)

REPORT = Text("评价报告", "Report")
BY_RULE = Text("按规则汇总", "By rule")
BARS = Text("图中不含“不适用”。", "Bars leave out what is not applicable.")
CLAUSES = Text("规则与依据", "Rules and clauses")
SHARES = Text("构成", "parts")
LISTED = Text("共 {n} 项。", "{n} in all.")
FIRST_LISTED = Text(
    "共 {n} 项，以下是前 {first} 项；全部见 `--out F.xlsx`。",
    "{n} in all, of which these are the first {first}; `--out F.xlsx` has all.",
)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONG = 60
"""Texts of so many characters are given room, so that their rows do not become towers."""
ANCHORS = (("results", BY_RULE), ("remedies", h.REMEDIES), ("open-facts", h.OPEN_FACTS), ("clauses", CLAUSES))


def write_html(wanted: Wanted, path: Path, told: Callable[[int], None]) -> None:
    """Write the page; `told` hears of verdicts as they are read. It loads nothing and runs nothing."""
    remedies = Remedies()
    for words, frame in passing(wanted):
        remedies.note(words, frame)
        told(frame.height)
    title = f"{REPORT.within(wanted.lang)} · " + ", ".join(each.case.plan.policy for each in wanted.evaluations)
    parts = (_header(wanted), _results(wanted), _places(wanted), _to_do(wanted, remedies), _to_find(wanted))
    path.write_text(page(title, wanted.lang, page_style(), tag("main", *parts, _clauses(wanted))), "utf-8")


def _header(wanted: Wanted) -> Html:
    lang, told = wanted.lang, []
    for verdicts in wanted.evaluations:
        plan, facts = verdicts.case.plan, verdicts.case.facts
        days = [h.AS_OF_LINE.within(lang).format(day=verdicts.as_of)]
        if facts.snapshot_on is not None:
            days.append(h.SNAPSHOT_LINE.within(lang).format(day=facts.snapshot_on))
        told += [tag("h1", f"{plan.title} ", tag("code", plan.policy)), tag("p", " · ".join(days))]
    if not wanted.unmask:
        told.append(tag("p", h.MASKED.within(lang)))
    links = [tag("li", tag("a", name.within(lang), href=f"#{anchor}")) for anchor, name in ANCHORS]
    return tag("header", *told, tag("nav", tag("ul", *links), aria_label=REPORT.within(lang)))


# --- counts -----------------------------------------------------------------------------------------------------------


def _results(wanted: Wanted) -> Html:
    lang, counts = wanted.lang, status_counts(wanted)
    total, tiles = sum(counts.values()), []
    for status in (each for each in ORDER if counts[each]):
        many = tag("b", f"{counts[status]:,}")
        tiles.append(tag("li", _status(status, lang), many, f"{counts[status] / total:.1%}", class_=status.value))
    return tag(
        "section",
        tag("h2", BY_RULE.within(lang)),
        bar(counts, APPLIED, lang, tall=True),
        tag("ul", *tiles, class_="tiles"),
        tag("p", BARS.within(lang), class_="note"),
        _counts((h.TITLE, h.RULE, h.KIND), by_rule(wanted), wanted),
        id="results",
    )


def _places(wanted: Wanted) -> Html:
    counted = by_place(wanted)
    if not counted:
        return Html("")
    kind = wanted.voice(wanted.evaluations[0]).kind(wanted.by)
    table = _counts((Text(kind, kind), h.ROW), counted, wanted)
    return tag("section", tag("h2", kind), table, id="places", class_="sheet")


def _counts(headers: Sequence[Text], rows: Sequence[Counted], wanted: Wanted) -> Html:
    """Counts with a bar for each row, the total last."""
    lang, counts = wanted.lang, status_counts(wanted)
    shown = [status for status in ORDER if counts[status]]
    heads = _heads((*headers, SHARES), lang)
    heads.append(tag("th", h.VERDICTS.within(lang), scope="col", class_="number"))
    heads += [tag("th", _status(status, lang), scope="col", class_=f"number {status.value}") for status in shown]
    body = []
    for row in rows:
        first, name, *others = row.told
        cells = [tag("th", first, scope="row"), tag("td", tag("code", name)), *(tag("td", word) for word in others)]
        cells.append(tag("td", bar(row.counts, APPLIED, lang)))
        numbers = (row.verdicts, *(row.counts[status] for status in shown))
        cells += [tag("td", f"{number:,}" if number else "·", class_="number") for number in numbers]
        body.append(tag("tr", *cells, class_="total" if row.total else None))
    return _table(heads, body)


# --- lists ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _List:
    """The first lines of a list, of so many as there are; `classes` are those of its lines."""

    anchor: str
    names: tuple[Text, Text]
    headers: tuple[Text, ...]
    rows: Sequence[Sequence[Cell]]
    total: int
    classes: Sequence[str] = ()


def _to_do(wanted: Wanted, remedies: Remedies) -> Html:
    listed = remedies.listed()
    rows: list[list[Cell]] = []
    for remedy in listed[:FIRST]:
        place, actor, _, *others = remedy_cells(remedy)
        rows.append([place, actor, _status(remedy.status, wanted.lang), *others[: len(REMEDY_HEADERS) - 3]])
    classes = [remedy.status.value for remedy in listed[:FIRST]]
    names = (h.REMEDIES, h.REMEDIES_NOTE)
    return _list(_List("remedies", names, REMEDY_HEADERS, rows, len(listed), classes), wanted.lang)


def _to_find(wanted: Wanted) -> Html:
    rows: list[list[Cell]] = []
    total = 0
    for facts, mask in wanted.by_facts():
        found, voice = open_facts(facts, mask), wanted.voice(facts[0])
        total += found.height
        rows += [list(open_fact_cells(row, voice)) for row in found.head(FIRST).iter_rows(named=True)]
    names = (h.OPEN_FACTS, h.OPEN_FACTS_NOTE)
    return _list(_List("open-facts", names, OPEN_FACT_HEADERS, rows[:FIRST], total), wanted.lang)


def _list(found: _List, lang: Lang) -> Html:
    said = FIRST_LISTED if found.total > len(found.rows) else LISTED
    many = said.within(lang).format(n=found.total, first=len(found.rows))
    body = [
        tag("tr", *(_cell(cell) for cell in row), class_=found.classes[n] if found.classes else None)
        for n, row in enumerate(found.rows)
    ]
    name, what = (text.within(lang) for text in found.names)
    table = _table(_heads(found.headers, lang), body) if body else ""
    note = tag("p", f"{what} {many}", class_="note")
    return tag("section", tag("h2", name), note, table, id=found.anchor, class_="sheet")


def _clauses(wanted: Wanted) -> Html:
    rows = []
    for verdicts in wanted.evaluations:
        voice = wanted.voice(verdicts)
        for rule in verdicts.rules:
            words = rule_words(verdicts.case.plan, rule, voice)
            told = (words.modality, rule.actor, words.requirement, words.due)
            quotes = [tag("div", f"{cite.section} ", tag("q", f"“{cite.quote}”")) for cite in rule.citations]
            names = (tag("th", rule.title, scope="row"), tag("td", tag("code", rule.id)))
            rows.append(tag("tr", *names, *map(_cell, told), tag("td", *quotes), _cell(rule.reading)))
    table = _table(_heads(CLAUSE_HEADERS, wanted.lang), rows)
    return tag("section", tag("h2", CLAUSES.within(wanted.lang)), table, id="clauses", class_="sheet")


# --- parts of tables --------------------------------------------------------------------------------------------------


def _table(heads: Iterable[Html], rows: Iterable[Html]) -> Html:
    return tag("div", tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows)), class_="scroll")


def _heads(headers: Iterable[Text], lang: Lang) -> list[Html]:
    return [tag("th", text.within(lang), scope="col") for text in headers]


def _cell(cell: Cell) -> Html:
    if isinstance(cell, int):
        return tag("td", f"{cell:,}", class_="number")
    words = "" if cell is None else cell if isinstance(cell, str) else str(cell)
    return tag("td", words, class_="day" if DAY.fullmatch(words) else "long" if len(words) >= LONG else None)


def _status(status: Status, lang: Lang) -> Html:
    return tag("span", STATUS_NAMES[status].within(lang), class_=f"status {status.value}")
