"""What is to be found out: the rows and cells are those that explanations name, one verdict after the other."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.engine.columnar.open_rows import open_rows
from policyengine.engine.columnar.rules import Columns
from policyengine.pipeline import explain_planned, judge, plan
from policyengine.plan.planned import MeasureRequirement
from policyengine.plan.ready import vocabulary_of
from policyengine.reports.open_facts import open_facts
from policyengine.verdicts.assemble import mask_for
from policyengine.verdicts.verdicts import Verdicts
from tests.interfaces.calling import ROOT, write_small

AS_OF = date(2018, 12, 31)
MANY = 20
"""More rows than this an explanation does not name."""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry") / "facts"
    pe.make_demo(folder, city="330800", organizations=40)
    return folder


@pytest.fixture(scope="module")
def verdicts(registry: Path) -> Verdicts:
    policy = pe.load_policy(ROOT / "policies" / "quzhou_2018.yaml")
    facts = pe.read_facts(registry, vocabulary_of(policy))
    ready = plan(policy, facts)
    rules = tuple(rule for rule in ready.rules if isinstance(rule.requirement, MeasureRequirement))
    return judge(ready, rules, facts, as_of=AS_OF)


def test_each_missing_fact_of_each_unknown_verdict_has_its_rows(verdicts: Verdicts) -> None:
    missed = verdicts.to_polars().filter(pl.col("status") == "unknown").explode("missing")
    unknown = {rule: block.masks["subject"] for block in verdicts.blocks for rule in block.rules}
    case = verdicts.case
    found = [
        rows.with_columns(rule=pl.lit(rule.id))
        for rule, rows in open_rows(Columns(case.plan, case.facts, case.as_of), unknown)
    ]
    together = pl.concat(found)
    columns = ["rule", "subject", "missing"]
    lost = missed.join(together.rename({"name": "missing"}), on=columns, how="anti")
    assert lost.select(columns).rows() == []


def test_the_rows_are_those_that_explanations_name(verdicts: Verdicts) -> None:
    case = verdicts.case
    unknown = {rule: block.masks["subject"] for block in verdicts.blocks for rule in block.rules}
    seen = 0
    for rule, rows in open_rows(Columns(case.plan, case.facts, case.as_of), unknown):
        cells = rows.drop_nulls(["subject", "row"])
        for (subject,), of_subject in list(cells.partition_by("subject", as_dict=True).items())[:3]:
            why = explain_planned(case.plan, case.facts, rule.id, str(subject), as_of=AS_OF)
            for fact in why.found.missing:  # type: ignore[union-attr]  # it has a verdict
                listed = set(of_subject.filter(pl.col("name") == fact.name)["row"])
                named = {cell.row.id for cell in fact.cells}
                if len(listed) <= MANY:
                    assert named <= listed, (rule.id, subject, fact.name)
                seen += len(named)
    assert seen > 5


def test_a_cell_that_several_verdicts_miss_comes_first(tmp_path: Path) -> None:
    policy, folder = write_small(tmp_path)
    policy.write_text(
        policy.read_text("utf-8")
        + """
  streets:
    title: 每个街道都有
    modality: must
    subject: street
    require: {communities: {some: {kind: rural}}}
    cite: {section: 三, quote: 街道}
  of-streets:
    title: 所在街道
    modality: must
    subject: community
    require: {street.kind: street}
    cite: {section: 三, quote: 街道}
""",
        "utf-8",
    )
    street = folder / "street.csv"
    street.write_text(street.read_text("utf-8").replace("330802,street", "330802,"), "utf-8")
    loaded = pe.load_policy(policy)
    facts = pe.read_facts(folder, vocabulary_of(loaded))
    verdicts = pe.evaluate(loaded, facts, as_of=date(2019, 3, 1))
    found = open_facts([verdicts], mask_for(verdicts.case))
    assert found.select("verdicts", "name", "entity", "field", "row", "row_name", "file", "number").rows() == [
        (2, None, "street", "kind", "s1", "府山", "street.csv", 2),
        (1, None, "community", "kind", "c5", "五", "community.csv", 6),
        (1, "work_record", "work_record", None, None, None, None, None),
    ]
    assert found["rules"].to_list() == [["small/of-streets"], ["small/urban-share"], ["small/records-kept"]]


def test_of_nothing_unknown_nothing_is_to_be_found_out(tmp_path: Path) -> None:
    policy, folder = write_small(tmp_path)
    (folder / "work_record.csv").write_text(
        "id,policy,rule,item,subject_kind,subject_id,outcome,done_on\n"
        "r,small,records-kept,台账,city,330800,done,2018-05-05\n",
        "utf-8",
    )
    rows = folder / "community.csv"
    rows.write_text(rows.read_text("utf-8").replace("s2,\n", "s2,urban\n"), "utf-8")
    loaded = pe.load_policy(policy)
    verdicts = pe.evaluate(loaded, pe.read_facts(folder, vocabulary_of(loaded)), as_of=date(2019, 3, 1))
    assert open_facts([verdicts], mask_for(verdicts.case)).is_empty()
