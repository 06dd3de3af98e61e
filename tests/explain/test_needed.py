"""An explanation from a folder reads the tables on which it rests, and says what one from all facts says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from policyengine.authoring.demo import make_demo
from policyengine.engine.reads import cells_read
from policyengine.explain.find import UnknownSubjectError
from policyengine.explain.following import explained_with
from policyengine.facts.read import read_facts, read_needed
from policyengine.facts.refusals import FactsError
from policyengine.facts.tables import FactBase
from policyengine.language.load import load_policy
from policyengine.pipeline import explain_planned, explain_read
from policyengine.plan.check import make_plan
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.vocabulary.load import load_vocabulary

POLICIES = sorted((Path(__file__).parents[2] / "policies").glob("*.yaml"))
VOCABULARY = load_vocabulary(["social_organizations"], None)
AS_OF = date(2024, 1, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("folder")
    make_demo(found, None, 120, 1, communities=60, year=2023, policies=[load_policy(path) for path in POLICIES])
    return found


def reading(folder: Path) -> Callable[[frozenset[str] | None], FactBase]:
    """As `why` reads a folder."""
    return lambda needed: read_facts(folder) if needed is None else read_needed(folder, VOCABULARY, needed)


def differing(plan: Plan) -> list[tuple[PlannedRule, frozenset[str]]]:
    """One rule for each kind of subject and set of tables that explanations read."""
    found: dict[tuple[str, frozenset[str]], PlannedRule] = {}
    for rule in plan.rules:
        cells = cells_read(plan, explained_with(plan, rule), VOCABULARY)
        found.setdefault((rule.subject, frozenset(entity for entity, _ in cells)), rule)
    return [(rule, entities) for (_, entities), rule in found.items()]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_it_is_that_of_all_facts(folder: Path, path: Path) -> None:
    plan = make_plan(load_policy(path), VOCABULARY, jurisdiction="national")
    facts = read_facts(folder)
    for rule, entities in differing(plan)[::3]:
        subject = facts.table(rule.subject).frame.select("id").head(1).collect().item()
        part = explain_read(plan, VOCABULARY, reading(folder), rule.id, subject, as_of=AS_OF)
        whole = explain_planned(plan, facts, rule.id, subject, as_of=AS_OF)
        assert part.to_json("zh") == whole.to_json("zh")
        assert part.to_text("en") == whole.to_text("en")
        assert entities <= part.facts.tables.keys()
        assert part.facts.sha256 == facts.sha256


def test_a_table_that_was_not_read_gives_no_answer(folder: Path) -> None:
    facts = read_needed(folder, VOCABULARY, ["county"])
    assert facts.tables.keys() == {"county", "city"}
    with pytest.raises(KeyError):
        facts.table("organization")


def test_where_there_is_no_such_subject_every_table_is_searched(folder: Path) -> None:
    plan = make_plan(load_policy(POLICIES[-1]), VOCABULARY, jurisdiction="national")
    rule = next(rule for rule in plan.rules if rule.subject == "city")
    records = read_facts(folder).table("annual_report").frame.select("id").head(1).collect().item()
    with pytest.raises(UnknownSubjectError) as refused:
        explain_read(plan, VOCABULARY, reading(folder), rule.id, records, as_of=AS_OF)
    assert f"`{records}` is a" in refused.value.render("en")


def test_where_what_it_rests_on_is_refused_all_refusals_are_told(tmp_path: Path) -> None:
    pl.DataFrame({"id": ["c", "c"]}).write_parquet(tmp_path / "city.parquet")
    pl.DataFrame({"id": ["k"], "city": ["elsewhere"]}).write_parquet(tmp_path / "county.parquet")
    pl.DataFrame({"id": ["p"], "decided_on": ["soon"]}).write_parquet(tmp_path / "policy_measure.parquet")
    plan = make_plan(load_policy(POLICIES[-1]), VOCABULARY, jurisdiction="national")
    rule = next(rule for rule in plan.rules if rule.subject == "city")
    with pytest.raises(FactsError) as all_refused:
        read_facts(tmp_path)
    with pytest.raises(FactsError) as refused:
        explain_read(plan, VOCABULARY, reading(tmp_path), rule.id, "c", as_of=AS_OF)
    assert refused.value.refusals == all_refused.value.refusals
