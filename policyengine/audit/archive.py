"""Files by their digests: each once, whole or not there at all, and never taken for another.

A file lies at `<algorithm>/<first two digits>/<digest>`. It is written under another name first, then renamed, so that
whatever happens only what nobody names is left behind, in `incoming`.
"""

import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from policyengine.audit.digests import Algorithm, algorithm_of, digest, fits
from policyengine.audit.errors import AuditError, ForgedError
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.text import Text

INCOMING = "incoming"
MOST_BYTES = 4 * 1024**3


class Store(Protocol):
    """Where an archive's files lie: each name is of the form `<algorithm>/<two digits>/<digits>`."""

    def read(self, name: str) -> bytes | None:
        """A file's bytes; `None` where there is none. Raises `OSError`."""

    def write(self, name: str, data: bytes) -> None:
        """A file that is whole and lasting when this returns, in place of an earlier one. Raises `OSError`."""

    def names(self) -> Iterator[str]:
        """All files, those left behind by recordings that were broken off among them."""


class Archive:
    """Files by digest, in one store."""

    def __init__(self, store: Store, address: str, algorithm: Algorithm = Algorithm.SHA256) -> None:
        self.address = address
        self.algorithm = algorithm
        self._store = store

    def put(self, data: bytes) -> str:
        """Keep bytes and return their digest; what is there already is not written again.

        Raises `AuditError` where the store refuses them.
        """
        named = digest(data, self.algorithm)
        try:
            if self._store.read(_name(named)) != data:
                self._store.write(_name(named), data)
        except OSError as error:
            raise self._failed(error, AuditError, Text("写入", "write to")) from error
        return named

    def get(self, named: str) -> bytes:
        """The bytes of a digest.

        Raises `ForgedError` where the file is gone or holds anything else, `UnreadableInputError` where it cannot be
        read.
        """
        try:
            data = self._store.read(_name(named))
        except OSError as error:
            raise self._failed(error, UnreadableInputError, Text("读取", "read from")) from error
        if data is None:
            raise ForgedError(
                Text(f"档案 `{self.address}` 中缺少 `{named}`", f"the archive `{self.address}` lacks `{named}`")
            )
        if not fits(data, named):
            raise ForgedError(
                Text(
                    f"档案 `{self.address}` 中 `{named}` 的内容已被改动",
                    f"in the archive `{self.address}` the content of `{named}` has been changed",
                )
            )
        return data

    def unnamed(self, known: frozenset[str]) -> tuple[str, ...]:
        """The files that are none of these digests, by name: recordings that were broken off leave such behind."""
        kept = {_name(named) for named in known}
        return tuple(sorted(name for name in self._store.names() if name not in kept))

    def _failed(
        self, error: OSError, kind: type[AuditError] | type[UnreadableInputError], verb: Text
    ) -> AuditError | UnreadableInputError:
        reason = error.strerror or str(error)
        return kind(
            Text(
                f"无法{verb.zh}档案 `{self.address}`：{reason}",
                f"cannot {verb.en} the archive `{self.address}`: {reason}",
            )
        )


def open_archive(address: str, algorithm: Algorithm = Algorithm.SHA256) -> Archive:
    """The archive in a folder, or at any URL that fsspec knows (`s3://…`, `memory://…`)."""
    return Archive(UrlStore(address) if "://" in address else FolderStore(Path(address)), address, algorithm)


def _name(named: str) -> str:
    """Where the file of a digest lies; a text that is no digest leads nowhere."""
    algorithm, digits = algorithm_of(named).value, named.partition(":")[2]
    return f"{algorithm}/{digits[:2]}/{digits}"


class FolderStore:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """Only a plain file is read: no link that leads elsewhere, nothing that never ends."""
        try:
            opened = os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        with os.fdopen(opened, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
                raise OSError(None, "not a plain file of bearable size")
            return file.read(MOST_BYTES)

    def write(self, name: str, data: bytes) -> None:
        """On disk, with its folder's entry, before this returns."""
        path, incoming = self._folder / name, self._folder / INCOMING / secrets.token_hex(16)
        path.parent.mkdir(parents=True, exist_ok=True)
        incoming.parent.mkdir(exist_ok=True)
        try:
            with incoming.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            incoming.replace(path)
        except OSError:
            incoming.unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def names(self) -> Iterator[str]:
        """By folder."""
        for path in sorted(self._folder.rglob("*")):
            if not path.is_dir():
                yield path.relative_to(self._folder).as_posix()


class UrlStore:
    """A place that fsspec knows; what it gives and takes is its own affair, whether it is whole the digests tell."""

    def __init__(self, address: str) -> None:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - folders do without

        try:
            self._files, self._root = url_to_fs(address)
        except (ValueError, ImportError) as error:
            raise UnreadableInputError(
                Text(f"无法打开档案 `{address}`：{error}", f"cannot open the archive `{address}`: {error}")
            ) from error

    def read(self, name: str) -> bytes | None:
        """Whole."""
        try:
            data: bytes = self._files.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def write(self, name: str, data: bytes) -> None:
        """Under another name first, where a store might leave half of it."""
        path, incoming = f"{self._root}/{name}", f"{self._root}/{INCOMING}/{secrets.token_hex(16)}"
        for made in (path, incoming):
            self._files.makedirs(made.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(incoming, data)
        self._files.mv(incoming, path)

    def names(self) -> Iterator[str]:
        """As the store lists them."""
        for path in self._files.find(self._root):
            yield path.removeprefix(self._root).lstrip("/")


def _sync(folder: Path) -> None:
    """Make the folder's entries lasting."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
