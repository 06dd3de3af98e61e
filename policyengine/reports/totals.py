"""How many verdicts there are of each status: by rule, and by place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from policyengine.language.statuses import Status
from policyengine.reports import headings as h
from policyengine.reports.passing import Wanted
from policyengine.verdicts.rollup import LIES_WORDS, STATUSES, WITHIN, may_be_place, rollup, together


@dataclass(frozen=True, slots=True)
class Counted:
    """A row of counts: what it is of, in as many words as its table has columns for it; the last row is the total."""

    told: tuple[str, ...]
    verdicts: int
    counts: dict[Status, int]
    total: bool = False


def status_counts(wanted: Wanted) -> dict[Status, int]:
    """How many verdicts of each status there are in all."""
    summaries = [verdicts.summary() for verdicts in wanted.evaluations]
    return {status: sum(int(found[status.value].sum()) for found in summaries) for status in STATUSES}


def by_rule(wanted: Wanted) -> list[Counted]:
    """A row for each rule: title, id and kind of subject."""
    rows = []
    for verdicts in wanted.evaluations:
        voice = wanted.voice(verdicts)
        for row in verdicts.summary().iter_rows(named=True):
            rows.append(_counted((row["title"], row["rule"], voice.kind(row["subject_kind"])), row))
    return _with_total(rows, wanted)


def by_place(wanted: Wanted) -> list[Counted]:
    """A row for each place: name and id; none where no subject is in such a place."""
    found = [
        rollup(verdicts, wanted.by, wanted.voice(verdicts).masking)
        for verdicts in wanted.evaluations
        if may_be_place(wanted.by, verdicts.rules, verdicts.case.facts.vocabulary)
    ]
    rows = []
    for row in together(found).iter_rows(named=True) if found else ():
        known = (row["name"] or row["place"], row["place"])
        nowhere = "" if row["lies"] == WITHIN else LIES_WORDS[row["lies"]].within(wanted.lang)
        rows.append(_counted((nowhere, "") if nowhere else known, row))
    return _with_total(rows, wanted) if rows else []


def _counted(told: tuple[str, ...], row: dict[str, Any]) -> Counted:
    return Counted(told, row["verdicts"], {status: row[status.value] for status in STATUSES})


def _with_total(rows: Sequence[Counted], wanted: Wanted) -> list[Counted]:
    told = (h.TOTAL.within(wanted.lang), *[""] * (len(rows[0].told) - 1))
    sums = {status: sum(row.counts[status] for row in rows) for status in STATUSES}
    return [*rows, Counted(told, sum(row.verdicts for row in rows), sums, total=True)]
