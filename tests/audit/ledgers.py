"""Ledgers for tests, and an attacker's way into a SQLite file."""

import json
import sqlite3
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policyengine.audit.ledger import Ledger, NewEntry
from policyengine.audit.signatures import SigningKey
from policyengine.audit.verify import verify_ledger

KEY = SigningKey("quzhou/7f3a", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def entry(n: int, kind: str = "note") -> NewEntry:
    """A record that says little."""
    return NewEntry(kind, json.dumps({"kind": kind, "n": n}, separators=(",", ":")).encode())


def ledger_of(folder: Path, records: int, *, key: SigningKey | None = KEY) -> Ledger:
    """A ledger with so many records, each appended by itself."""
    made = Ledger.make(str(folder / "ledger.sqlite"), KEY)
    for n in range(records):
        made.append([entry(n)], key)
    return made


def attack(ledger: Ledger, *statements: str) -> None:
    """Change the file behind the triggers' backs."""
    with sqlite3.connect(ledger.database.location) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def faults(ledger: Ledger, *held: str) -> list[str]:
    """What verifying finds, in English."""
    return [fault.en for fault in verify_ledger(ledger, held=held).faults]
