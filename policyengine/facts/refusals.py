"""Facts that cannot be used: every one of them, with its file, row and column."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.findings import Finding, Message, shown
from policyengine.reading.place import Place
from policyengine.reading.render import HINT
from policyengine.reading.text import NOTHING, Lang, Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing in a source that cannot be used.

    `row` is counted as the source's own program counts it, and is `None` where a whole file or column is refused;
    `value` is what stands there.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    message: Text
    hint: Text = NOTHING

    @classmethod
    def of(
        cls,
        message: Message,
        file: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **values: object,
    ) -> "Refusal":
        """Fill a message's placeholders."""
        filled = Finding.of(message, Place(file), **values)
        return cls(file, row, column, value, filled.code, filled.message, filled.hint)


class FactsError(PolicyEngineError):
    """Facts that are refused; `refusals` has all of them, by file, column, kind and row."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(sorted(set(refusals), key=_order))
        super().__init__(Text(render_refusals(self.refusals, "zh"), render_refusals(self.refusals, "en")))

    def __reduce__(self) -> tuple[type["FactsError"], tuple[tuple[Refusal, ...]]]:
        return type(self), (self.refusals,)


def render_refusals(refusals: Iterable[Refusal], lang: Lang) -> str:
    """All refusals, those of one kind in one column together, each row on its own line."""
    groups = groupby(sorted(refusals, key=_order), key=_group)
    return "\n".join(_rendered(list(members), lang) for _, members in groups)


def _group(refusal: Refusal) -> tuple[str, str, str, Text, Text]:
    return (refusal.file, refusal.column or "", refusal.code, refusal.message, refusal.hint)


def _order(refusal: Refusal) -> tuple[tuple[str, str, str, Text, Text], int, str]:
    return (_group(refusal), refusal.row or 0, refusal.value or "")


def _rendered(group: list[Refusal], lang: Lang) -> str:
    first = group[0]
    lines = [_heading(first, lang)]
    lines += [_row(refusal, lang) for refusal in group if refusal.row is not None]
    if hint := first.hint.within(lang):
        lines.append(f"  {HINT.within(lang)}{hint}")
    return "\n".join(lines) + "\n"


def _heading(refusal: Refusal, lang: Lang) -> str:
    message = refusal.message.within(lang)
    file = shown(refusal.file)
    if refusal.column is None:
        return f"{file}: [{refusal.code}] {message}"
    column = shown(refusal.column)
    if lang == "zh":
        return f"{file}，列 `{column}`：[{refusal.code}] {message}"
    return f"{file}, column `{column}`: [{refusal.code}] {message}"


def _row(refusal: Refusal, lang: Lang) -> str:
    number = f"  第 {refusal.row} 行" if lang == "zh" else f"  row {refusal.row}"
    return number if refusal.value is None else f"{number}: `{shown(refusal.value)}`"
