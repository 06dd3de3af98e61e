"""A file's bytes and lines, read within bounds."""

import hashlib
import re
import stat
from collections import deque
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from policyengine.reading import messages
from policyengine.reading.findings import Finding, Message
from policyengine.reading.place import Place
from policyengine.reading.text import Text

MOST_BYTES = 2 * 1024 * 1024

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: its name as findings show it, its text without byte order mark, and the digest of its bytes."""

    name: str
    text: str
    lines: tuple[str, ...]
    sha256: str

    def finding(self, message: Message, place: Place, /, **values: object) -> Finding:
        """A finding that shows the line it stands in."""
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        return Finding.of(message, place, line, **values)

    def offset(self, place: Place) -> int:
        """How many characters of the text come before a place."""
        breaks = islice(_LINE_BREAK.finditer(self.text), place.line - 1)
        start = deque((found.end() for found in breaks), maxlen=1)
        return (start[0] if start else 0) + place.column - 1


def read_source(origin: Path | str | bytes, name: str, most_bytes: int = MOST_BYTES) -> Source | Finding:
    """Read a file (or take bytes) as UTF-8, or say what is in the way; the size is looked at before reading."""
    data = read_bytes(origin, name, most_bytes)
    return data if isinstance(data, Finding) else _decode(data, name)


def read_bytes(origin: Path | str | bytes, name: str, most_bytes: int = MOST_BYTES) -> bytes | Finding:
    """The bytes of a file, or those given, within the bound; or what is in the way."""
    if isinstance(origin, bytes):
        return origin if len(origin) <= most_bytes else _too_large(name, len(origin), most_bytes)
    path = Path(origin)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return Finding.of(messages.IS_A_DIRECTORY, Place(name), path=name)
        if not stat.S_ISREG(status.st_mode):
            return Finding.of(messages.NOT_A_REGULAR_FILE, Place(name), path=name)
        if status.st_size > most_bytes:
            return _too_large(name, status.st_size, most_bytes)
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Finding.of(messages.NO_SUCH_FILE, Place(name), path=name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return Finding.of(messages.UNREADABLE, Place(name), path=name, reason=reason)
    return data if len(data) <= most_bytes else _too_large(name, len(data), most_bytes)


def _too_large(name: str, size: int, most_bytes: int) -> Finding:
    return Finding.of(messages.FILE_TOO_LARGE, Place(name), size=size, most=most_bytes)


def _decode(data: bytes, name: str) -> Source | Finding:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from after a byte order mark.
        before = error.object[: error.start].decode("utf-8")
        *earlier, last = _LINE_BREAK.split(before)
        place = Place(name, len(earlier) + 1, len(last) + 1)
        return Finding.of(messages.NOT_UTF8, place, byte=f"0x{error.object[error.start]:02X}", encoding=_guess(data))
    source = Source(name, text, tuple(_LINE_BREAK.split(text)), hashlib.sha256(data).hexdigest())
    if forbidden := _FORBIDDEN.search(text):
        *earlier, last = _LINE_BREAK.split(text[: forbidden.start()])
        place = Place(name, len(earlier) + 1, len(last) + 1)
        return source.finding(messages.FORBIDDEN_CHARACTER, place, character=f"U+{ord(forbidden.group()):04X}")
    return source


def _guess(data: bytes) -> Text:
    """The encoding that bytes which are not UTF-8 are probably in, as `iconv` calls it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text("UTF-16", "UTF-16")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Text("其他编码", "ANOTHER")
    return Text("GB18030", "GB18030")
