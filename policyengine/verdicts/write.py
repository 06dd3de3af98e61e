"""Verdicts into a file: whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import polars as pl

from policyengine.reading.errors import PolicyEngineError, WrongUsageError
from policyengine.reading.text import NOTHING, Text
from policyengine.verdicts.write_csv import write_csv
from policyengine.verdicts.write_json import write_json
from policyengine.verdicts.write_parquet import write_parquet

Writer = Callable[[Iterable[pl.DataFrame], Path], None]

Made = TypeVar("Made")

WRITERS: Mapping[str, Writer] = {".parquet": write_parquet, ".csv": write_csv, ".json": write_json}


class UnknownFormatError(WrongUsageError):
    """A file's name that says nothing of the format to write."""


class UnwritableOutputError(PolicyEngineError):
    """A file that cannot be written; what stood there before still does."""


def writer_for(path: Path, writers: Mapping[str, Made]) -> Made:
    """The one of the writers that goes with a file's name. Raises `UnknownFormatError` where none does."""
    suffix = path.suffix.lower()
    if suffix not in writers:
        known = ", ".join(writers)
        raise UnknownFormatError(
            Text(f"不知道 `{path.name}` 应写成什么格式", f"the name `{path.name}` does not say which format to write"),
            Text(f"文件名的结尾可以是：{known}", f"names may end in: {known}"),
        )
    return writers[suffix]


def write_verdicts(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """Write verdicts (`frame.COLUMNS`, a frame for each rule) in the format that the file's name asks for.

    Only one frame is held at a time; its rows are sorted by subject, so that equal verdicts make equal files.
    Raises `UnwritableOutputError`, and leaves the folder as it was, where the file cannot be written.
    """
    writer = writer_for(path, WRITERS)
    with replacing(path) as made:
        writer((frame.sort("subject") for frame in frames), made)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file, in a folder of its own beside `path`, which takes its place if the block ends well."""
    scratch = None
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "is a folder", str(path))
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        made = scratch / path.name
        yield made
        made.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def unwritable(path: Path, error: OSError) -> UnwritableOutputError:
    """What the operating system says is in the way, and which file is concerned."""
    reason = error.strerror or str(error)
    hint = NOTHING
    if isinstance(error, IsADirectoryError):
        hint = Text("请给出文件名。", "Name a file within it.")
    return UnwritableOutputError(Text(f"无法写入 `{path}`：{reason}", f"cannot write `{path}`: {reason}"), hint)
