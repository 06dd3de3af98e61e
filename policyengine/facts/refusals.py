"""Facts that cannot be used: every one of them, with its file, row and column."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.findings import Finding, Message, shown
from policyengine.reading.place import Place
from policyengine.reading.render import HINT
from policyengine.reading.text import NOTHING, Lang, Text
from policyengine.vocabulary.models import Entity
from policyengine.vocabulary.personal import HIDDEN


@dataclass(frozen=True, slots=True)
class Spoils:
    """What of a table is worth nothing for one refusal: some columns of its row or, without any, the row itself."""

    entity: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing in a source that cannot be used.

    `row` is counted as the source's own program counts it, and is `None` where a whole file or column is refused;
    `value` is what stands there, which may be `personal`. Without `spoils` the whole source cannot be used.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None = field(repr=False)
    code: str
    message: Text
    hint: Text = NOTHING
    personal: bool = False
    spoils: Spoils | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        message: Message,
        file: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        *,
        personal: bool = False,
        spoils: Spoils | None = None,
        **values: object,
    ) -> "Refusal":
        """Fill a message's placeholders."""
        filled = Finding.of(message, Place(file), **values)
        return cls(file, row, column, value, filled.code, filled.message, filled.hint, personal, spoils)

    def in_table(self, entity: Entity) -> "Refusal":
        """The same, now that the table is known: of one without personal fields nothing is personal."""
        return replace(self, personal=self.personal and any(field.personal for field in entity.fields.values()))

    def value_words(self, lang: Lang, *, unmask: bool = False) -> str | None:
        """What stands there, as it may be shown."""
        return HIDDEN.within(lang) if self.personal and self.value is not None and not unmask else self.value


class FactsError(PolicyEngineError):
    """Facts that are refused; `refusals` has all of them, by file, column, kind and row.

    Its message does not say what is personal; `render_refusals` does where it is asked to.
    """

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = in_order(refusals)
        super().__init__(Text(render_refusals(self.refusals, "zh"), render_refusals(self.refusals, "en")))

    def __reduce__(self) -> tuple[type["FactsError"], tuple[tuple[Refusal, ...]]]:
        return type(self), (self.refusals,)


def in_order(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Refusals by file, column, kind and row, each once."""
    return tuple(sorted(set(refusals), key=_order))


def render_refusals(refusals: Iterable[Refusal], lang: Lang, *, unmask: bool = False) -> str:
    """All refusals, those of one kind in one column together, each row on its own line."""
    groups = groupby(sorted(refusals, key=_order), key=_group)
    return "\n".join(_rendered(list(members), lang, unmask=unmask) for _, members in groups)


def _group(refusal: Refusal) -> tuple[str, str, str, Text, Text]:
    return (refusal.file, refusal.column or "", refusal.code, refusal.message, refusal.hint)


def _order(refusal: Refusal) -> tuple[tuple[str, str, str, Text, Text], int, str]:
    return (_group(refusal), refusal.row or 0, refusal.value or "")


def _rendered(group: list[Refusal], lang: Lang, *, unmask: bool) -> str:
    first = group[0]
    lines = [_heading(first, lang)]
    lines += [_row(refusal, lang, unmask=unmask) for refusal in group if refusal.row is not None]
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


def _row(refusal: Refusal, lang: Lang, *, unmask: bool) -> str:
    number = f"  第 {refusal.row} 行" if lang == "zh" else f"  row {refusal.row}"
    value = refusal.value_words(lang, unmask=unmask)
    if value is None:
        return number
    return f"{number}: {value}" if value is not refusal.value else f"{number}: `{shown(value)}`"
