"""Days as people and spreadsheets write them; what may be two different days is none."""

import re
from datetime import date, timedelta

from policyengine.facts.sheets import messages
from policyengine.reading.findings import Message

_CLOCK = r"(?:[ T]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_WRITTEN = re.compile(
    r"(?P<y>[0-9]{4})(?:"
    r"\s*年\s*(?P<m1>[0-9]{1,2})\s*月\s*(?P<d1>[0-9]{1,2})\s*[日号]"
    r"|\s*(?P<mark>[-./])\s*(?P<m2>[0-9]{1,2})\s*(?P=mark)\s*(?P<d2>[0-9]{1,2})"
    rf"|(?P<m3>[0-9]{{2}})(?P<d3>[0-9]{{2}})){_CLOCK}"
)
_SERIAL = re.compile(r"(?P<days>[0-9]{5})(?:\.[0-9]+)?")
_TURNED = re.compile(rf"[0-9]{{1,2}}\s*[-./]\s*[0-9]{{1,2}}\s*[-./]\s*[0-9]{{4}}{_CLOCK}")
_SHORT_YEAR = re.compile(rf"[0-9]{{2}}\s*[-./年]\s*[0-9]{{1,2}}\s*[-./月]\s*[0-9]{{1,2}}\s*[日号]?{_CLOCK}")
_NO_DAY = re.compile(r"[0-9]{4}\s*(?:年|[-./]\s*[0-9]{1,2}|年\s*[0-9]{1,2}\s*月)?")
_BEFORE_ALL = date(1899, 12, 30)
"""Day 0 of spreadsheets for every serial from 1 March 1900 on."""


def spelled_date(text: str) -> date | Message | None:
    """The day that a narrow text means; why it may be several days; `None` where it looks like none.

    A day is year, month, day, in this order, the year with four digits; or a spreadsheet's serial of five digits
    (10000 is 18 May 1927). A time of day is left out.
    """
    if found := _WRITTEN.fullmatch(text):
        month, day = next((found[f"m{n}"], found[f"d{n}"]) for n in (1, 2, 3) if found[f"m{n}"] is not None)
        try:
            return date(int(found["y"]), int(month), int(day))
        except ValueError:
            return None
    if found := _SERIAL.fullmatch(text):
        return _BEFORE_ALL + timedelta(days=int(found["days"]))
    if _TURNED.fullmatch(text):
        return messages.TURNED_DATE
    if _SHORT_YEAR.fullmatch(text):
        return messages.SHORT_YEAR
    return messages.NO_DAY if _NO_DAY.fullmatch(text) else None


def is_serial(text: str) -> bool:
    """Whether a text that means a day is a spreadsheet's count of days."""
    return _SERIAL.fullmatch(text) is not None
