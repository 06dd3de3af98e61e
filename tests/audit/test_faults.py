"""What goes wrong while a run is recorded: it is wholly on record or not at all, and the next one is not in the way."""

import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.audit.errors import AuditError
from policyengine.audit.home import Home
from policyengine.audit.recall import Recall
from policyengine.audit.recording import Evaluated, record_run
from policyengine.audit.replay import replay
from policyengine.audit.verify import verify_ledger
from tests.audit.town import AS_OF, Town

ROOT = Path(__file__).parents[2]
KILLS = 6


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town with an empty ledger."""
    return Town(tmp_path)


def recorded_until(town: Town, at: int) -> tuple[int, str]:
    """How a recording in a process of its own ends, and what it says."""
    words = [sys.executable, "-m", "tests.audit.interrupted", str(town.folder), str(at)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout.strip()


def test_killed_at_any_point_a_run_is_wholly_there_or_not_at_all(town: Town) -> None:
    code, said = recorded_until(town, 0)
    assert code == 0
    # What is in the archive already is not written again, so that later recordings take fewer steps.
    steps = int(said) // 2
    runs = 1
    for at in random.Random(19).sample(range(1, steps), KILLS):  # noqa: S311 - points in time, not secrets
        assert recorded_until(town, at)[0] == -9
        opened = town.home.open()
        report = verify_ledger(opened.ledger, opened.archive)
        assert report.faults == ()
        assert report.head.size in (runs, runs + 1)
        runs = report.head.size
    town.record()
    recall = Recall(town.home.open())
    assert [replay(recall, run).differing for run in recall.runs()] == [0] * (runs + 1)
    assert verify_ledger(recall.home.ledger, recall.home.archive).faults == ()


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """As on a full disk, no file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 500, 3000, 20_000])
def test_a_full_disk_leaves_no_record(town: Town, size: int) -> None:
    policy, facts = pe.load_policy(town.folder / "town_2024.yaml"), town.facts()
    done = [Evaluated(Path(policy.file), pe.evaluate(policy, facts, as_of=AS_OF))]
    home = town.home.open()
    with no_file_beyond(size), pytest.raises(AuditError, match="cannot"):
        record_run(home, done, ())
    assert home.ledger.size() == 0
    assert verify_ledger(home.ledger, home.archive).faults == ()
    assert not [*(town.folder / "audit" / "archive" / "incoming").glob("*")]
    record_run(home, done, ())
    report = verify_ledger(home.ledger, home.archive)
    assert (report.head.size, report.faults) == (1, ())


def test_a_place_that_nobody_may_write_to(town: Town) -> None:
    home = Home.at(str(town.folder / "audit"), "/proc/policyengine")
    with pytest.raises(AuditError, match="cannot write to the archive"):
        pe.record(home, [pe.load_policy(town.folder / "town_2024.yaml")], town.facts(), as_of=AS_OF)
    assert town.home.open().ledger.size() == 0


READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"'
"""What a shell with mounts of its own does to the folder that it is given."""


def test_an_archive_that_is_mounted_read_only(town: Town) -> None:
    town.record()
    archive = town.folder / "audit" / "archive"
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if shutil.which("unshare") is None or subprocess.run([*alone, READ_ONLY, archive], check=False).returncode:
        pytest.skip("nobody may mount anything on this machine")
    recording = f'{READ_ONLY} && exec "{sys.executable}" -m tests.audit.interrupted "{town.folder}" 0'
    done = subprocess.run([*alone, recording, archive], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert f"AuditError: cannot write to the archive `{archive}`: Read-only file system" in done.stderr
    opened = town.home.open()
    assert opened.ledger.size() == 1
    assert verify_ledger(opened.ledger, opened.archive).faults == ()
    town.record()
    assert opened.ledger.size() == 2
