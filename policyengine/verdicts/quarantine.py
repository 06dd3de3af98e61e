"""What was set aside of the facts: into a file, and which verdicts may be unknown because of it."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from policyengine.facts.refusals import Refusal
from policyengine.facts.tables import FactBase
from policyengine.language.statuses import Status
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.write import UnwritableOutputError, replacing, writer_for
from policyengine.verdicts.write_csv import harmless
from policyengine.vocabulary.models import Vocabulary

COLUMNS = ("file", "row", "column", "value", "effect", "code", "reason", "hint")
UNKNOWN_CELL = Text("视为不详", "unknown")
ROW_LEFT_OUT = Text("整行搁置", "row left out")
MOST_ROWS = 1_048_575
"""Of a spreadsheet, below its headers."""


@dataclass(frozen=True, slots=True)
class Aside:
    """How much was set aside: cells that became unknown, rows that were left out, and the tables that they are of."""

    cells: int
    rows: int
    tables: tuple[str, ...]


def set_aside(refusals: Iterable[Refusal]) -> Aside:
    """Count what refusals set aside; a cell or row that is refused for several reasons counts once."""
    rows: set[tuple[str, int | None]] = set()
    cells: set[tuple[str, int | None, str]] = set()
    tables: set[str] = set()
    for refusal in refusals:
        if refusal.spoils is not None and not refusal.spoils.columns:
            rows.add((refusal.file, refusal.row))
            tables.add(refusal.spoils.entity)
        elif refusal.spoils is not None:
            cells.update((refusal.file, refusal.row, column) for column in refusal.spoils.columns)
    left = {(file, row, column) for file, row, column in cells if (file, row) not in rows}
    return Aside(len(left), len(rows), tuple(sorted(tables)))


def possibly_affected(verdicts: Verdicts) -> int:
    """How many verdicts are unknown for lack of a fact of which some were set aside.

    These are the unknown verdicts whose `missing` names a column in which a cell became unknown, or a table from which
    a row was left out. It is an upper bound: what is missing may be another cell of the same column.
    """
    spoiled = _spoiled(verdicts.case.facts)
    if not spoiled:
        return 0
    vocabulary, names = verdicts.case.facts.vocabulary, dict[str, bool]()
    total = 0
    for frame in verdicts.frames():
        unknown = frame.filter(pl.col("status").cast(pl.String) == Status.UNKNOWN.value).select("missing")
        for name in unknown["missing"].explode().drop_nulls().unique():
            names.setdefault(name, not spoiled.isdisjoint(_read_by(name, vocabulary)))
        touched = [name for name, spoils in names.items() if spoils]
        total += unknown.filter(pl.col("missing").list.eval(pl.element().is_in(touched)).list.any()).height
    return total


def _spoiled(facts: FactBase) -> frozenset[tuple[str, str]]:
    """The (entity, column) in which cells were set aside; without column where a row was."""
    return frozenset(
        (refusal.spoils.entity, column)
        for refusal in facts.quarantine or ()
        if refusal.spoils is not None
        for column in refusal.spoils.columns or ("",)
    )


def _read_by(name: str, vocabulary: Vocabulary) -> set[tuple[str, str]]:
    """The columns on the way of a missing fact such as `organization.street.kind`; of an entity alone, its rows."""
    entity, *steps = name.split(".")
    found = set[tuple[str, str]]() if steps else {(entity, "")}
    for step in steps:
        found.add((entity, step))
        known = vocabulary.entities.get(entity)
        field = known.fields.get(step) if known is not None else None
        if field is not None and field.reference is not None:
            entity = field.reference
            found.add((entity, ""))
    return found


def write_quarantine(refusals: Sequence[Refusal], path: Path, lang: Lang, *, unmask: bool = False) -> None:
    """Write what was set aside, one line for each reason, as CSV or XLSX; every cell is a text and no formula.

    What is personal is not said unless asked for. Raises `UnwritableOutputError`, and leaves the folder as it was,
    where the file cannot be written, and `UnknownFormatError` for another format.
    """
    must_name_format(path)
    lines = [_line(refusal, lang, unmask=unmask) for refusal in refusals]
    with replacing(path) as made:
        _WRITERS[path.suffix.lower()](lines, made)


def must_name_format(path: Path) -> None:
    """Raises `UnknownFormatError` where a file's name does not say which of the formats to write."""
    writer_for(path, dict.fromkeys(_WRITERS, lambda _frames, _path: None))


def _line(refusal: Refusal, lang: Lang, *, unmask: bool) -> tuple[str, ...]:
    row = "" if refusal.row is None else str(refusal.row)
    value = refusal.value_words(lang, unmask=unmask) or ""
    effect = UNKNOWN_CELL if refusal.spoils is not None and refusal.spoils.columns else ROW_LEFT_OUT
    words = (effect.within(lang), refusal.code, refusal.message.within(lang), refusal.hint.within(lang))
    return (refusal.file, row, refusal.column or "", value, *words)


def _write_csv(lines: Sequence[tuple[str, ...]], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([harmless(cell) for cell in line] for line in lines)


def _write_xlsx(lines: Sequence[tuple[str, ...]], path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only spreadsheets need it

    if len(lines) > MOST_ROWS:
        raise UnwritableOutputError(
            Text(f"`{path.name}` 有 {len(lines)} 行，电子表格放不下", f"`{path.name}` would have {len(lines)} rows"),
            Text("请写 .csv。", "A spreadsheet holds fewer: write .csv."),
        )
    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("quarantine")
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(lines)), len(COLUMNS) - 1)
        for column, width in enumerate((28, 8, 24, 28, 12, 20, 48, 60)):
            sheet.set_column(column, column, width)
        for number, line in enumerate([COLUMNS, *lines]):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell)


_WRITERS: Mapping[str, Callable[[Sequence[tuple[str, ...]], Path], None]] = {".xlsx": _write_xlsx, ".csv": _write_csv}
