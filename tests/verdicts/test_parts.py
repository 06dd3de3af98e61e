"""Verdicts of many subjects come in parts: the same verdicts, and a file that is whole or not there at all."""

import resource
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from benchmarks.large import large
from policyengine import pipeline
from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.language.load import load_policy
from policyengine.verdicts import verdicts as module
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.write import write_verdicts

POLICY = Path(__file__).parents[2] / "benchmarks" / "policies" / "large_10.yaml"
ORGANIZATIONS = 2_000


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "facts"
    large(folder, str(ORGANIZATIONS))
    return folder


@pytest.fixture(scope="module")
def verdicts(registry: Path) -> Verdicts:
    facts = read_facts(registry)
    policy = load_policy(POLICY)
    return pipeline.evaluate(policy, facts, as_of=date(2024, 1, 31), jurisdiction="national")


def test_parts_are_the_whole(verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch):
    whole = verdicts.to_polars()
    monkeypatch.setattr(module, "AT_ONCE", 3_500)
    parts = list(verdicts.frames())
    assert len(parts) > len(verdicts.rules)
    assert max(part.height for part in parts if part["subject_kind"][0] == "organization") <= 500
    by = ["rule", "subject"]
    assert pl.concat(parts).sort(by).equals(whole.sort(by))


def test_the_file_of_parts_is_the_same_every_time(verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(module, "AT_ONCE", 3_500)
    for name in ("a.parquet", "b.parquet"):
        write_verdicts(verdicts.frames(), tmp_path / name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert pl.scan_parquet(tmp_path / "a.parquet").select(pl.len()).collect().item() == len(verdicts)


IN_PARTS = """
import sys
from policyengine.interfaces.cli.main import main
from policyengine.verdicts import verdicts

verdicts.AT_ONCE = 3_500
main()
"""


@pytest.mark.parametrize(("suffix", "room"), [("parquet", 20_000), ("csv", 2_000_000), ("json", 2_000_000)])
def test_a_disk_that_fills_while_parts_are_written(registry: Path, tmp_path: Path, suffix: str, room: int):
    """A limit on the size of files stands in for the disk: the first parts fit."""
    out = tmp_path / f"v.{suffix}"
    out.write_text("old", "utf-8")
    command = [sys.executable, "-c", IN_PARTS, "evaluate", str(POLICY), "--facts", str(registry)]
    done = subprocess.run(
        [*command, "--jurisdiction", "national", "--as-of", "2024-01-31", "--out", str(out), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert done.returncode == 3, done.stderr
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [(out.name, "old")]


def test_ids_given_twice_are_refused_wherever_they_stand(tmp_path: Path):
    large(tmp_path / "facts", "2000")
    part = tmp_path / "facts" / "organization" / "part000.parquet"
    rows = pl.read_parquet(part)
    rows.head(1).write_parquet(part.with_name("part001.parquet"))
    with pytest.raises(FactsError) as caught:
        read_facts(tmp_path / "facts")
    assert [refusal.row for refusal in caught.value.refusals] == [1, 1]


def test_of_many_ids_a_sample_says_where_to_part_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "SAMPLE", 1_000)
    ids = pl.Series([f"{n:05d}" for n in range(20_000)])
    cuts = module._cut(ids, 2_000)
    assert cuts == module._cut(ids.reverse(), 2_000) == sorted(cuts)
    sizes = [(ids < cut).sum() for cut in cuts]
    assert all(1_500 < after - before < 2_500 for before, after in pairwise([0, *sizes]))
