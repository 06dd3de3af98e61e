"""Whether ledger and archive are what was recorded: every record, checkpoint and file, each fault by its place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import read_proved
from policyengine.audit.checkpoint import read_checkpoint
from policyengine.audit.errors import ForgedError
from policyengine.audit.ledger import Entry, Ledger, StoredCheckpoint
from policyengine.audit.merkle import TreeHead, extended, leaf_hash, root_of_peaks
from policyengine.audit.named import RUN, faults_of, kind_of
from policyengine.audit.record import RunRecord
from policyengine.reading.text import Text

Told = Callable[[int], None]

MOST_FAULTS = 1000
"""A ledger with more faults is not looked into any further."""


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying found.

    `faults` break the proof. `unsigned` records came after the last checkpoint. `unnamed` files belong to no record, as
    a recording that was broken off leaves them.
    """

    head: TreeHead
    faults: tuple[Text, ...]
    checkpoints: int
    unsigned: int
    files: int
    unnamed: tuple[str, ...]


@dataclass(slots=True)
class _Tree:
    """The tree grown again from the records: the root at every size, and the faults of single records."""

    roots: list[bytes]
    faults: list[Text] = field(default_factory=list)
    runs: list[Entry] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.roots) - 1


def verify_ledger(
    ledger: Ledger, archive: Archive | None = None, *, held: Iterable[str] = (), told: Told = lambda _done: None
) -> Report:
    """Check every record and checkpoint, and with an archive every file that a run names.

    `held` are checkpoints that someone has kept elsewhere, as signed notes. `told` hears of records that are done.
    Raises `UnreadableInputError` where the database itself cannot be read.
    """
    tree = _grown(ledger, told)
    stored = [*ledger.checkpoints()]
    faults = [*tree.faults, *_compared(ledger, tree, stored)]
    faults += [fault for note in held for fault in _held(ledger, tree, note)]
    known: set[str] = set()
    unnamed: tuple[str, ...] = ()
    if archive is not None:
        faults += islice(_files(tree, archive, known), MOST_FAULTS)
        unnamed = archive.unnamed(frozenset(known))
    signed = max((checkpoint.size for checkpoint in stored if checkpoint.size <= tree.size), default=0)
    head = TreeHead(tree.size, tree.roots[-1])
    return Report(head, tuple(faults[:MOST_FAULTS]), len(stored), tree.size - signed, len(known), unnamed)


def _grown(ledger: Ledger, told: Told) -> _Tree:
    hashed = ledger.about.hashed
    peaks: tuple[bytes, ...] = ()
    tree = _Tree([root_of_peaks(peaks, hashed)])
    expected = 1
    for entry in ledger.entries():
        if entry.number != expected:
            tree.faults.append(_missing(expected, entry.number - 1))
        expected = entry.number + 1
        leaf = leaf_hash(entry.body, hashed)
        if leaf != entry.leaf:
            tree.faults.append(_about(entry, Text("内容与其散列不符", "its content does not fit its hash")))
        peaks = extended(peaks, tree.size, leaf, hashed)
        tree.roots.append(root_of_peaks(peaks, hashed))
        try:
            kind = kind_of(entry.body)
        except ForgedError as error:
            tree.faults.append(_about(entry, error.problem))
        else:
            if kind != entry.kind:
                tree.faults.append(_about(entry, Text("种类已被改动", "its kind has been changed")))
            if kind == RUN:
                tree.runs.append(entry)
        told(1)
    if strays := ledger.rows() - tree.size:
        tree.faults.append(Text(f"有 {strays} 行不是记录", f"{strays} rows are no records"))
    return tree


def _compared(ledger: Ledger, tree: _Tree, stored: list[StoredCheckpoint]) -> Iterator[Text]:
    """Each checkpoint by itself, and against the tree; the first that the tree does not fit shows where it changed."""
    fitting, unfitting = 0, 0
    for each in stored:
        name = Text(f"检查点 {each.size}", f"checkpoint {each.size}")
        try:
            signed = read_checkpoint(each.note, ledger.about.public_key)
        except ForgedError as error:
            yield Text(f"{name.zh}：{error.problem.zh}", f"{name.en}: {error.problem.en}")
            continue
        claimed = ledger.checkpoint_of(TreeHead(each.size, root_of_peaks(each.peaks, ledger.about.hashed)))
        if signed != claimed:
            yield Text(f"{name.zh}：内容已被改动", f"{name.en}: its content has been changed")
        elif each.size > tree.size:
            yield _missing(tree.size + 1, each.size)
        elif tree.roots[each.size] == signed.head.root:
            fitting = each.size
        elif not unfitting:
            unfitting = each.size
            yield _changed_between(fitting, each.size)


def _held(ledger: Ledger, tree: _Tree, note: str) -> Iterator[Text]:
    name = Text("所持检查点", "the checkpoint that you hold")
    try:
        signed = read_checkpoint(note, ledger.about.public_key)
    except ForgedError as error:
        yield Text(
            f"{name.zh}：{error.problem.zh}；或者台账已被替换",
            f"{name.en}: {error.problem.en}; or else the ledger has been replaced",
        )
        return
    head = signed.head
    if signed != ledger.checkpoint_of(head):
        yield Text(f"{name.zh}属于另一台账 `{signed.origin}`", f"{name.en} is of another ledger, `{signed.origin}`")
    elif head.size > tree.size:
        yield Text(
            f"{name.zh}有 {head.size} 条记录，台账只有 {tree.size} 条：台账被截短，或被较早的副本替换",
            f"{name.en} has {head.size} records, the ledger only {tree.size}: it has been cut short, or replaced by an "
            "older copy",
        )
    elif tree.roots[head.size] != head.root:
        yield Text(
            f"{name.zh}（{head.size} 条记录）不是本台账的开头：历史已被改写（分叉）",
            f"{name.en} ({head.size} records) is not how the ledger begins: its past has been rewritten (a fork)",
        )


def _files(tree: _Tree, archive: Archive, known: set[str]) -> Iterator[Text]:
    for entry in tree.runs:
        try:
            run = read_proved(entry.body, RunRecord, RUN)
        except ForgedError as error:
            yield _about(entry, error.problem)
            continue
        for fault in faults_of(run, archive, known):
            yield _about(entry, fault)


def _about(entry: Entry, fault: Text) -> Text:
    return Text(f"记录 {entry.number}：{fault.zh}", f"record {entry.number}: {fault.en}")


def _missing(first: int, last: int) -> Text:
    if first == last:
        return Text(f"缺少记录 {first}", f"record {first} is missing")
    return Text(f"缺少记录 {first} 至 {last}", f"records {first} to {last} are missing")


def _changed_between(fitting: int, unfitting: int) -> Text:
    first = fitting + 1
    if first == unfitting:
        return Text(
            f"记录 {first} 不是当时签名的那一条：被改动、调换、插入或删除过",
            f"record {first} is not the one that was signed: it was changed, moved, inserted, or one was deleted",
        )
    return Text(
        f"记录 {first} 至 {unfitting} 不是当时签名的那些：有记录被改动、调换、插入或删除过",
        f"records {first} to {unfitting} are not those that were signed: some were changed, moved, inserted or deleted",
    )
