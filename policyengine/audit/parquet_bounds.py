"""How much a Parquet file would take in memory, found out before any of it is decoded.

A file says so in its footer, and in the header of each page. A reader that trusts the footer can be made to fill memory
by a few bytes. So the headers are read one after the other: a page cannot inflate beyond what its own header says, for
that is how large the buffer is that it is decompressed into. Both are in the compact protocol of Apache Thrift; the
numbers of fields are those of `parquet.thrift` in the Apache Parquet format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policyengine.reading.text import Text

MAGIC = b"PAR1"
TAIL = 8

MOST_VALUES = 2**27
"""Cells of all columns together, the elements of lists one by one."""
MOST_INFLATED = 2**30
MOST_PAGE = 2**26
MOST_PAGES = 200_000
MOST_FOOTER = 2**24
MOST_DEPTH = 16
MOST_WIDTH = 16
"""Bytes of a value of fixed length: more than that no number has."""

FIXED_LENGTH = 7
DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2 = 0, 2, 3
HEADERS = {DATA_PAGE: 5, DICTIONARY_PAGE: 7, DATA_PAGE_V2: 8}
"""The field of a page's header in which what it says of its values stands."""
ENCODINGS = frozenset({0, 2, 3, 4, 5, 6, 8, 9})
"""All but DELTA_BYTE_ARRAY, in which a text is the one before with a few letters more: small files of endless texts."""

Struct = Mapping[int, Any]


class UnboundedFileError(Exception):
    """A file that is no Parquet file, or that would take more than is to be given to it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.problem = Text(zh, en)


@dataclass(slots=True)
class Taken:
    """What a file would take: `values` in all columns, and `inflated` bytes of all pages."""

    values: int = 0
    inflated: int = 0
    pages: int = 0

    def add(self, values: int, inflated: int) -> None:
        """Count a page. Raises `UnboundedFileError` where it becomes too much."""
        self.values += values
        self.inflated += inflated
        self.pages += 1
        for found, most, zh, en in (
            (self.values, MOST_VALUES, "个值", "values"),
            (self.inflated, MOST_INFLATED, "字节（解压后）", "bytes when it is inflated"),
            (self.pages, MOST_PAGES, "页", "pages"),
        ):
            if found > most:
                raise UnboundedFileError(f"超过 {most} {zh}", f"more than {most} {en}")


def taken_by(data: bytes) -> Taken:
    """What decoding a file would take. Raises `UnboundedFileError`."""
    try:
        return _taken(data)
    except (IndexError, KeyError, TypeError, AttributeError) as error:
        raise UnboundedFileError("元数据不合格式", "its metadata do not follow the format") from error


def _taken(data: bytes) -> Taken:
    size = int.from_bytes(data[-TAIL:-4], "little")
    if data[-4:] != MAGIC or data[:4] != MAGIC or not 0 < size <= min(MOST_FOOTER, len(data) - TAIL - 4):
        raise UnboundedFileError("文件末尾没有大小合理的元数据", "it does not end with a footer of bearable size")
    footer = _Thrift(data, len(data) - TAIL - size).struct()
    for element in footer[2]:
        if element.get(1) == FIXED_LENGTH and not 0 < element[2] <= MOST_WIDTH:
            raise UnboundedFileError("定长值过长", "values of too great a length")
    taken, rows = Taken(), 0
    for group in footer[4]:
        rows += group[3]
        if group[3] < 0 or not group[1]:
            raise UnboundedFileError("有行而没有列", "rows without columns")
        for chunk in group[1]:
            if chunk[3][5] < group[3]:
                raise UnboundedFileError("列的值少于行数", "a column has fewer values than there are rows")
            for values, inflated in _pages(data, chunk):
                taken.add(values, inflated)
    if rows != footer[3]:
        raise UnboundedFileError("各行组的行数与所述不符", "its row groups have not as many rows as it says")
    return taken


def _pages(data: bytes, chunk: Struct) -> Iterator[tuple[int, int]]:
    """The values of each page of a column, and the bytes that it inflates to."""
    about = chunk[3]
    first, dictionary = about[9], about.get(11)
    at = first if dictionary is None else dictionary
    end, claimed, values = at + about[7], about[5], 0
    if 1 in chunk or not 0 < at <= first <= end <= len(data):
        raise UnboundedFileError("列不在文件之内", "columns outside of it")
    while at < end and values < claimed:
        reader = _Thrift(data, at)
        header = reader.struct()
        inflated, stored = header[2], header[3]
        at = reader.at + stored
        if not (0 <= inflated <= MOST_PAGE and stored >= 0 and at <= end):
            raise UnboundedFileError(f"有一页解压后达 {inflated} 字节", f"a page inflates to {inflated} bytes")
        page = header[HEADERS[header[1]]]
        if page[4 if header[1] == DATA_PAGE_V2 else 2] not in ENCODINGS or page[1] < 0:
            raise UnboundedFileError("页的编码不受支持", "a page in an encoding that is not taken")
        if header[1] != DICTIONARY_PAGE:
            values += page[1]
        yield page[1], inflated
    if values != claimed:
        raise UnboundedFileError("各页的值数与所述不符", "its pages have not as many values as it says")


# --- Thrift -----------------------------------------------------------------------------------------------------------

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


class _Thrift:
    """A reader of the compact protocol: structs are mappings from the numbers of their fields."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The struct that begins here."""
        if depth > MOST_DEPTH:
            raise UnboundedFileError("元数据嵌套过深", "its metadata are nested too deeply")
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._signed()
            found[number] = self._value(head & 15, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:  # noqa: ANN401 - what stands there says what it is
        if kind in (I16, I32, I64):
            return self._signed()
        if kind == BINARY:
            return self._skip(self._varint())
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind in (LIST, SET):
            return self._list(depth)
        if kind in (TRUE, FALSE):
            return kind == TRUE
        if kind in (BYTE, DOUBLE):
            return self._skip(1 if kind == BYTE else 8)
        raise UnboundedFileError("元数据有格式之外的内容", "its metadata hold what the format does not know")

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        size = head >> 4 if head >> 4 != 15 else self._varint()
        if size > len(self._data) - self.at:
            raise UnboundedFileError("列表长于文件", "a list longer than the file")
        kind = head & 15
        if kind in (TRUE, FALSE):
            return [self._byte() == TRUE for _ in range(size)]
        return [self._value(kind, depth + 1) for _ in range(size)]

    def _skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self._data):
            raise UnboundedFileError("元数据不完整", "its metadata end too soon")

    def _byte(self) -> int:
        found = self._data[self.at]
        self.at += 1
        return found

    def _varint(self) -> int:
        found, shift = 0, 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7
            if shift > 63:
                raise UnboundedFileError("数字没有尽头", "a number without end")

    def _signed(self) -> int:
        found = self._varint()
        return (found >> 1) ^ -(found & 1)
