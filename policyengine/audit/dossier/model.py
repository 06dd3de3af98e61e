"""A case file before it is laid out: words, tables and a chart, all in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyengine.explain.rows_text import Part
from policyengine.language.statuses import Status
from policyengine.reading.text import Lang

Section = tuple[str, Sequence[Part]]
"""A label and what stands beside it: lines, and rows of cells."""


@dataclass(frozen=True, slots=True)
class Point:
    """What the rule said of the subject in one run.

    `lo` and `hi` are the measure's bounds, `None` where it has no number, is unbounded there, or is not to be shown.
    """

    run: int
    as_of: date
    status: Status
    value: str
    target: str
    lo: Fraction | None = None
    hi: Fraction | None = None
    aim: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The case file of one verdict.

    `parts` are the explanation, `rulings` what offices decided about the verdict, `provenance` what it rests on and by
    which digests that is known. `history` is the verdict over the runs, oldest first, and `headers` its columns.
    """

    lang: Lang
    title: str
    heading: str
    subtitle: str
    status: Status
    status_words: str
    parts: tuple[Section, ...]
    rulings: Section
    history_title: str
    headers: tuple[str, ...]
    history: tuple[Point, ...]
    provenance: Section
    footer: str
    value_words: str
    target_words: str


TONES = {
    Status.COMPLIANT: "#2e7d32",
    Status.NONCOMPLIANT: "#c62828",
    Status.SHORTFALL: "#b26a00",
    Status.PENDING: "#1565c0",
    Status.WAIVED: "#546e7a",
    Status.NOT_APPLICABLE: "#757575",
    Status.UNKNOWN: "#7b1fa2",
}
"""The colours of statuses on paper: those of `reading/page.css`."""
