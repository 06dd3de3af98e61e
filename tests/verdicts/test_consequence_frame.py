"""Conclusions over a whole table: frames, counts, single ones, files."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from policyengine.facts.read import read_facts
from policyengine.language.waivers import Waiver
from policyengine.pipeline import Backend, judge, other_readings
from policyengine.plan.check import make_plan
from policyengine.plan.named import UnknownConsequenceError
from policyengine.plan.planned import Plan
from policyengine.reading.place import Place
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequence_frame import CONCLUSIONS, Consequences
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.write import UnknownFormatError
from policyengine.verdicts.write_consequences import write_conclusions
from tests.language.reading_policies import policy_of
from tests.plan.registry import VOCABULARY

ENGINES: tuple[Backend, ...] = ("polars", "walker")
AS_OF = date(2019, 1, 31)
POLICY = """\
policy: demo
title: 例
jurisdiction: {city: "330800"}
period: {from: 2018-05-09, until: 2018-12-31}
vocabulary: registry
definitions: {doubtful: {subject: organization, judged: 有异议}}
rules:
  dual:
    title: 双重管理
    modality: must
    subject: organization
    require: {management: dual}
    cite: {section: 一, quote: 双重}
    readings: {direct: {note: 直接, require: {management: direct}}}
  apart: {title: 脱钩, modality: should, subject: organization, require: {decoupling: true},
    cite: {section: 一, quote: 脱钩}}
consequences:
  unfunded:
    {subject: organization, when: {consequences: [listed], any: [{doubtful: true}, {verdicts: {apart: shortfall}}]},
     then: 不予扶持, cite: {section: 二, quote: 扶持}}
  listed:
    {subject: organization, when: {verdicts: {dual: noncompliant}}, then: "=列入名录", cite: {section: 二, quote: 名录}}
  noted: {subject: organization, when: {doubtful: true}, then: 约谈, cite: {section: 二, quote: 约谈}}
"""
FAILING = {
    "established_on": None,
    "dissolved_on": None,
    "county": "330802",
    "management": "direct",
    "decoupling": False,
}
ORGANIZATIONS = [
    {"id": "O1", **FAILING, "doubtful": True},
    {"id": "O2", **FAILING, "doubtful": False},
    {"id": "O3", **FAILING, "decoupling": True},
    {"id": "O4", **FAILING, "management": "dual", "doubtful": True},
    {"id": "O5", **FAILING, "management": None, "doubtful": False},
    {"id": "O6", **FAILING, "county": "330900", "doubtful": True},
]
ELSEWHERE = [{"id": "330802", "city": "330800"}, {"id": "330900", "city": "330900"}]


def plan() -> Plan:
    return make_plan(policy_of(POLICY), VOCABULARY)


def verdicts(backend: Backend = "polars", waivers: tuple[Waiver, ...] = ()) -> Verdicts:
    cities = [{"id": "330800"}, {"id": "330900"}]
    facts = read_facts({"city": cities, "county": ELSEWHERE, "organization": ORGANIZATIONS}, VOCABULARY)
    return judge(plan(), plan().rules, facts, as_of=AS_OF, waivers=waivers, backend=backend)


@pytest.fixture(params=ENGINES)
def found(request: pytest.FixtureRequest) -> Consequences:
    return verdicts(request.param).consequences()


def test_what_follows_for_whom(found: Consequences) -> None:
    listed = "listed: dual=noncompliant"
    rows = found.to_polars().select("consequence", "subject", "truth", "chain").rows()
    assert rows == [
        ("listed", "O1", "yes", [listed]),
        ("listed", "O2", "yes", [listed]),
        ("listed", "O3", "yes", [listed]),
        ("listed", "O5", "unknown", [listed]),
        ("unfunded", "O1", "yes", [listed, "unfunded: listed, doubtful"]),
        ("unfunded", "O2", "yes", [listed, "unfunded: listed, apart=shortfall"]),
        ("unfunded", "O3", "unknown", [listed, "unfunded: listed, doubtful"]),
        ("unfunded", "O5", "unknown", [listed, "unfunded: listed, apart=shortfall"]),
        ("noted", "O1", "yes", ["noted: doubtful"]),
        ("noted", "O3", "unknown", ["noted: doubtful"]),
        ("noted", "O4", "yes", ["noted: doubtful"]),
    ]


def test_every_row_says_where_it_is_from(found: Consequences) -> None:
    frame = found.to_polars()
    assert dict(frame.schema) == CONCLUSIONS
    assert frame.select("policy", "subject_kind", "as_of").unique().rows() == [("demo", "organization", AS_OF)]
    assert set(frame["then"]) == {"=列入名录", "不予扶持", "约谈"}


def test_how_many_subjects(found: Consequences) -> None:
    assert found.summary().rows() == [
        ("listed", "=列入名录", "organization", 5, 3, 1),
        ("unfunded", "不予扶持", "organization", 5, 2, 2),
        ("noted", "约谈", "organization", 5, 2, 1),
    ]


def test_a_single_conclusion(found: Consequences) -> None:
    conclusion = found.get("unfunded", "O3")
    assert conclusion is not None
    assert (conclusion.truth, conclusion.then, [cite.quote for cite in conclusion.citations]) == (
        Truth.UNKNOWN,
        "不予扶持",
        ["扶持"],
    )
    assert found.get("unfunded", "O4") is None
    assert found.get("unfunded", "O6") is None
    assert found.get("unfunded", "nobody") is None
    with pytest.raises(UnknownConsequenceError, match="Did you mean `listed`"):
        found.get("unlisted", "O1")


@pytest.mark.parametrize("backend", ENGINES)
def test_a_waiver_keeps_a_consequence_away(backend: Backend) -> None:
    waiver = Waiver(
        policy="demo", rule="dual", subject="O1", start=AS_OF, end=AS_OF, owner="局", reason="试点", place=Place("")
    )
    found = verdicts(backend, (waiver,)).consequences()
    assert found.get("listed", "O1") is None
    assert found.get("listed", "O2") is not None


@pytest.mark.parametrize("backend", ENGINES)
def test_only_what_rests_on_the_rules_at_hand_is_derived(backend: Backend) -> None:
    every = verdicts(backend)
    assert [each.id for each in other_readings(every).consequences().consequences] == ["noted"]
    one = type(every)(every.case, every.rules[:1]).consequences()
    assert [each.id for each in one.consequences] == ["listed", "noted"]
    assert one.get("listed", "O1") == every.consequences().get("listed", "O1")


def test_no_consequences_are_an_empty_frame() -> None:
    facts = read_facts({"organization": ORGANIZATIONS[:1]}, VOCABULARY)
    bare = replace(plan(), consequences=())
    found = judge(bare, bare.rules, facts, as_of=AS_OF).consequences()
    assert dict(found.to_polars().schema) == CONCLUSIONS
    assert (found.to_polars().height, found.summary().height) == (0, 0)


@pytest.mark.parametrize("suffix", ["parquet", "csv", "xlsx", "json"])
def test_files_hold_every_conclusion(tmp_path: Path, suffix: str) -> None:
    found = verdicts().consequences()
    path = tmp_path / f"consequences.{suffix}"
    assert write_conclusions([*found.frames(), *found.frames()], path) == 22
    frame = found.to_polars()
    match suffix:
        case "parquet":
            read = pl.read_parquet(path)
            assert read.equals(pl.concat([frame, frame]))
        case "csv":
            read = pl.read_csv(path)
            assert read["then"][0] == "'=列入名录"
            assert read["chain"][4] == "listed: dual=noncompliant; unfunded: listed, doubtful"
        case "xlsx":
            read = pl.read_excel(path, engine="openpyxl")
            assert read["then"][0] == "=列入名录"
            assert read["chain"][4] == "listed: dual=noncompliant; unfunded: listed, doubtful"
        case _:
            rows = json.loads(path.read_text("utf-8"))
            read = pl.DataFrame(rows)
            assert rows[4]["chain"] == ["listed: dual=noncompliant", "unfunded: listed, doubtful"]
            assert rows[0]["as_of"] == "2019-01-31"
    assert (read.height, read.columns) == (22, list(CONCLUSIONS))
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_format_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="xlsx"):
        write_conclusions(verdicts().consequences().frames(), tmp_path / "consequences.ods")
