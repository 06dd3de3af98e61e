"""Numbers as a plan writes them, in Arabic and in Chinese numerals."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
CHINESE = "[零〇一二两三四五六七八九十百千万]+"
ARABIC = r"\d+(?:[.\uff0e]\d+)?"

_COUNTED = "[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万]*"  # not “千家万户”
_UNITS = (
    "平方米|工作日|个月|小时|学时|课时|万元|亿元|个|家|次|名|人|场|期|项|件|所|处|支|门|天|日|元|户|篇|条|份|岁|倍|张"
)
_SLOGAN = "(?!意识|自信|维护|确立|性|级)"  # “四个意识”, “一次性”
_AMOUNT = re.compile(
    rf"百分之(?P<percent_words>{CHINESE})|(?P<percent>{ARABIC})\s*[%\uff05]"
    rf"|(?P<parts>{CHINESE})分之(?P<share>{CHINESE})|(?P<top>\d+)/(?P<bottom>\d+)"
    rf"|(?P<count>{ARABIC}|{_COUNTED})\s*[余多]?(?P<unit>{_UNITS}){_SLOGAN}"
)
_OPEN = re.compile("一批|一系列|若干|不定期|定期|经常性|常态化|有重点|有计划")
_BEFORE = re.compile("(?:不少于|不低于|不小于|至少|不得超过|不超过|不高于|不多于|超过|高于|多于|达到|达)$")
_AFTER = re.compile("以上|以下|以内|左右")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the exact notation of a target (`13`, `5%`, `2/3`), or `None` where the text leaves it open.

    `said` are the text's own words, with those that compare.
    """

    value: str | None
    unit: str | None
    said: str
    start: int


def integer_of(numeral: str) -> int:
    """What a numeral in Chinese or Arabic digits says; `十二` is 12, `一百零五` is 105."""
    if numeral.isdecimal():
        return int(numeral)
    if not any(place in numeral for place in _PLACES):
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    total = part = digit = 0
    for character in numeral:
        if character == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        elif character in _PLACES:
            part, digit = part + (digit or 1) * _PLACES[character], 0
        else:
            digit = _DIGITS[character]
    return total + part + digit


def amounts(text: str) -> Iterator[Amount]:
    """The numbers of a sentence with a unit, its rates and fractions, and what it leaves open, in their order."""
    found = [_amount(text, match) for match in _AMOUNT.finditer(text)]
    found += [Amount(None, None, match[0], match.start()) for match in _OPEN.finditer(text)]
    yield from sorted(found, key=lambda amount: amount.start)


def _amount(text: str, match: re.Match[str]) -> Amount:
    before, after = _BEFORE.search(text[: match.start()]), _AFTER.match(text, match.end())
    said = (before[0] if before else "") + match[0] + (after[0] if after else "")
    return Amount(_value(match), match["unit"], said, match.start())


def _value(match: re.Match[str]) -> str:
    if match["percent_words"]:
        return f"{integer_of(match['percent_words'])}%"
    if match["percent"]:
        return f"{_plain(match['percent'])}%"
    if match["parts"]:
        return f"{integer_of(match['share'])}/{integer_of(match['parts'])}"
    if match["top"]:
        return f"{int(match['top'])}/{int(match['bottom'])}"
    return _plain(match["count"])


def _plain(numeral: str) -> str:
    """ASCII digits, without leading zeros."""
    narrow = unicodedata.normalize("NFKC", numeral)
    whole, point, rest = narrow.partition(".")
    return f"{integer_of(whole)}{point}{rest}"
