"""Rows of verdicts in words: what was measured, what is lacking, and a verdict as one sentence."""

from fractions import Fraction
from typing import Any

from policyengine.language.statuses import Status
from policyengine.reports.words import RuleWords, lacking_words, names_words, reasons_words, value_words
from policyengine.verdicts.names import STATUS_NAMES

Row = dict[str, Any]
"""A row that `passing` gives."""


def measured_words(words: RuleWords, row: Row) -> str | None:
    """What was measured; `None` where there is no number."""
    if row["lo_numerator"] is None:
        return None
    lo, hi = ((row[f"{end}_numerator"], row[f"{end}_denominator"]) for end in ("lo", "hi"))
    return value_words(words, lo, hi)


def gap_words(words: RuleWords, row: Row) -> str:
    """What is lacking."""
    numerator = row["gap_numerator"]
    amount = None if numerator is None else Fraction(numerator, row["gap_denominator"])
    return lacking_words(words, amount, row["gap_conditions"])


def verdict_words(words: RuleWords, row: Row) -> str:
    """The verdict: title, subject, status, and what is lacking, missing or in the way, under which clause."""
    voice, status = words.voice, Status(row["status"])
    subject = row["subject_name"] or row["subject"]
    value = measured_words(words, row)
    parts = [
        f"{words.rule.title} · {words.kind} {subject}{voice.say('：', ': ')}{STATUS_NAMES[status].within(voice.lang)}",
        voice.say(f"测算值 {value}", f"value {value}") if value else "",
        gap_words(words, row),
        names_words(voice, row["missing"]),
        reasons_words(voice, row["reasons"], status),
        words.cited,
    ]
    return voice.say("；", "; ").join(part for part in parts if part)
