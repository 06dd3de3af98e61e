"""Calendar dates: in texts as `2018-05-09` and nothing else, from programs as days without a time."""

import re
from datetime import date

from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Text

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def parse_date(text: str) -> date | None:
    """The day that a text is, or `None` where it is not written so or no calendar has the day."""
    if not _ISO.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def only_day(given: date) -> date:
    """The day itself. Raises `WrongUsageError` for a time of day, which Python takes for a date, and for texts."""
    if type(given) is not date:
        raise WrongUsageError(
            Text(f"`{given}` 不是一个日期", f"`{given}` is no day"),
            Text(
                "请给出不带钟点的日期，如 `date(2018, 12, 31)`。", "Give a date without a time, `date(2018, 12, 31)`."
            ),
        )
    return given
