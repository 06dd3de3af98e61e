"""What is coming up into a file: whole or not at all."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from policyengine.authoring.due.calendar import calendar
from policyengine.authoring.due.model import Coming
from policyengine.authoring.due.tables import as_json, write_rows
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.write import UnknownFormatError, replacing

Format = Literal[".ics", ".csv", ".json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def format_of(path: Path) -> Format:
    """The format that a file's name asks for. Raises `UnknownFormatError` where it does not say."""
    for ending in FORMATS:
        if path.suffix.lower() == ending:
            return ending
    known = ", ".join(FORMATS)
    raise UnknownFormatError(
        Text(f"不知道 `{path.name}` 应写成什么格式", f"the name `{path.name}` does not say which format to write"),
        Text(f"文件名的结尾可以是：{known}", f"names may end in: {known}"),
    )


def write_coming(found: Sequence[Coming], path: Path, *, as_of: date, lang: Lang, alarm: int | None = None) -> None:
    """Write a calendar, a table or JSON. Raises `UnwritableOutputError` and leaves what was there."""
    form = format_of(path)
    with replacing(path) as made:
        match form:
            case ".ics":
                made.write_bytes(calendar(found, as_of=as_of, lang=lang, alarm=alarm))
            case ".csv":
                write_rows(found, made, lang)
            case ".json":
                made.write_text(as_json(found) + "\n", "utf-8")
