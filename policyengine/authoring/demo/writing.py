"""Putting tables into a folder of facts, all or nothing."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path

import polars as pl

from policyengine.facts.tables import UNKNOWN_SUFFIX
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity, FieldType

MANIFEST = "facts.yaml"
MARK = "# 合成的样例数据 synthetic demo data"
UNKNOWN_MARKER = "不详"

Progress = Callable[[str, int], None]

_NULL_TYPES: dict[FieldType, pl.DataType | type[pl.DataType]] = {
    FieldType.BOOLEAN: pl.Boolean,
    FieldType.INTEGER: pl.Int64,
    FieldType.DECIMAL: pl.Decimal(18, 2),
    FieldType.DATE: pl.Date,
}


class FileFormat(StrEnum):
    """The formats in which a demo registry can be written."""

    PARQUET = "parquet"
    CSV = "csv"


@contextmanager
def replacing(directory: Path) -> Iterator[Path]:
    """A new folder that takes the place of `directory` if the block ends well, and vanishes if it does not.

    Raises `PolicyEngineError` where `directory` holds anything but an earlier demo registry.
    """
    _must_be_free(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        made, former = scratch / "new", scratch / "former"
        made.mkdir()
        yield made
        if directory.exists():
            directory.rename(former)
        made.rename(directory)
    finally:
        shutil.rmtree(scratch)


def _must_be_free(directory: Path) -> None:
    if not directory.exists():
        return
    if directory.is_dir():
        manifest = directory / MANIFEST
        if not any(directory.iterdir()) or (manifest.is_file() and manifest.read_text("utf-8").startswith(MARK)):
            return
    raise PolicyEngineError(
        Text(f"`{directory}` 已存在，而且不是样例数据", f"`{directory}` exists and is not a demo registry"),
        Text("请换一个文件夹；只有样例数据会被覆盖。", "Choose another folder; only demo registries are replaced."),
    )


def write_manifest(folder: Path, name: str, snapshot_on: date, seed: int) -> None:
    """`facts.yaml`, with the mark by which a demo registry is known."""
    text = f"{MARK} (seed {seed})\nfacts: {name}\nsnapshot_on: {snapshot_on.isoformat()}\n"
    (folder / MANIFEST).write_text(text, "utf-8")


def as_facts(entity: Entity, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that a reader of facts expects: the generator's own left out, and absent optional fields none.

    A field that no column holds would be unknown, which of an optional field a registry seldom means.
    """
    given = [name for name in frame.columns if not name.startswith("_")]
    none = [
        pl.lit(None, _NULL_TYPES.get(field.type, pl.String)).alias(field.name)
        for field in entity.fields.values()
        if field.optional and field.name not in given
    ]
    first = [name for name in ("id", "name") if name in given]
    return frame.select(*first, *(name for name in given if name not in first), *none)


def write_table(folder: Path, entity: Entity, frame: pl.DataFrame, file_format: FileFormat) -> None:
    """One table as a file with the entity's name."""
    path = folder / f"{entity.name}.{file_format}"
    if file_format is FileFormat.PARQUET:
        frame.write_parquet(path, compression="zstd", statistics=True)
    else:
        _marked(frame).write_csv(path)


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    """Companion columns turned into the word for unknown, which is how a spreadsheet says it."""
    companions = [name for name in frame.columns if name.endswith(UNKNOWN_SUFFIX)]
    fields = [name.removesuffix(UNKNOWN_SUFFIX) for name in companions]
    words = [
        pl.when(pl.col(companion)).then(pl.lit(UNKNOWN_MARKER)).otherwise(pl.col(field).cast(pl.String)).alias(field)
        for field, companion in zip(fields, companions, strict=True)
    ]
    return frame.with_columns(*words).drop(companions)
