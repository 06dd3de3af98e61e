"""Calendar dates as `2018-05-09`, and nothing else."""

import re
from datetime import date

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def parse_date(text: str) -> date | None:
    """The day that a text is, or `None` where it is not written so or no calendar has the day."""
    if not _ISO.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
