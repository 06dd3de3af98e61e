"""What one cell of a spreadsheet means: the text that stands for it in the strict formats, or why it has no meaning."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from policyengine.facts.normalise import BOOLEAN_WORDS, choice_codes
from policyengine.facts.sheets import messages
from policyengine.facts.sheets.dates import is_serial, spelled_date
from policyengine.facts.sheets.numbers import spelled_number
from policyengine.facts.sheets.words import narrow, squeezed, visible
from policyengine.reading.findings import Message
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Field, FieldType

UNKNOWN = "不详"
NONE = "无"
YES = frozenset("√✓✔☑✅") | {"y"}
NO = frozenset("×✕✖✗✘☒❌") | {"n"}
UNCLEAR_TICKS = frozenset("xvtfo○●□☐〇") | {"有", "无", "对", "错"}
PLACEHOLDER = re.compile(r"[-‐-―−－/／\\＼.．。…·*＊?？—]+")
PLACEHOLDER_PATTERN = r"^[-\x{2010}-\x{2015}\x{2212}\x{ff0d}/\x{ff0f}\\\x{ff3c}.\x{ff0e}。…·*\x{ff0a}?\x{ff1f}]+$"
LOST_DIGITS = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
LOST_DIGITS_PATTERN = r"^[+-]?[0-9](\.[0-9]+)?[Ee]\+[0-9]+$"
FAILED_FORMULA = re.compile(r"#(?:[A-Z]+(?:/[0A])?[!?]?|GETTING_DATA|未计算)")
FAILED_FORMULA_PATTERN = r"^#([A-Z]+(/[0A])?[!?]?|GETTING_DATA|未计算)$"


class Kind(Enum):
    """How a cell was taken for what it means."""

    DATE = Text("日期写法", "dates in another form")
    SERIAL = Text("电子表格的日期序列号", "dates as serial numbers")
    NUMBER = Text("数字写法", "numbers in another form")
    TICK = Text("是否的记号", "marks for yes and no")
    NONE = Text("“无”读作没有", "words for none")
    UNKNOWN = Text("“不详”一类", "words for unknown")
    CHOICE = Text("可选值的写法", "choices in another form")
    CODE = Text("代码的写法", "codes in another form")
    CHARACTERS = Text("不可见字符或全角字符", "invisible or full-width characters")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A cell's text as the strict formats have it, empty where the cell is; and how it was understood."""

    text: str
    kind: Kind


def spelled(field: Field, text: str, markers: Collection[str]) -> Spelling | Message | None:
    """What a cell that the strict reading does not take means in this field; why it may mean several things.

    `None` where it has no meaning: it is then left to be refused, or to stand, as it is. `无` is none in an optional
    field; in any other, and in a boolean, it might be zero, no, or unknown.
    """
    seen, word = visible(text), narrow(text)
    if not seen:
        return Spelling("", Kind.CHARACTERS)
    if seen in markers or word in markers:
        return Spelling(UNKNOWN, Kind.UNKNOWN)
    if field.type is FieldType.ENUM and (choice := _choice(field, word)) is not None:
        return choice
    if FAILED_FORMULA.fullmatch(word):
        return messages.FAILED_FORMULA
    if PLACEHOLDER.fullmatch(seen):
        return messages.PLACEHOLDER
    if word == NONE and field.type is not FieldType.BOOLEAN:
        return Spelling("", Kind.NONE) if field.optional else messages.NOT_OPTIONAL
    match field.type:
        case FieldType.BOOLEAN:
            return _boolean(word)
        case FieldType.INTEGER | FieldType.DECIMAL:
            return _number(field, word)
        case FieldType.DATE:
            return _date(word)
        case FieldType.ENUM:
            return None
        case _:
            return _words(field, seen, word)


def _boolean(word: str) -> Spelling | Message | None:
    lower = word.lower()
    if lower in BOOLEAN_WORDS:
        return Spelling("true" if BOOLEAN_WORDS[lower] else "false", Kind.CHARACTERS)
    if lower in YES:
        return Spelling("true", Kind.TICK)
    if lower in NO:
        return Spelling("false", Kind.TICK)
    return messages.UNCLEAR_TICK if lower in UNCLEAR_TICKS else None


def _number(field: Field, word: str) -> Spelling | Message | None:
    found = spelled_number(word)
    if isinstance(found, str):
        if field.type is FieldType.INTEGER and word.endswith("%"):
            return None
        return Spelling(found, Kind.NUMBER if word != found else Kind.CHARACTERS)
    return found


def _date(word: str) -> Spelling | Message | None:
    found = spelled_date(word)
    if isinstance(found, date):
        return Spelling(found.isoformat(), Kind.SERIAL if is_serial(word) else Kind.DATE)
    return found


def _choice(field: Field, word: str) -> Spelling | None:
    wanted = squeezed(word).casefold()
    codes = {code for label, code in choice_codes(field).items() if squeezed(label).casefold() == wanted}
    return Spelling(codes.pop(), Kind.CHOICE) if len(codes) == 1 else None


def _words(field: Field, seen: str, word: str) -> Spelling | Message | None:
    if LOST_DIGITS.fullmatch(word):
        return messages.LOST_DIGITS
    if field.type is FieldType.CODE:
        return Spelling("".join(word.split()).upper(), Kind.CODE)
    return Spelling(word if field.type is FieldType.REFERENCE or field.name == "id" else seen, Kind.CHARACTERS)
