"""Parquet files of a stranger's archive: read where a recording writes such, refused before they fill memory."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policyengine.audit import kept_facts, kept_verdicts, parquet, parquet_bounds
from policyengine.audit.errors import ForgedError
from policyengine.audit.lookup import Asked, look_up
from policyengine.audit.parquet import collected, joined, parquet_of, scanned
from policyengine.audit.parquet_bounds import Taken, taken_by
from policyengine.audit.replay import replay
from policyengine.audit.verify import verify_ledger
from policyengine.audit.why import why_on_record
from tests.audit.test_replay import recall_of
from tests.audit.town import Town

FRAME = pl.DataFrame(
    {
        "subject": [f"社团{n}" for n in range(300)],
        "staff": [None if n % 7 == 0 else n for n in range(300)],
        "grown": [n % 3 == 0 for n in range(300)],
        "chain": [["甲", "乙"][: n % 3] for n in range(300)],
    }
)
MIB = 2**20


def written(table: pa.Table, **said: object) -> bytes:
    made = BytesIO()
    pq.write_table(table, made, compression="zstd", **said)
    return made.getvalue()


def runs() -> bytes:
    """Two hundred million equal cells, as a run length."""
    made = BytesIO()
    frame = pl.select(pl.repeat(value=True, n=200_000_000, dtype=pl.Boolean).alias("a"))
    frame.write_parquet(made, compression="zstd", row_group_size=frame.height, data_page_size=2**31 - 1)
    return made.getvalue()


def zeros(size: int, pages: int = 1) -> bytes:
    """Texts of nothing but zeros, each of which fills a page."""
    text = pa.array([bytes(size)] * pages, pa.binary())
    return written(pa.table({"a": text}), use_dictionary=False, write_statistics=False, row_group_size=1)


def letters() -> bytes:
    """Each text is the one before it and a letter more."""
    table = pa.table({"a": ["x" * n for n in range(3000)]})
    return written(table, use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"})


def wide() -> bytes:
    """Empty cells of a mebibyte each."""
    return written(pa.table({"a": pa.array([None] * 10, pa.binary(MIB))}))


def lists() -> bytes:
    """Empty cells, each of which stands for a million numbers."""
    return written(pa.table({"a": pa.array([None] * 10, pa.list_(pa.int8(), MIB))}))


def varint(number: int, size: int = 0) -> bytes:
    """A number as the compact protocol writes it, in so many bytes at least."""
    left, made = number << 1, bytearray()
    while left > 127 or len(made) + 1 < size:
        made.append(left & 127 | 128)
        left >>= 7
    return bytes([*made, left])


def replaced(data: bytes, was: int, now: int, nth: int = 0) -> bytes:
    """The n-th number of that value in the metadata, from 0, replaced by another of no greater length."""
    old, at = varint(was), 0
    for _ in range(nth + 1):
        at = data.index(old, at + 1)
    return data[:at] + varint(now, len(old)) + data[at + len(old) :]


ROWS = 999_983


def rows_that_are_not_there(nth: int) -> bytes:
    """A footer that says more than there is: rows of the file (0), values of a column (1), rows of a group (3)."""
    data = written(pa.table({"a": pa.array([True] * ROWS)}), write_statistics=False)
    return replaced(data, ROWS, ROWS + 1, nth)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a run of equal cells": (runs, "more than 134217728 values"),
    "a page of zeros": (lambda: zeros(2**26), "a page inflates to 67108874 bytes"),
    "many pages of zeros": (lambda: zeros(2**20, 9), "more than 8388608 bytes when it is inflated"),
    "texts that grow": (letters, "a page in an encoding that is not taken"),
    "cells of great length": (wide, "values of too great a length"),
    "lists of great length": (lists, "it has columns that no recording writes"),
    "rows that are not there": (lambda: rows_that_are_not_there(0), "row groups have not as many rows"),
    "values that are not there": (lambda: rows_that_are_not_there(1), "pages have not as many values"),
    "rows without values": (lambda: rows_that_are_not_there(3), "fewer values than there are rows"),
    "no Parquet": (lambda: b"PAR1 nothing PAR1", "a footer of bearable size"),
    "an empty file": (lambda: b"", "a footer of bearable size"),
    "a footer without anything": (lambda: b"PAR1\0\0\0\0\0\0\0\0\1\0\0\0PAR1", "do not follow the format"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_fill_memory_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "many pages of zeros":
        monkeypatch.setattr(parquet_bounds, "MOST_INFLATED", 2**23)
    make, said = BOMBS[name]
    data = make()
    assert len(data) < MIB
    with pytest.raises(ForgedError) as raised:
        scanned(data)
    assert said in raised.value.problem.en


def test_what_a_recording_writes_is_read() -> None:
    data = parquet_of(FRAME)
    assert collected(scanned(data, FRAME.schema)).equals(FRAME)
    assert joined([data, data]).equals(pl.concat([FRAME, FRAME]))
    elements = FRAME["chain"].list.len().clip(lower_bound=1).sum()
    flat = 3 * FRAME.height + elements
    assert flat <= taken_by(data).values <= 2 * flat


def test_other_columns_than_were_recorded_are_refused() -> None:
    with pytest.raises(ForgedError) as raised:
        scanned(parquet_of(FRAME), {**FRAME.schema, "staff": pl.String})
    assert "other columns than it should" in raised.value.problem.en


def test_a_page_inflates_to_no_more_than_its_header_says() -> None:
    honest = zeros(2**25)
    lying = replaced(honest, 2**25 + 10, 1000)
    assert (taken_by(honest).inflated, taken_by(lying).inflated) == (2**25 + 10, 1000)
    with pytest.raises(ForgedError) as raised:
        collected(scanned(lying))
    assert "its content cannot be read" in raised.value.problem.en


def test_a_table_of_many_files_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = parquet_of(FRAME)
    monkeypatch.setattr(parquet, "MOST_JOINED", 3 * taken_by(data).values)
    assert joined([data] * 3).height == 3 * FRAME.height
    with pytest.raises(ForgedError):
        joined([data] * 4)


def test_many_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_bounds, "MOST_PAGES", 3)
    with pytest.raises(ForgedError) as raised:
        scanned(parquet_of(FRAME))
    assert "more than 3 pages" in raised.value.problem.en


def test_any_flipped_byte_is_read_or_refused() -> None:
    data = parquet_of(FRAME.head(20))
    refused = 0
    for at in range(len(data)):
        flipped = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            collected(scanned(flipped))
        except ForgedError:
            refused += 1
    assert refused > len(data) / 4


def test_a_strangers_archive_is_refused_where_it_is_read(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_BEARABLE", {})
    bomb = runs()
    with monkeypatch.context() as patched:
        patched.setattr(kept_verdicts, "parquet_of", lambda _frame: bomb)
        town.record()
    with monkeypatch.context() as patched:
        patched.setattr(kept_facts, "parquet_of", lambda _frame: bomb)
        town.record()
    opened = town.home.open()
    assert not verify_ledger(opened.ledger, opened.archive).faults
    recall = recall_of(town)
    asked: list[Callable[[], object]] = [
        lambda: look_up(recall, recall.run(1), Asked(subject="k1")),
        lambda: replay(recall, recall.run(1)),
        lambda: why_on_record(recall, recall.run(2), "staffed", "k1"),
    ]
    for ask in asked:
        with pytest.raises(ForgedError) as raised:
            ask()
        assert "more than 134217728 values" in raised.value.problem.en


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town with an empty ledger."""
    return Town(tmp_path)


def test_a_file_is_looked_through_once_and_a_refused_one_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def counted(data: bytes) -> Taken:
        seen.append(data)
        return taken_by(data)

    monkeypatch.setattr(parquet, "taken_by", counted)
    monkeypatch.setattr(parquet, "_BEARABLE", {})
    data = parquet_of(pl.DataFrame({"id": ["a"]}))
    for _ in range(2):
        assert scanned(data, named=f"sha256:{'0' * 64}").collect()["id"].to_list() == ["a"]
    assert seen == [data]
    for _ in range(2):
        with pytest.raises(ForgedError):
            scanned(b"no file", named=f"sha256:{'1' * 64}")
    assert seen == [data, b"no file", b"no file"]
    scanned(data)
    assert len(seen) == 4
