"""Frames as the bytes of Parquet files, and back."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

import polars as pl

from policyengine.audit.errors import ForgedError
from policyengine.audit.parquet_bounds import Taken, UnboundedFileError, taken_by
from policyengine.reading.text import Text

ROW_GROUP = 65_536
LEVEL = 3

Type = pl.DataType | type[pl.DataType]
MOST_JOINED = 2**30
"""So many values at most are put together to one table."""

MOST_REMEMBERED = 10_000
_BEARABLE: dict[str, Taken] = {}
"""What files take that have been looked through, by digest: the same bytes take the same again."""

TEXTS = pl.List(pl.String)
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What Polars raises for bytes that it cannot decode; it panics over some."""


def parquet_of(frame: pl.DataFrame) -> bytes:
    """Compressed by zstd, with the statistics by which a reader skips what it does not need."""
    made = BytesIO()
    frame.write_parquet(made, compression="zstd", compression_level=LEVEL, row_group_size=ROW_GROUP, statistics=True)
    return made.getvalue()


def scanned(data: bytes, columns: Mapping[str, Type] | None = None, *, named: str | None = None) -> pl.LazyFrame:
    """The rows, to be read as far as they are needed; with `columns`, these of these types and no others.

    A column that the file does not have holds nothing. `named` is the digest that the bytes were found to have. Raises
    `ForgedError` for bytes that are no Parquet file, that hold other things than texts, numbers, days and lists of
    texts, or that would take more memory than `parquet_bounds` gives them.
    """
    frame = _opened(data, named)[0]
    if columns is None:
        return frame
    wanted, found = pl.Schema(columns), frame.collect_schema()
    if any(wanted.get(name) != kind for name, kind in found.items()):
        raise _refused(Text("列与应有的不同", "it has other columns than it should"))
    return frame.select(
        pl.col(name) if name in found else pl.lit(None, dtype=kind).alias(name) for name, kind in wanted.items()
    )


def joined(parts: Iterable[bytes]) -> pl.DataFrame:
    """The rows of several files, one after the other. Raises `ForgedError` as `scanned` does, and for too many."""
    frames, values = [], 0
    for part in parts:
        frame, taken = _opened(part)
        values += taken.values
        if values > MOST_JOINED:
            raise _refused(Text(f"共有超过 {MOST_JOINED} 个值", f"there are more than {MOST_JOINED} values"))
        frames.append(frame)
    return collected(pl.concat(frames))


def collected(rows: pl.LazyFrame) -> pl.DataFrame:
    """Rows that come from `scanned`. Raises `ForgedError` where they are not what a recording writes."""
    with decoding():
        return rows.collect()


@contextmanager
def decoding() -> Iterator[None]:
    """What goes wrong within is the fault of files: raises `ForgedError` for it."""
    try:
        yield
    except BROKEN as error:
        raise _refused(Text("内容无法解读", "its content cannot be read")) from error


def _opened(data: bytes, named: str | None = None) -> tuple[pl.LazyFrame, Taken]:
    taken = _taken(data) if named is None or named not in _BEARABLE else _BEARABLE[named]
    if named is not None:
        if len(_BEARABLE) >= MOST_REMEMBERED:
            _BEARABLE.clear()
        _BEARABLE[named] = taken
    with decoding():
        frame = pl.scan_parquet(BytesIO(data))
        types = frame.collect_schema().dtypes()
    if any(kind.is_nested() and kind != TEXTS for kind in types):
        raise _refused(Text("有不该有的列", "it has columns that no recording writes"))
    return frame, taken


def _taken(data: bytes) -> Taken:
    try:
        return taken_by(data)
    except UnboundedFileError as error:
        raise _refused(error.problem) from error


def _refused(reason: Text) -> ForgedError:
    return ForgedError(
        Text(f"档案中的一个 Parquet 文件不可用：{reason.zh}", f"a Parquet file of the archive is refused: {reason.en}")
    )
