"""What `evaluate` writes into files, with progress; a note says what each file holds."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from policyengine.interfaces.cli.output import counting, note, working
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.assemble import mask_for
from policyengine.verdicts.consequence_frame import Consequences
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.write import write_verdicts
from policyengine.verdicts.write_consequences import write_conclusions

WRITING = Text("正在写出 {file}", "writing {file}")
WRITTEN = Text("{n} 个结论写入 {file}", "{n} verdicts written to {file}")
CONCLUDED = Text("{n} 个后果写入 {file}", "{n} consequences written to {file}")


def verdicts_into(file: Path, evaluations: Iterable[Verdicts], lang: Lang, *, unmask: bool) -> None:
    """All verdicts into one file."""
    found = list(evaluations)
    total = sum(len(verdicts) for verdicts in found)
    with counting(WRITING.within(lang).format(file=file), total) as told:
        write_verdicts(_told(found, told, unmask=unmask), file)
    note(WRITTEN.within(lang).format(n=total, file=file))


def consequences_into(file: Path, found: Iterable[Consequences], lang: Lang, *, unmask: bool) -> None:
    """All consequences into one file."""
    frames = (frame for each in found for frame in each.frames(mask_for(each.case, unmask=unmask)))
    with working(WRITING.within(lang).format(file=file)):
        n = write_conclusions(frames, file)
    note(CONCLUDED.within(lang).format(n=n, file=file))


def _told(evaluations: Iterable[Verdicts], told: Callable[[int], None], *, unmask: bool) -> Iterator[pl.DataFrame]:
    for verdicts in evaluations:
        for frame in verdicts.frames(mask_for(verdicts.case, unmask=unmask)):
            yield frame
            told(frame.height)
