"""The ledger: records in order, each a leaf of a Merkle tree, appended and never changed.

The tree is the proof; triggers that refuse changes in the database only guard against mistakes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, insert, inspect, select

from policyengine.audit.canonical import MOST_BYTES
from policyengine.audit.checkpoint import Checkpoint, read_checkpoint
from policyengine.audit.database import Database, Mode
from policyengine.audit.digests import Algorithm, hash_of
from policyengine.audit.errors import AuditError, ForgedError
from policyengine.audit.merkle import Hash, TreeHead, extended, leaf_hash, root_of_peaks
from policyengine.audit.schema import CHECKPOINTS, ENTRIES, HEAD, LEDGER, migrate, version_of
from policyengine.audit.signatures import SigningKey, VerifierKey, read_verifier_key
from policyengine.reading.errors import UnreadableInputError, WrongUsageError
from policyengine.reading.text import Text

HASH_BYTES = 32
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class About:
    """What a ledger says of itself."""

    origin: str
    algorithm: Algorithm
    public_key: VerifierKey
    created_at: str

    @property
    def hashed(self) -> Hash:
        """The hash of its tree."""
        return hash_of(self.algorithm)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A record to be appended: its kind (`run`, `determination`), and canonical JSON that says its kind too."""

    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, numbered from 1; `leaf` is its hash in the tree, at the place `number - 1`."""

    number: int
    kind: str
    body: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A checkpoint as the ledger keeps it, with the peaks of its tree; neither is checked yet."""

    size: int
    note: str
    peaks: tuple[bytes, ...]


class Ledger:
    """A ledger in its database."""

    def __init__(self, database: Database, about: About) -> None:
        self.about = about
        self.database = database

    @classmethod
    def open(cls, location: str, mode: Mode = "rw") -> "Ledger":
        """The ledger of a SQLite file or a PostgreSQL address.

        Raises `UnreadableInputError` where there is none, or none that this version reads.
        """
        database = Database(location, mode)
        with database.reading() as connection:
            return cls(database, _about(connection))

    @classmethod
    def make(cls, location: str, key: SigningKey, algorithm: Algorithm = Algorithm.SHA256) -> "Ledger":
        """A new ledger that the key signs; its origin is the key's name. Raises `AuditError` where there is one."""
        database = Database(location, "rwc")
        hash_of(algorithm)
        with database.writing() as connection:
            if version_of(connection) is not None:
                raise AuditError(Text("此处已有台账", "there is a ledger already"))
            migrate(connection)
            row = {
                "id": 1,
                "origin": key.name,
                "algorithm": algorithm.value,
                "public_key": str(key.verifier),
                "created_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            connection.execute(insert(LEDGER).values(row))
        return cls.open(location)

    def append(self, entries: Sequence[NewEntry], key: SigningKey | None = None) -> tuple[Entry, ...]:
        """Append records, all or none, and a checkpoint over them where there is a key to sign it.

        Raises `AuditError` where the database refuses them, and `ForgedError` where the ledger does not fit its own
        last checkpoint: nothing is built on a past that has been changed.
        """
        if key is not None and key.verifier != self.about.public_key:
            raise AuditError(Text("这不是本台账的密钥", "this is not the key of the ledger"))
        with self.database.writing() as connection:
            head, peaks = self._frontier(connection)
            made: list[Entry] = []
            for entry in entries:
                if len(entry.body) > MOST_BYTES:
                    raise AuditError(Text("记录过大", "the record is too large"))
                leaf = leaf_hash(entry.body, self.about.hashed)
                number = head + len(made)
                peaks = extended(peaks, number, leaf, self.about.hashed)
                made.append(Entry(number + 1, entry.kind, entry.body, leaf))
            rows = [{"number": e.number, "kind": e.kind, "body": e.body, "leaf": e.leaf} for e in made]
            if rows:
                connection.execute(insert(ENTRIES), rows)
            if key is not None:
                self._sign(connection, head + len(made), peaks, key)
        return tuple(made)

    def checkpoint(self, key: SigningKey | None = None) -> str | None:
        """The signed checkpoint of the ledger as it is; where it has none yet, it is made if there is a key."""
        if key is not None:
            self.append((), key)
        size = self.size()
        with self.database.reading() as connection:
            query = select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)
            return connection.execute(query).scalar()

    def size(self) -> int:
        """How many records there are."""
        with self.database.reading() as connection:
            return _last_number(connection)

    def entry(self, number: int) -> Entry:
        """The record of a number. Raises `UnknownRecordError` where there is none."""
        with self.database.reading() as connection:
            row = connection.execute(select(ENTRIES).where(ENTRIES.c.number == number)).one_or_none()
        if row is None:
            raise unknown_record(number, self.size())
        return _entry(row)

    def entries(self, kind: str | None = None, *, after: int = 0) -> Iterator[Entry]:
        """The records in order, of one kind or of all, from the one after `after` to the last at this moment.

        They are read some at a time: a slow reader keeps nobody from appending.
        """
        size = self.size()
        while after < size:
            until = min(after + AT_ONCE, size)
            query = select(ENTRIES).where(ENTRIES.c.number > after, ENTRIES.c.number <= until)
            if kind is not None:
                query = query.where(ENTRIES.c.kind == kind)
            with self.database.reading() as connection:
                rows = connection.execute(query.order_by(ENTRIES.c.number)).all()
            yield from map(_entry, rows)
            after = until

    def latest(self, kind: str, most: int) -> list[Entry]:
        """The last records of a kind, at most so many, newest first."""
        query = select(ENTRIES).where(ENTRIES.c.kind == kind).order_by(ENTRIES.c.number.desc()).limit(most)
        with self.database.reading() as connection:
            return [*map(_entry, connection.execute(query).all())]

    def rows(self) -> int:
        """How many rows the table of records has: as many as records, unless someone has put in what is none."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(ENTRIES)).scalar_one()

    def leaves(self) -> list[bytes]:
        """The leaves of the tree, in order: what proofs are made from."""
        with self.database.reading() as connection:
            return [*map(_bytes, connection.execute(select(ENTRIES.c.leaf).order_by(ENTRIES.c.number)).scalars())]

    def checkpoints(self) -> Iterator[StoredCheckpoint]:
        """The checkpoints that the ledger keeps, smallest first."""
        after = -1
        while True:
            query = select(CHECKPOINTS).where(CHECKPOINTS.c.size > after).order_by(CHECKPOINTS.c.size).limit(AT_ONCE)
            with self.database.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from map(_stored, rows)
            after = rows[-1].size

    def _frontier(self, connection: Connection) -> tuple[int, tuple[bytes, ...]]:
        """How many records there are, and the peaks of their tree: the last checkpoint's, and what came since."""
        last = connection.execute(select(CHECKPOINTS).order_by(CHECKPOINTS.c.size.desc()).limit(1)).one_or_none()
        size, peaks = 0, tuple[bytes, ...]()
        if last is not None:
            known = _stored(last)
            size, peaks = known.size, known.peaks
            signed = read_checkpoint(known.note, self.about.public_key)
            if signed != self.checkpoint_of(TreeHead(size, root_of_peaks(peaks, self.about.hashed))):
                raise ForgedError(Text("台账最后一个检查点已被改动", "the ledger's last checkpoint has been changed"))
        count = _last_number(connection)
        since = select(ENTRIES.c.leaf).where(ENTRIES.c.number > size).order_by(ENTRIES.c.number)
        for leaf in connection.execute(since).scalars():
            peaks = extended(peaks, size, _bytes(leaf), self.about.hashed)
            size += 1
        if size != count:
            raise ForgedError(
                Text(
                    f"台账缺少记录：检查点至 {size}，记录至 {count}",
                    f"the ledger lacks records: checkpoints reach {size}, records {count}",
                )
            )
        return size, peaks

    def checkpoint_of(self, head: TreeHead) -> Checkpoint:
        """What the ledger's checkpoint says of a tree."""
        return Checkpoint(self.about.origin, head, self.about.algorithm)

    def _sign(self, connection: Connection, size: int, peaks: tuple[bytes, ...], key: SigningKey) -> None:
        there = connection.execute(select(CHECKPOINTS.c.size).where(CHECKPOINTS.c.size == size)).one_or_none()
        if there is None:
            note = self.checkpoint_of(TreeHead(size, root_of_peaks(peaks, self.about.hashed))).signed(key)
            connection.execute(insert(CHECKPOINTS).values(size=size, note=note, peaks=b"".join(peaks)))


class UnknownRecordError(WrongUsageError):
    """A number that no record has."""


def unknown_record(number: int, size: int) -> UnknownRecordError:
    """What to say of a number that no record, or no run, has."""
    return UnknownRecordError(
        Text(f"台账中没有编号为 `{number}` 的运行", f"the ledger has no run `{number}`"),
        Text(f"台账共有 {size} 条记录。", f"The ledger has {size} records."),
    )


def parted(peaks: bytes) -> tuple[bytes, ...]:
    """Hashes that were written one after another."""
    return tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES))


def _last_number(connection: Connection) -> int:
    found = connection.execute(select(func.max(ENTRIES.c.number))).scalar()
    if found is not None and not isinstance(found, int):
        raise _malformed()
    return found or 0


def _entry(row: Row[tuple[int, str, bytes, bytes]]) -> Entry:
    """A row as a record; in a SQLite file that someone has changed, any cell may hold anything."""
    if not isinstance(row.number, int):
        raise _malformed()
    return Entry(row.number, str(row.kind), _bytes(row.body), _bytes(row.leaf))


def _stored(row: Row[tuple[int, str, bytes]]) -> StoredCheckpoint:
    if not isinstance(row.size, int):
        raise _malformed()
    return StoredCheckpoint(row.size, str(row.note), parted(_bytes(row.peaks)))


def _bytes(cell: object) -> bytes:
    return cell if isinstance(cell, bytes) else str(cell).encode("utf-8", "replace")


def _malformed() -> ForgedError:
    return ForgedError(Text("台账中有不成记录的行", "the ledger has rows that are no records"))


def _about(connection: Connection) -> About:
    version = version_of(connection)
    if version is None:
        raise UnreadableInputError(
            Text("此数据库中没有台账", "this database has no ledger"),
            Text("请先运行 `policyengine ledger init`。", "`policyengine ledger init` makes one."),
        )
    if version != HEAD or not {LEDGER.name, ENTRIES.name, CHECKPOINTS.name} <= {*inspect(connection).get_table_names()}:
        raise UnreadableInputError(
            Text(f"台账的格式 `{version}` 与本程序不符", f"this program does not read ledgers of version `{version}`"),
            Text("请使用写入该台账的 policyengine 版本。", "Use the version of policyengine that wrote it."),
        )
    row = connection.execute(select(LEDGER).limit(1)).one_or_none()
    known = [algorithm.value for algorithm in Algorithm]
    if row is None or row.algorithm not in known:
        raise ForgedError(Text("台账的说明已被改动", "the ledger's description has been changed"))
    key = read_verifier_key(row.public_key)
    if key.name != row.origin:
        raise ForgedError(Text("台账的名称与其公钥不符", "the ledger's origin is not that of its public key"))
    return About(row.origin, Algorithm(row.algorithm), key, row.created_at)
