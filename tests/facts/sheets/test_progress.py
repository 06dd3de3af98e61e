"""Who waits for a large file is told how far it has been read."""

from pathlib import Path

from policyengine.facts.read import read_facts
from tests.facts.broken_sources import parquet, workbook
from tests.facts.registry import VOCABULARY


def test_files_and_rows_are_told(tmp_path: Path) -> None:
    lines = "".join(f"c{n}\n" for n in range(100_001))
    (tmp_path / "city.csv").write_text(f"id\n{lines}", "utf-8")
    (tmp_path / "county.parquet").write_bytes(parquet(id=["k1"]))
    (tmp_path / "台账.xlsx").write_bytes(workbook(街道=[["编号"], *([f"s{n}"] for n in range(5_001))]))
    told: list[tuple[str, int]] = []
    read_facts(tmp_path, VOCABULARY, progress=lambda file, rows: told.append((file, rows)))
    assert told == [
        ("city.csv", 0),
        ("city.csv", 50_000),
        ("city.csv", 100_000),
        ("county.parquet", 0),
        ("台账.xlsx[街道]", 0),
        ("台账.xlsx[街道]", 5_000),
    ]
