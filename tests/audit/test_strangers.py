"""An archive that a stranger made, rightly signed: whatever it holds is read as it is, or refused with a reason."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from policyengine.audit.canonical import canonical
from policyengine.audit.ledger import NewEntry
from policyengine.audit.named import run_of
from policyengine.audit.parquet import parquet_of
from policyengine.audit.record import FactsManifest, RunRecord
from policyengine.audit.replay import replay
from policyengine.audit.why import why_on_record
from policyengine.reading.errors import PolicyEngineError
from tests.audit.test_replay import recall_of
from tests.audit.town import POLICY, Town
from tests.interfaces.calling import call

Change = Callable[[Town], None]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town with one run on record."""
    made = Town(tmp_path)
    made.record()
    return made


def append(town: Town, body: bytes) -> None:
    """A second record, rightly signed."""
    opened = town.home.open()
    opened.ledger.append([NewEntry("run", body)], opened.signing_key())


def first(town: Town) -> RunRecord:
    return run_of(town.home.open().ledger.entry(1).body)


def with_plan(town: Town, **said: Any) -> None:
    """The first run once more, something else said of its policy."""
    run = first(town)
    plan = run.plans[0].model_copy(update=said)
    append(town, canonical(run.model_copy(update={"plans": (plan,)})))


def with_clubs(change: Callable[[pl.DataFrame], pl.DataFrame]) -> Change:
    """The first run once more, over other clubs."""

    def make(town: Town) -> None:
        archive, plan = town.home.open().archive, first(town).plans[0]
        manifest = FactsManifest.model_validate_json(archive.get(plan.facts))
        clubs = manifest.tables["club"]
        (part,) = clubs.parts
        frame = change(pl.read_parquet(io.BytesIO(archive.get(part.digest))))
        other = part.model_copy(update={"digest": archive.put(parquet_of(frame))})
        tables = {**manifest.tables, "club": clubs.model_copy(update={"parts": (other,)})}
        with_plan(town, facts=archive.put(canonical(manifest.model_copy(update={"tables": tables}))))

    return make


def with_policy(was: str, now: str) -> Change:
    """The first run once more, under another text."""

    def make(town: Town) -> None:
        file = first(town).plans[0].file
        digest = town.home.open().archive.put(POLICY.replace(was, now).encode())
        with_plan(town, file=file.model_copy(update={"digest": digest}))

    return make


TABLES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "numbers that are words": lambda rows: rows.with_columns(pl.lit("x").alias("staff")),
    "numbers that are floats": lambda rows: rows.with_columns(pl.lit(1.5).alias("staff")),
    "days that are numbers": lambda rows: rows.with_columns(pl.lit(5).alias("founded_on")),
    "ids that are numbers": lambda rows: rows.with_columns(pl.int_range(pl.len()).alias("id")),
    "ids that are doubled": lambda rows: rows.with_columns(pl.lit("k1").alias("id")),
    "ids that are absent": lambda rows: rows.with_columns(pl.lit(None, dtype=pl.String).alias("id")),
    "rows in disorder": lambda rows: rows.reverse(),
    "no ids": lambda rows: rows.drop("id"),
    "a column too many": lambda rows: rows.with_columns(pl.lit(1).alias("__row")),
    "a column of another name": lambda rows: rows.rename({"grade": "shade"}),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_that_reading_facts_never_gives_are_refused(town: Town, name: str) -> None:
    with_clubs(TABLES[name])(town)
    recall = recall_of(town)
    for ask in (lambda: why_on_record(recall, recall.run(2), "staffed", "k1"), lambda: replay(recall, recall.run(2))):
        with pytest.raises(PolicyEngineError) as raised:
            ask()
        assert (
            "in the archive is not as facts are read" in raised.value.problem.en or "Parquet" in raised.value.problem.en
        )


DEEP = b"[" * 1_000_000
LAUGHS = "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 60))
RECORDS: dict[str, Callable[[bytes], bytes]] = {
    "deep JSON": lambda body: body.replace(b'"note":null', b'"note":' + DEEP + b"]" * len(DEEP)),
    "deep JSON without end": lambda _body: DEEP,
    "a number without measure": lambda body: body.replace(b'"format":1', b'"format":1e400000'),
    "a number of many digits": lambda body: body.replace(b'"yes":2', b'"yes":' + b"9" * 100_000),
    "a digest that leads elsewhere": lambda body: body.replace(
        b'"facts":"sha256:', b'"facts":"sha256:../../../../etc/'
    ),
    "no policy": lambda body: json.dumps({**json.loads(body), "plans": []}).encode(),
    "another format": lambda body: body.replace(b'"format":1', b'"format":2'),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_refused_by_every_command(town: Town, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    body = town.home.open().ledger.entry(1).body
    changed = RECORDS[name](body)
    assert changed != body
    append(town, changed)
    at = ("--ledger", town.folder / "audit")
    assert call(capsys, "ledger", "verify", *at).code == 1
    out = town.folder / "run.oscal.json"
    for words in (
        ("runs",),
        ("runs", "show", "2"),
        ("verdicts", "--run", "2"),
        ("consequences", "--run", "2"),
        ("why", "--run", "2", "staffed", "k1"),
        ("replay", "2"),
        ("changes", "1", "2"),
        ("export", "--run", "2", "--out", out),
    ):
        done = call(capsys, *words, *at)
        assert (done.code, "run: its content is not as expected" in done.err) == (3, True)
    assert not out.exists()


TEXTS: dict[str, tuple[Change, str]] = {
    "nested too deeply": (with_policy("{grade: {present: true}}", "{not: " * 5000 + "{}" + "}" * 5000), "too-deep"),
    "aliases of aliases": (with_policy("policy:", f"b0: &b0 [x, x]\n{LAUGHS}policy:"), "aliases-expand"),
    "a number without measure": (with_policy("{value: 3}", "{value: 1e400000}"), "bad-number"),
    "a number of many digits": (with_policy("{value: 3}", "{value: " + "9" * 100_000 + "}"), "bad-number"),
    "a fraction of many digits": (with_policy("{value: 3}", "{value: 1/" + "9" * 100_000 + "}"), "bad-number"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_policy_of_an_archive_is_read_as_any_other(town: Town, name: str) -> None:
    change, code = TEXTS[name]
    change(town)
    recall = recall_of(town)
    with pytest.raises(PolicyEngineError) as raised:
        why_on_record(recall, recall.run(2), "staffed", "k1")
    assert f"[{code}]" in raised.value.render("en")


def test_names_in_an_archive_lead_nowhere(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    outside = town.write("outside.yaml", "secret: 1\n")
    for name in (str(outside), "../../outside.yaml"):
        file = first(town).plans[0].file
        archive = town.home.open().archive
        digest = archive.put(POLICY.replace("title:", "titel:").replace("town.yaml", str(outside)).encode())
        with_plan(town, file=file.model_copy(update={"name": name, "digest": digest}))
        done = call(capsys, "why", "--run", "2", "staffed", "k1", "--ledger", town.folder / "audit")
        assert (done.code, "unknown-key" in done.err, "secret" in done.err + done.out) == (3, True, False)


def test_links_are_no_files(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(path for path in (town.folder / "audit" / "archive").rglob("*") if path.is_file())
    for path in files:
        path.rename(town.folder / path.name)
        path.symlink_to(town.folder / path.name)
    (town.folder / "audit" / "archive" / "loop").symlink_to(town.folder / "audit" / "archive")
    at = ("--ledger", town.folder / "audit")
    assert call(capsys, "verdicts", "--run", "1", *at).code == 3
    found = call(capsys, "ledger", "verify", *at)
    assert (found.code, "cannot read from the archive" in found.out) == (1, True)


def test_what_is_said_in_a_record_moves_no_cursor(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    run = first(town)
    append(town, canonical(run.model_copy(update={"note": "\x1b[31m\x07\u202e", "recorded_by": "\x9b0t"})))
    at = ("--ledger", town.folder / "audit")
    for words in (("runs",), ("runs", "show", "2")):
        done = call(capsys, *words, *at)
        assert (done.code, done.out.isprintable() or set(filter(lambda one: not one.isprintable(), done.out))) == (
            0,
            set("\n\t") if words == ("runs",) else set("\n"),
        )
