"""Whole columns as the strict readers expect them; of cells that those would not take, each text is read once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from policyengine.facts.code_columns import wrong_form
from policyengine.facts.columns import FLAG
from policyengine.facts.normalise import read_cells
from policyengine.facts.refusals import Refusal, Spoils
from policyengine.facts.sheets import messages
from policyengine.facts.sheets.spelling import (
    FAILED_FORMULA_PATTERN,
    LOST_DIGITS_PATTERN,
    NONE,
    PLACEHOLDER_PATTERN,
    UNKNOWN,
    Kind,
    Spelling,
    spelled,
)
from policyengine.facts.sheets.words import INVISIBLE_PATTERN, UNUSUAL_PATTERN
from policyengine.facts.tables import ROW_COLUMN
from policyengine.reading.findings import Finding, Message, shown
from policyengine.reading.place import Place
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity, Field, FieldType
from policyengine.vocabulary.personal import is_personal

LONGEST_MARK = 4
WRITTEN = "written:{}"
"""Beside a column that was rewritten, its cells as they were written."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A table's rows in strict spelling; `written` leads from headers to the columns that show what was written."""

    frame: pl.DataFrame
    written: Mapping[str, str]
    refusals: tuple[Refusal, ...]
    notes: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Odd:
    """A text that the strict reading does not take: how often it stands in its column, first in which row."""

    text: str
    n: int
    row: int


def as_spelled(
    entity: Entity,
    frame: pl.DataFrame,
    fields: Mapping[str, Field],
    markers: Collection[str],
    file: str,
    *,
    serials: bool = True,
) -> Spelled:
    """The rows with each cell in strict spelling; `fields` by header, other columns may be offices' determinations.

    A cell whose meaning is not clear becomes unknown, and is refused; so are days as `serials` where they are not.
    """
    written: dict[str, str] = {}
    refusals: list[Refusal] = []
    notes: list[Finding] = []
    columns: list[pl.Expr] = []
    for header in (header for header in frame.columns if not header.startswith("__")):
        field = fields.get(header, FLAG)
        odd = _is_odd(fields[header], header, frozenset(markers)) if header in fields else _is_short(header)
        found = {each: spelled(field, each.text, markers) for each in _each(frame.lazy().filter(odd), header)}
        if not serials:
            found = {each: messages.OTHER_EPOCH if _is_serial(one) else one for each, one in found.items()}
        taken = {each: one for each, one in found.items() if isinstance(one, Spelling) and one.text != each.text}
        unclear = {each.text: one for each, one in found.items() if isinstance(one, Message) and header in fields}
        if not taken and not unclear:
            continue
        texts = {each.text: one.text for each, one in taken.items()}
        if field.name != "id":
            texts |= dict.fromkeys(unclear, UNKNOWN)
        written[header] = WRITTEN.format(header)
        columns += [pl.col(header).alias(written[header]), pl.col(header).replace(list(texts), list(texts.values()))]
        personal = is_personal(entity, field.name or header)
        if taken:
            notes.append(_note(header, taken, file, personal=personal))
        spoils = Spoils(entity.name, () if field.name == "id" else (field.name,))
        rows = frame.filter(pl.col(header).is_in(list(unclear))) if unclear else frame.clear()
        refusals += [
            Refusal.of(unclear[text], file, row, header, text, personal=personal, spoils=spoils)
            for row, text in rows.select(ROW_COLUMN, header).rows()
        ]
    return Spelled(frame.with_columns(columns), written, tuple(refusals), tuple(notes))


def _is_serial(found: Spelling | Message | None) -> bool:
    return isinstance(found, Spelling) and found.kind is Kind.SERIAL


def _each(rows: pl.LazyFrame, header: str) -> list[_Odd]:
    """Each text of a column once, by the row in which it stands first."""
    texts = rows.group_by(pl.col(header).alias("text")).agg(pl.len().alias("n"), pl.col(ROW_COLUMN).min().alias("row"))
    return [_Odd(*row) for row in texts.sort("row", "text").collect().rows()]


def _is_odd(field: Field, header: str, markers: frozenset[str]) -> pl.Expr:
    """Where the strict reading refuses a cell of a field, or would take it for a text that it is not."""
    column = pl.col(header)
    if field.type not in {FieldType.TEXT, FieldType.CODE, FieldType.REFERENCE}:
        return read_cells(field, column, pl.String(), markers).refused
    trimmed = column.str.strip_chars()
    identifies = field.type is not FieldType.TEXT or field.name == "id"
    odd = trimmed.str.contains(UNUSUAL_PATTERN if identifies else INVISIBLE_PATTERN)
    for pattern in (PLACEHOLDER_PATTERN, LOST_DIGITS_PATTERN, FAILED_FORMULA_PATTERN):
        odd |= trimmed.str.contains(pattern)
    if field.type is FieldType.CODE and field.code is not None:
        odd |= wrong_form(field.code, trimmed)
    return (odd | (trimmed == NONE)) & ~trimmed.is_in(sorted(markers))


def _is_short(header: str) -> pl.Expr:
    """Where a cell that is no field's may be a mark for yes or no."""
    return pl.col(header).str.len_chars() <= LONGEST_MARK


def _note(header: str, taken: Mapping[_Odd, Spelling], file: str, *, personal: bool) -> Finding:
    """One line a column: each kind, how often, and one example; of personal cells none."""
    by_kind: dict[Kind, list[_Odd]] = {}
    for odd, one in taken.items():
        by_kind.setdefault(one.kind, []).append(odd)
    parts = [
        _part(kind, sum(odd.n for odd in odds), odds[0], taken[odds[0]].text, personal=personal)
        for kind, odds in by_kind.items()
    ]
    kinds = Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
    return Finding.of(messages.TAKEN_FOR, Place(file), column=header, kinds=kinds)


def _part(kind: Kind, n: int, odd: _Odd, text: str, *, personal: bool) -> Text:
    name = kind.value
    if personal:
        return Text(f"{name.zh} {n} 处", f"{name.en}: {n}")
    before, after = shown(odd.text), shown(text)
    return Text(
        f"{name.zh} {n} 处（如第 {odd.row} 行 `{before}` 读作" + (f" `{after}`）" if text else "空）"),
        f"{name.en}: {n} (such as row {odd.row}: `{before}` read as " + (f"`{after}`)" if text else "empty)"),
    )
