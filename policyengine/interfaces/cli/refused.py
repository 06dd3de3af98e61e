"""Facts that are refused: all of them into a pipe or a file, the first of them to a person."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from policyengine.facts.refusals import FactsError, Refusal, render_refusals
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.output import note
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.write import replacing
from policyengine.verdicts.write_csv import harmless

MOST_SHOWN = 50
COLUMNS = ("file", "row", "column", "value", "code", "reason", "hint")

TOTAL = Text("事实被拒，共 {all} 条。", "The facts are refused, for {all} reasons.")
MORE = Text(
    "另有 {more} 条未显示；加上 `--refusals F.csv` 可全部写入文件。",
    "{more} more; `--refusals F.csv` writes all of them.",
)
WRITTEN = Text("全部写入 {file}。", "All are in {file}.")


@contextmanager
def refusing(file: Path | None, lang: Lang, *, unmask: bool = False) -> Iterator[None]:
    """Report refusals of facts read within the block, and end with exit code 3."""
    try:
        yield
    except FactsError as error:
        _report(error.refusals, file, lang, unmask=unmask)
        raise typer.Exit(exits.REFUSED) from error


def _report(refusals: tuple[Refusal, ...], file: Path | None, lang: Lang, *, unmask: bool) -> None:
    shown = refusals[:MOST_SHOWN] if sys.stderr.isatty() else refusals
    note(render_refusals(shown, lang, unmask=unmask))
    note(TOTAL.within(lang).format(all=len(refusals)))
    if file is not None:
        _write(refusals, file, lang, unmask=unmask)
        note(WRITTEN.within(lang).format(file=file))
    elif len(shown) < len(refusals):
        note(MORE.within(lang).format(more=len(refusals) - len(shown)))


def _write(refusals: tuple[Refusal, ...], path: Path, lang: Lang, *, unmask: bool) -> None:
    with replacing(path) as made, made.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for refusal in refusals:
            words = (refusal.message.within(lang), refusal.hint.within(lang))
            place = (refusal.file, refusal.row or "", refusal.column or "")
            row = (*place, refusal.value_words(lang, unmask=unmask) or "", refusal.code, *words)
            writer.writerow([harmless(str(cell)) for cell in row])
