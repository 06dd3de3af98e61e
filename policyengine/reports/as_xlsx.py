"""Verdicts as a workbook for offices: a summary, what to put right, what to find out, and a sheet for each status."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from policyengine.language.statuses import Status
from policyengine.reading.text import Text, listed
from policyengine.reports import headings as h
from policyengine.reports.lists import open_fact_cells, remedy_cells
from policyengine.reports.open_facts import open_facts
from policyengine.reports.order import ORDER
from policyengine.reports.passing import Wanted, passing
from policyengine.reports.remedies import Remedies
from policyengine.reports.told import gap_words, measured_words
from policyengine.reports.totals import by_place, by_rule, status_counts
from policyengine.reports.words import RuleWords, names_words, reasons_words
from policyengine.reports.workbook import MOST_ROWS, Cell, Column, Page, workbook
from policyengine.verdicts.names import STATUS_NAMES

COLOURS = {
    Status.NONCOMPLIANT: "#C62828",
    Status.SHORTFALL: "#E08E0B",
    Status.UNKNOWN: "#7B1FA2",
    Status.PENDING: "#1565C0",
    Status.WAIVED: "#607D8B",
    Status.COMPLIANT: "#2E7D32",
    Status.NOT_APPLICABLE: "#9E9E9E",
}

VERDICT_COLUMNS: tuple[tuple[Text, int], ...] = (
    (h.POLICY, 14),
    (h.RULE, 24),
    (h.TITLE, 36),
    (h.MODALITY, 10),
    (h.ACTOR, 24),
    (h.KIND, 14),
    (h.SUBJECT, 18),
    (h.SUBJECT_NAME, 24),
    (h.PLACE, 14),
    (h.POSSIBLE, 18),
    (h.REASONS, 28),
    (h.VALUE, 18),
    (h.REQUIREMENT, 40),
    (h.LACKING, 30),
    (h.MISSING, 36),
    (h.MEASURED_ON, 12),
    (h.DUE, 12),
    (h.AS_OF, 12),
    (h.WAIVER, 20),
    (h.READING, 20),
    (h.CLAUSE, 40),
)


def write_xlsx(wanted: Wanted, path: Path, told: Callable[[int], None]) -> None:
    """Write the workbook; `told` hears of verdicts as they are written. Raises `OSError` where it cannot be written.

    Verdicts are not held in memory; what they miss and lack is, as far as it differs.
    """
    counts = status_counts(wanted)
    met = [status for status in ORDER if counts[status]]
    missed = [(facts, open_facts(facts, mask)) for facts, mask in wanted.by_facts()]
    with workbook(path) as book:
        summary = book.page(h.SUMMARY.within(wanted.lang))
        remedies = Remedies()
        to_do = book.sheet(
            h.REMEDIES.within(wanted.lang), _columns(wanted, REMEDY_COLUMNS), wrap=True, colour=COLOURS[ORDER[0]]
        )
        rows = sum(found.height for _, found in missed)
        to_find = book.sheet(
            h.OPEN_FACTS.within(wanted.lang),
            _columns(wanted, OPEN_FACT_COLUMNS),
            rows=rows,
            wrap=True,
            colour=COLOURS[Status.UNKNOWN],
        )
        sheets = {
            status: book.sheet(
                STATUS_NAMES[status].within(wanted.lang),
                _columns(wanted, VERDICT_COLUMNS),
                rows=counts[status],
                colour=COLOURS[status],
            )
            for status in met
        }
        for words, frame in passing(wanted):
            remedies.note(words, frame)
            for row in frame.iter_rows(named=True):
                sheets[Status(row["status"])].write(_verdict(words, row))
            told(frame.height)
        for remedy in remedies.listed():
            to_do.write(remedy_cells(remedy))
        for facts, found in missed:
            voice = wanted.voice(facts[0])
            for row in found.iter_rows(named=True):
                to_find.write(open_fact_cells(row, voice))
        _summarise(summary, wanted, {STATUS_NAMES[s]: counts[s] for s in met} | {h.OPEN_FACTS: rows})
        for sheet in (to_do, to_find, *sheets.values()):
            sheet.close()


WIDTHS = {0: 58, 1: 30, 2: 16}
"""Of the first columns of the summary's tables; the others hold numbers."""

REMEDY_COLUMNS: tuple[tuple[Text, int], ...] = (
    (h.PLACE, 11),
    (h.ACTOR, 18),
    (h.STATUS, 14),
    (h.TITLE, 26),
    (h.REQUIREMENT, 36),
    (h.TO_DO, 34),
    (h.KIND, 11),
    (h.SUBJECTS, 8),
    (h.EXAMPLES, 16),
    (h.DUE, 13),
    (h.CLAUSE, 30),
    (h.POLICY, 14),
    (h.RULE, 20),
)
OPEN_FACT_COLUMNS: tuple[tuple[Text, int], ...] = (
    (h.SETTLES, 13),
    (h.FACT, 34),
    (h.OF, 14),
    (h.ROW, 18),
    (h.ROW_NAME, 28),
    (h.FILE, 22),
    (h.NUMBER, 8),
    (h.RULES, 50),
)


def _columns(wanted: Wanted, headers: tuple[tuple[Text, int], ...]) -> list[Column]:
    return [Column(header.within(wanted.lang), width) for header, width in headers]


def _verdict(words: RuleWords, row: dict[str, Any]) -> Iterator[Cell]:
    """A verdict's cells, in the order of `VERDICT_COLUMNS`."""
    voice, rule, lang = words.voice, words.rule, words.voice.lang
    yield from (words.plan.policy, rule.id, rule.title, words.modality, rule.actor, words.kind)
    yield from (row["subject"], row["subject_name"], row["place_name"] or row["place"])
    status = Status(row["status"])
    several = [STATUS_NAMES[Status(one)].within(lang) for one in row["possible"]] if status is Status.UNKNOWN else []
    yield voice.say("、", ", ").join(several)
    yield reasons_words(voice, row["reasons"], status)
    yield measured_words(words, row)
    yield words.requirement
    yield gap_words(words, row)
    yield names_words(voice, row["missing"])
    yield from (row["measured_on"], row["due"], row["as_of"], row["waiver"], rule.reading, words.cited)


def _summarise(page: Page, wanted: Wanted, rows: dict[Text, int]) -> None:
    """What was evaluated and how it came out; which sheets go on in others."""
    lang = wanted.lang
    for verdicts in wanted.evaluations:
        plan, facts = verdicts.case.plan, verdicts.case.facts
        page.line(f"{plan.title} ({plan.policy})", title=True)
        page.line(h.AS_OF_LINE.within(lang).format(day=verdicts.as_of))
        if facts.snapshot_on is not None:
            page.line(h.SNAPSHOT_LINE.within(lang).format(day=facts.snapshot_on))
    page.line(h.REMEDIES.within(lang) + voice_colon(lang) + h.REMEDIES_NOTE.within(lang))
    page.line(h.OPEN_FACTS.within(lang) + voice_colon(lang) + h.OPEN_FACTS_NOTE.within(lang))
    if not wanted.unmask:
        page.line(h.MASKED.within(lang))
    long = [name.within(lang) for name, n in rows.items() if n > MOST_ROWS]
    if long:
        page.line(h.CONTINUED.within(lang).format(most=MOST_ROWS, names=listed(long).within(lang)))
    page.line()
    shown = [status for status in ORDER if rows.get(STATUS_NAMES[status])]
    names = [h.VERDICTS.within(lang), *(STATUS_NAMES[status].within(lang) for status in shown)]
    kind = wanted.voice(wanted.evaluations[0]).kind(wanted.by) if by_place(wanted) else ""
    tables = (([h.TITLE.within(lang), h.RULE.within(lang), h.KIND.within(lang)], by_rule(wanted)),)
    for told, counted in (*tables, ([kind, h.ROW.within(lang)], by_place(wanted))):
        headers = [Column(header, WIDTHS.get(n, 10)) for n, header in enumerate((*told, *names))]
        cells: list[list[Cell]] = [
            [*row.told, row.verdicts, *(row.counts[status] for status in shown)] for row in counted
        ]
        if cells:
            page.table(headers, cells)


def voice_colon(lang: str) -> str:
    """What stands between a name and what is said of it."""
    return "：" if lang == "zh" else ": "
