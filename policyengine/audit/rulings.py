"""Rulings in the ledger: what offices decided about verdicts on record, and what they withdrew again.

Each is an entry of its own, appended and never changed; a verdict stays what it was, and whoever shows it shows the
rulings on it, those that were withdrawn too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from pydantic import ValidationError

from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.errors import ForgedError
from policyengine.audit.home import Opened
from policyengine.audit.ledger import Entry, Ledger, NewEntry
from policyengine.audit.ruling_record import RulingRecord, WithdrawalRecord
from policyengine.language.statuses import Status
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Text
from policyengine.verdicts.verdict import Verdict

RULING = "ruling"
WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Office:
    """Who decides, on what ground, on which day; and who records it."""

    name: str
    basis: str
    on: date
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling by the number of its entry, and its withdrawal, if there is one."""

    number: int
    record: RulingRecord
    withdrawn: WithdrawalRecord | None = None
    withdrawn_by: int | None = None


def rule_on(
    home: Opened, run: int, verdict: Verdict, known_as: str, office: Office, *, decides: Status | None
) -> Ruling:
    """Record that an office sets a verdict of a run aside (`decides` is `None`), or decides one that is unknown.

    `known_as` is what outputs call the subject: its id, or a person's pseudonym.

    Raises `WrongUsageError` for a verdict that is not unknown and yet to be decided, and for words that are too many.
    """
    if decides is not None and verdict.status is not Status.UNKNOWN:
        raise WrongUsageError(
            Text(
                f"该结论是 `{verdict.status.value}`，并非待定，无从代为决定",
                f"the verdict is `{verdict.status.value}`, not `unknown`: there is nothing to decide",
            ),
            Text("若不予采信，请用 `--sets-aside`。", "`--sets-aside` sets it aside."),
        )
    of = {name: getattr(verdict, name) for name in ("policy", "rule", "subject_kind")} | {"subject": known_as}
    status = None if decides is None else decides.value
    record = _said(RulingRecord, office, {"run": run, **of, "status": status})
    return Ruling(_append(home, record), record)


def withdraw(home: Opened, number: int, office: Office) -> Ruling:
    """Record that an office withdraws a ruling. Raises `WrongUsageError` for what is none, or is withdrawn already."""
    found = next((ruling for ruling in rulings(home.ledger) if ruling.number == number), None)
    if found is None:
        raise WrongUsageError(Text(f"记录 {number} 不是复核决定", f"record {number} is no ruling"))
    if found.withdrawn is not None:
        by = found.withdrawn_by
        raise WrongUsageError(
            Text(f"复核决定 {number} 已由记录 {by} 撤回", f"ruling {number} has been withdrawn already, by record {by}")
        )
    record = _said(WithdrawalRecord, office, {"ruling": number})
    return Ruling(number, found.record, record, _append(home, record))


def rulings(ledger: Ledger, run: int | None = None) -> tuple[Ruling, ...]:
    """All rulings of a ledger, or those on the verdicts of a run, in the order in which they were recorded."""
    found: dict[int, Ruling] = {}
    for entry in ledger.entries(RULING):
        record = ruling_record(entry)
        if isinstance(record, RulingRecord) and run in (None, record.run):
            found[entry.number] = Ruling(entry.number, record)
    for entry in ledger.entries(WITHDRAWAL) if found else ():
        record = ruling_record(entry)
        if isinstance(record, WithdrawalRecord) and record.ruling in found:
            standing = found[record.ruling]
            if standing.withdrawn is None and entry.number > standing.number:
                found[record.ruling] = Ruling(standing.number, standing.record, record, entry.number)
    return tuple(found.values())


def about(among: Iterable[Ruling], verdict: tuple[str, str, str, str]) -> tuple[Ruling, ...]:
    """The rulings on the verdict of a policy, a rule, a kind of subject and a subject, as outputs call it."""
    return tuple(
        ruling
        for ruling in among
        if (ruling.record.policy, ruling.record.rule, ruling.record.subject_kind, ruling.record.subject) == verdict
    )


def ruling_record(entry: Entry) -> RulingRecord | WithdrawalRecord:
    """What an entry says. Raises `ForgedError` for an entry that is no ruling and no withdrawal."""
    kinds: dict[str, type[RulingRecord] | type[WithdrawalRecord]] = {RULING: RulingRecord, WITHDRAWAL: WithdrawalRecord}
    kind = kinds.get(entry.kind)
    if kind is None:
        raise ForgedError(Text(f"记录 {entry.number} 不是复核决定", f"record {entry.number} is no ruling"))
    return read_canonical(entry.body, kind, f"record {entry.number}")


Said = TypeVar("Said", RulingRecord, WithdrawalRecord)


def _said(kind: type[Said], office: Office, what: dict[str, object]) -> Said:
    who = {"office": office.name, "basis": office.basis, "on": office.on, "recorded_by": office.recorded_by}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return kind.model_validate({**what, **who, "recorded_at": now})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise WrongUsageError(
            Text(f"`{name}` 为空或过长", f"`{name}` is empty, or too long"),
            Text("请写明作出决定的机关和依据。", "Name the office that decided, and the ground."),
        ) from error


def _append(home: Opened, record: RulingRecord | WithdrawalRecord) -> int:
    (entry,) = home.ledger.append([NewEntry(record.kind, canonical(record))], home.signing_key())
    return entry.number
