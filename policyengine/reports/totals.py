"""How many verdicts there are of each status: by rule, and by place."""

from policyengine.language.statuses import Status
from policyengine.reports import headings as h
from policyengine.reports.passing import Wanted
from policyengine.verdicts.names import STATUS_NAMES
from policyengine.verdicts.rollup import LIES_WORDS, STATUSES, WITHIN, may_be_place, rollup, together

Table = tuple[list[str], list[list[str | int]]]
"""Headers, and rows, of which the last is the total."""


def status_counts(wanted: Wanted) -> dict[Status, int]:
    """How many verdicts of each status there are in all."""
    summaries = [verdicts.summary() for verdicts in wanted.evaluations]
    return {status: sum(int(found[status.value].sum()) for found in summaries) for status in STATUSES}


def met(wanted: Wanted) -> list[Status]:
    """The statuses that some verdict has."""
    counts = status_counts(wanted)
    return [status for status in STATUSES if counts[status]]


def rule_rows(wanted: Wanted) -> Table:
    """A row for each rule: title, id, kind of subject, verdicts, and one count a status."""
    shown, rows = met(wanted), []
    for verdicts in wanted.evaluations:
        voice = wanted.voice(verdicts)
        for row in verdicts.summary().iter_rows(named=True):
            counts = (row["verdicts"], *(row[status.value] for status in shown))
            rows.append([row["title"], row["rule"], voice.kind(row["subject_kind"]), *counts])
    headers = [text.within(wanted.lang) for text in (h.TITLE, h.RULE, h.KIND, h.VERDICTS)]
    return _with_total(headers, rows, shown, wanted, 3)


def place_rows(wanted: Wanted) -> Table:
    """A row for each place: name, id, verdicts, and one count a status; nothing where no subject is in such a place."""
    shown = met(wanted)
    found = [
        rollup(verdicts, wanted.by, wanted.voice(verdicts).masking)
        for verdicts in wanted.evaluations
        if may_be_place(wanted.by, verdicts.rules, verdicts.case.facts.vocabulary)
    ]
    if not found:
        return [], []
    rows: list[list[str | int]] = []
    for row in together(found).iter_rows(named=True):
        known = [row["name"] or row["place"], row["place"]]
        placed = known if row["lies"] == WITHIN else [LIES_WORDS[row["lies"]].within(wanted.lang), ""]
        rows.append([*placed, row["verdicts"], *(row[status.value] for status in shown)])
    kind = wanted.voice(wanted.evaluations[0]).kind(wanted.by)
    return _with_total([kind, h.ROW.within(wanted.lang), h.VERDICTS.within(wanted.lang)], rows, shown, wanted, 2)


def _with_total(
    headers: list[str], rows: list[list[str | int]], shown: list[Status], wanted: Wanted, before: int
) -> Table:
    sums = [sum(int(row[n]) for row in rows) for n in range(before, before + 1 + len(shown))]
    total: list[str | int] = [h.TOTAL.within(wanted.lang), *[""] * (before - 1), *sums]
    return [*headers, *(STATUS_NAMES[status].within(wanted.lang) for status in shown)], [*rows, total]
