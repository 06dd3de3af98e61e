"""Numbers as people write them, exact: no text becomes a float on the way."""

import re

from policyengine.facts.sheets import messages
from policyengine.reading.findings import Message

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PERCENT = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]+)(?:\.(?P<places>[0-9]*))?\s*%")
_COMMA = re.compile(r"[+-]?[0-9.]+(?:[,、'\s][0-9.]*)+%?")
_MINUS = {ord(mark): "-" for mark in "\u2010\u2011\u2012\u2013\u2212"}


def spelled_number(text: str) -> str | Message | None:
    """A number as digits and a point; why it may be several numbers; `None` where it looks like none.

    `1,234,567` is grouped by thousands, `5%` is 0.05. `text` is narrow.
    """
    number = text.translate(_MINUS)
    if _PLAIN.fullmatch(number):
        return number
    if _GROUPED.fullmatch(number):
        return number.replace(",", "")
    if percent := _PERCENT.fullmatch(number):
        return _hundredth(percent["sign"], percent["whole"], percent["places"] or "")
    return messages.UNCLEAR_NUMBER if _COMMA.fullmatch(number) else None


def _hundredth(sign: str, whole: str, places: str) -> str:
    digits = whole.zfill(3)
    shifted = f"{digits[:-2]}.{digits[-2:]}{places}"
    return sign + shifted.rstrip("0").rstrip(".")
