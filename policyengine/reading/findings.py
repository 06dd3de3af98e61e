"""What is wrong with an input: a code, a severity, a place, and words in both languages with a way out."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from policyengine.reading.place import Place
from policyengine.reading.text import NOTHING, Text

LONGEST_VALUE = 80


class Severity(StrEnum):
    """An error stops the stages that follow; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """The words for one kind of finding, with `{placeholders}` that are the same in both languages.

    Each layer keeps its own as constants of its module `messages.py`. What was found stands in backticks; the hint
    says what to do, and may be empty.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `source` is the line of the file it stands in, empty where there is none to show."""

    code: str
    severity: Severity
    place: Place
    message: Text
    hint: Text = NOTHING
    source: str = ""

    @classmethod
    def of(cls, message: Message, place: Place, source_line: str = "", /, **values: object) -> "Finding":
        """Fill a message's placeholders; a `Text` is said in the language of the words around it.

        Other values are shown as `str` does, cut to `LONGEST_VALUE` characters, control characters escaped.
        """
        zh = {name: value.zh if isinstance(value, Text) else shown(value) for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else shown(value) for name, value in values.items()}
        return cls(
            code=message.code,
            severity=message.severity,
            place=place,
            message=Text(message.zh.format(**zh), message.en.format(**en)),
            hint=Text(message.hint_zh.format(**zh), message.hint_en.format(**en)),
            source=source_line,
        )


def shown(value: object) -> str:
    """A value as one short line that a terminal takes as plain text."""
    text = str(value)
    cut = text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
    return "".join(printable(character) for character in cut)


def printable(character: str) -> str:
    """The character itself, or its escape where it would move the cursor or turn the writing around."""
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character.encode("unicode_escape").decode("ascii")
    return character


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by place, then code, each once."""
    return tuple(sorted(set(findings), key=lambda finding: (finding.place, finding.code, finding.message)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding stops the stages that follow."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def catalogue(constants: Mapping[str, object]) -> dict[str, Message]:
    """The messages among a module's constants, by code. Raises `ValueError` if two share a code."""
    messages = [value for value in constants.values() if isinstance(value, Message)]
    by_code = {message.code: message for message in messages}
    if len(by_code) != len(messages):
        raise ValueError("two messages share a code")
    return by_code
