"""Findings as text for a terminal, with the line and a caret under the exact characters, and as JSON for programs."""

import json
import unicodedata
from collections.abc import Iterable

from policyengine.reading.findings import Finding, Severity, in_order, printable
from policyengine.reading.text import Lang, Text

WIDEST_LINE = 120
CONTEXT = 40

SEVERITY_NAMES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("说明", "note"),
}
HINT = Text("提示：", "hint: ")


def render_text(findings: Iterable[Finding], lang: Lang) -> str:
    """All findings by place, a blank line between them; the empty string where there is nothing to report."""
    return "\n".join(_finding(finding, lang) for finding in in_order(findings))


def render_notes(notes: Iterable[Finding], lang: Lang) -> str:
    """Findings about whole files, each on a line of its own, with its hint, if it has one, below."""
    lines: list[str] = []
    for note in in_order(notes):
        colon = "：" if lang == "zh" else ": "
        lines.append(f"{_plain(note.place.file)}{colon}{note.message.within(lang)}")
        if hint := note.hint.within(lang):
            lines.append(f"  {HINT.within(lang)}{hint}")
    return "\n".join(lines)


def render_json(findings: Iterable[Finding]) -> str:
    """A JSON array of all findings by place, with their words in both languages."""
    return json.dumps([_object(finding) for finding in in_order(findings)], ensure_ascii=False, indent=2)


def _object(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "message": finding.message._asdict(),
        "hint": finding.hint._asdict(),
        "source": finding.source,
    }


def _finding(finding: Finding, lang: Lang) -> str:
    severity = SEVERITY_NAMES[finding.severity].within(lang)
    lines = [f"{finding.place}: {severity} [{finding.code}] {finding.message.within(lang)}"]
    if finding.source.strip():
        lines += _excerpt(finding)
    if hint := finding.hint.within(lang):
        lines.append(f"  {HINT.within(lang)}{hint}")
    return "\n".join(lines) + "\n"


def _excerpt(finding: Finding) -> list[str]:
    """The source line with its number, and the carets; a long line is cut to what stands around them."""
    line = finding.source
    start = min(finding.place.column - 1, len(line))
    stop = min(max(start + finding.place.length, start + 1), max(len(line), start + 1))
    left, right, before, after = 0, len(line), "", ""
    if display_width(line) > WIDEST_LINE:
        left, right = max(0, start - CONTEXT), min(len(line), max(start + 1, min(stop, start + CONTEXT)) + CONTEXT)
        before, after = "…" if left else "", "…" if right < len(line) else ""
        stop = min(stop, right)
    prefix = before + _plain(line[left:start])
    marked = _plain(line[start:stop])
    number = str(finding.place.line)
    return [
        f"  {number} | {prefix}{marked}{_plain(line[stop:right])}{after}".rstrip(),
        f"  {' ' * len(number)} | {' ' * display_width(prefix)}{'^' * max(1, display_width(marked))}",
    ]


def _plain(text: str) -> str:
    return "".join(" " if character == "\t" else printable(character) for character in text)


def display_width(text: str) -> int:
    """The columns that a terminal gives to a text: two for wide characters, none for combining ones."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
