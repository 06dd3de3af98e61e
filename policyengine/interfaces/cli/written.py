"""What `evaluate` writes into files, with progress; a note says what each file holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from policyengine.interfaces.cli.output import counting, note, working
from policyengine.interfaces.cli.quarantined import say_quarantined
from policyengine.reading.text import Lang, Text
from policyengine.reports.as_html import write_html
from policyengine.reports.as_junit import write_junit
from policyengine.reports.as_sarif import write_sarif
from policyengine.reports.as_xlsx import write_xlsx
from policyengine.reports.passing import Wanted
from policyengine.verdicts.assemble import mask_for
from policyengine.verdicts.consequence_frame import Consequences
from policyengine.verdicts.quarantine import must_name_format
from policyengine.verdicts.write import WRITERS, replacing, write_verdicts, writer_for
from policyengine.verdicts.write_consequences import CONCLUSION_WRITERS, write_conclusions

WRITING = Text("正在写出 {file}", "writing {file}")
WRITTEN = Text("{n} 个结论写入 {file}", "{n} verdicts written to {file}")
CONCLUDED = Text("{n} 个后果写入 {file}", "{n} consequences written to {file}")


Report = Callable[[Wanted, Path, Callable[[int], None]], None]
REPORTS: Mapping[str, Report] = {
    ".xlsx": write_xlsx,
    ".html": write_html,
    ".sarif": write_sarif,
    ".xml": write_junit,
}
"""What is made for people to read, in their language; `told` hears of verdicts as they are written."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files that a call of `evaluate` names."""

    verdicts: tuple[Path, ...]
    consequences: Path | None
    quarantine: Path | None


def must_name_formats(files: Files) -> None:
    """Raises `UnknownFormatError` for a name that says no format in which what goes there is written."""
    for file in files.verdicts:
        must_be_writable(file)
    if files.consequences is not None:
        writer_for(files.consequences, CONCLUSION_WRITERS)
    if files.quarantine is not None:
        must_name_format(files.quarantine)


def into_files(files: Files, wanted: Wanted, following: Iterable[Consequences]) -> None:
    """Everything into the files that a call names."""
    for file in files.verdicts:
        verdicts_into(file, wanted)
    if files.consequences is not None:
        consequences_into(files.consequences, following, wanted.lang, unmask=wanted.unmask)
    if files.quarantine is not None:
        known = [verdicts.case.facts for verdicts in wanted.evaluations]
        say_quarantined(known, files.quarantine, wanted.lang, unmask=wanted.unmask, verdicts=wanted.evaluations)


def must_be_writable(file: Path) -> None:
    """Raises `UnknownFormatError` for a name that says no format in which verdicts are written."""
    writer_for(file, {**dict.fromkeys(WRITERS), **dict.fromkeys(REPORTS)})


def verdicts_into(file: Path, wanted: Wanted) -> None:
    """All verdicts into one file."""
    lang, report = wanted.lang, REPORTS.get(file.suffix.lower())
    with counting(WRITING.within(lang).format(file=file), len(wanted)) as told:
        if report is None:
            write_verdicts(_told(wanted, told), file)
        else:
            with replacing(file) as made:
                report(wanted, made, told)
    note(WRITTEN.within(lang).format(n=len(wanted), file=file))


def consequences_into(file: Path, found: Iterable[Consequences], lang: Lang, *, unmask: bool) -> None:
    """All consequences into one file."""
    conclusions_into(file, (frame for each in found for frame in each.frames(mask_for(each.case, unmask=unmask))), lang)


def conclusions_into(file: Path, frames: Iterable[pl.DataFrame], lang: Lang) -> None:
    """Conclusions into one file."""
    with working(WRITING.within(lang).format(file=file)):
        n = write_conclusions(frames, file)
    note(CONCLUDED.within(lang).format(n=n, file=file))


def _told(wanted: Wanted, told: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    for verdicts in wanted.evaluations:
        for frame in verdicts.frames(mask_for(verdicts.case, unmask=wanted.unmask)):
            yield frame
            told(frame.height)
