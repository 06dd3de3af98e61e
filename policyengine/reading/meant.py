"""The number or day that a misspelt one was surely meant to be, for `{meant}` at the head of a hint."""

import re
import unicodedata
from collections.abc import Callable

from policyengine.reading.dates import parse_date
from policyengine.reading.numbers import parse_number
from policyengine.reading.text import NOTHING, Text

_SEPARATED = re.compile(r"([0-9]{1,3})(,[0-9]{3})+(?![0-9])")
_DAY = re.compile(r"([0-9]{4})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?\Z")


def meant_number(text: str) -> Text:
    """`３０％`, `30 %`, `1,000`: the number without widths, spaces and separators."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:80]))
    if _SEPARATED.match(plain):
        plain = plain.replace(",", "")
    return _meant(text, plain, parse_number)


def meant_day(text: str) -> Text:
    """`2018/5/9`, `2018年5月9日`: the day with two digits for month and day."""
    found = _DAY.match(unicodedata.normalize("NFKC", text[:80]).strip())
    return NOTHING if found is None else _meant(text, "{}-{:0>2}-{:0>2}".format(*found.groups()), parse_date)


def _meant(text: str, plain: str, read: Callable[[str], object | None]) -> Text:
    if plain == text or read(plain) is None:
        return NOTHING
    return Text(f"是否想写 `{plain}`？", f"Did you mean `{plain}`? ")
