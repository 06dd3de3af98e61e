"""The demo registry: the same for the same seed, readable without refusals, at home in its place, all or nothing."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from stdnum.cn import uscc

from policyengine.authoring.demo import make_demo
from policyengine.authoring.demo.places import PLACES
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import evaluate
from policyengine.reading.errors import PolicyEngineError
from policyengine.vocabulary.codes import fault
from policyengine.vocabulary.load import load_vocabulary

VOCABULARY = load_vocabulary(["social_organizations"], None)
QUZHOU = Path(__file__).parents[3] / "policies" / "quzhou_2018.yaml"


def tables(folder: Path) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}


@pytest.fixture(scope="module")
def quzhou(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "quzhou"
    make_demo(folder, organizations=2000, policies=[load_policy(QUZHOU)])
    return folder


def test_the_same_seed_gives_the_same_registry(quzhou, tmp_path):
    make_demo(tmp_path / "again", organizations=2000, policies=[load_policy(QUZHOU)])
    make_demo(tmp_path / "other", organizations=2000, seed=2)
    first, again, other = tables(quzhou), tables(tmp_path / "again"), tables(tmp_path / "other")
    assert first.keys() == again.keys()
    for name, frame in first.items():
        assert_frame_equal(frame, again[name])
    assert not first["organization"].equals(other["organization"])


def test_facts_are_read_without_refusals_and_lack_no_field(quzhou):
    facts = read_facts(quzhou, VOCABULARY)
    assert facts.snapshot_on == date(2018, 12, 31)
    for name, table in facts.tables.items():
        assert table.supplied, name
        lacking = set(VOCABULARY.entities[name].fields) - table.columns
        assert lacking <= {"id", "name"}, name


def test_credit_codes_are_valid_and_unique(quzhou):
    organization = tables(quzhou)["organization"]
    codes = organization["uscc"].drop_nulls().to_list()
    assert len(codes) == len(set(codes)) == organization.filter(pl.col("registration") == "registered").height
    assert [code for code in codes if not uscc.is_valid(code) or fault("uscc", code)] == []


def test_filed_organizations_have_no_code(quzhou):
    filed = tables(quzhou)["organization"].filter(pl.col("registration") == "filed")
    assert filed.height > 0
    assert filed["uscc"].null_count() == filed.height


@pytest.mark.parametrize(("city", "counties"), [(city, counties) for city, (_, _, counties) in PLACES.items()])
def test_known_places_have_their_counties(city, counties, tmp_path):
    make_demo(tmp_path / "demo", city=city, organizations=300)
    made = tables(tmp_path / "demo")
    assert made["county"].select("id", "name", "kind").rows() == list(counties)
    assert all(fault("division", code) is None for code in made["county"]["division_code"])
    read_facts(tmp_path / "demo", VOCABULARY)


def test_a_country_has_thousands_of_counties_under_cities_of_their_own(tmp_path):
    counts = make_demo(tmp_path / "demo", city=None, organizations=9000)
    made = tables(tmp_path / "demo")
    assert (counts["county"], counts["community"], counts["city"]) == (30, 6500, 4)
    assert all(fault("division", code) is None for code in [*made["county"]["id"], *made["city"]["id"]])
    assert made["county"].filter(pl.col("id").str.slice(0, 4) != pl.col("city").str.slice(0, 4)).is_empty()
    read_facts(tmp_path / "demo", VOCABULARY)


def test_ids_stay_unique_where_streets_and_communities_are_many(tmp_path):
    counts = make_demo(tmp_path / "demo", organizations=1000, communities=100_000)
    made = tables(tmp_path / "demo")
    assert counts["community"] == 100_000
    assert all(frame["id"].n_unique() == frame.height for name, frame in made.items())


def test_one_organization_makes_a_registry(tmp_path):
    assert make_demo(tmp_path / "demo", organizations=1)["organization"] == 1
    read_facts(tmp_path / "demo", VOCABULARY)


def test_csv_says_the_same_as_parquet(quzhou, tmp_path):
    make_demo(tmp_path / "csv", organizations=2000, policies=[load_policy(QUZHOU)], file_format="csv")
    from_parquet, from_csv = read_facts(quzhou, VOCABULARY), read_facts(tmp_path / "csv", VOCABULARY)
    for name, entity in VOCABULARY.entities.items():
        known = from_parquet.table(name).columns
        told = [name for field in entity.fields for name in (field, f"{field}__unknown") if name in known]
        left = from_parquet.table(name).frame.select(told).collect()
        right = from_csv.table(name).frame.select(told).collect()
        assert_frame_equal(left, right)


def test_the_registry_shows_every_status(quzhou):
    policy, facts = load_policy(QUZHOU), read_facts(quzhou, VOCABULARY)
    late = evaluate(policy, facts, as_of=date(2019, 1, 31)).to_polars()
    statuses = set(late["status"].cast(pl.String).unique())
    assert statuses == {"compliant", "noncompliant", "shortfall", "not_applicable", "unknown"}
    assert set(late["rule"].cast(pl.String).unique()) == {rule.id for rule in policy.rules}
    early = evaluate(policy, facts, as_of=date(2018, 12, 31)).to_polars()
    assert "pending" in set(early["status"].cast(pl.String).unique())


def test_a_demo_replaces_a_demo_and_nothing_else(tmp_path):
    folder = tmp_path / "registry"
    make_demo(folder, organizations=10)
    (folder / "left over.csv").write_text("id\n")
    make_demo(folder, organizations=20, file_format="csv")
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".yaml"}
    assert not (folder / "left over.csv").exists()

    office = tmp_path / "office"
    office.mkdir()
    (office / "organization.csv").write_text("id\n1\n")
    with pytest.raises(PolicyEngineError, match="is not a demo registry"):
        make_demo(office, organizations=10)
    assert (office / "organization.csv").read_text() == "id\n1\n"


def test_a_file_in_the_way_is_not_replaced(tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(PolicyEngineError, match="is not a demo registry"):
        make_demo(tmp_path / "file", organizations=10)
    assert (tmp_path / "file").read_text() == "kept"


def test_an_interrupted_run_leaves_what_was_there(tmp_path):
    folder = tmp_path / "registry"
    make_demo(folder, organizations=10)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def interrupt(table: str, _rows: int) -> None:
        if table == "organization":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(folder, organizations=20, progress=interrupt)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_progress_names_every_table(tmp_path):
    told: dict[str, int] = {}
    counts = make_demo(tmp_path / "demo", organizations=10, progress=told.__setitem__)
    assert told == counts


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"city": "999999"}, "no demo place `999999`"),
        ({"organizations": 0}, "at least 1 organization"),
        ({"communities": 0}, "at least 1 organization"),
        ({"file_format": "xls"}, "`xls` is no format"),
    ],
)
def test_what_cannot_be_made_is_refused(given, message, tmp_path):
    with pytest.raises(PolicyEngineError, match=message):
        make_demo(tmp_path / "demo", **given)
    assert list(tmp_path.iterdir()) == []
