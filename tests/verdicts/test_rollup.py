"""Verdicts counted by the places that their subjects lie in."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.interfaces.cli import exits
from policyengine.plan.ready import vocabulary_of
from policyengine.verdicts.rollup import COUNTS, UnknownPlaceError, together
from policyengine.verdicts.verdicts import Verdicts
from tests.interfaces.calling import call, write_small

RULE = """
  dated:
    title: 有日期
    modality: must
    subject: fund
    require: {amount: {at_least: 1}}
    cite: {section: 三, quote: 日期}
  streets:
    title: 街道
    modality: must
    subject: street
    require: {kind: street}
    cite: {section: 三, quote: 街道}
"""
FUNDS = """\
id,name,city,county,amount,secured_on
f1,一,330800,330802,5,2018-05-01
f2,二,330800,,5,2018-05-01
f3,三,330800,未知,0,2018-05-01
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    policy, facts = write_small(tmp_path)
    policy.write_text(policy.read_text("utf-8") + RULE, "utf-8")
    (facts / "fund.csv").write_text(FUNDS, "utf-8")
    return policy, facts


@pytest.fixture
def verdicts(small: tuple[Path, Path]) -> Verdicts:
    policy = pe.load_policy(small[0])
    return pe.evaluate(policy, pe.read_facts(small[1], vocabulary_of(policy)), as_of=date(2019, 3, 1))


def test_a_place_has_its_own_verdicts_and_those_of_what_belongs_to_it(verdicts: Verdicts) -> None:
    found = verdicts.summary(by="county")
    met = ("place", "name", "lies", "verdicts", "compliant", "noncompliant", "unknown")
    assert found.select(met).rows() == [
        ("330802", "柯城区", "within", 3, 3, 0, 0),
        ("330803", "衢江区", "within", 2, 1, 0, 1),
        (None, None, "above", 1, 0, 0, 1),
        (None, None, "unknown", 2, 1, 1, 0),
    ]
    assert found.select(pl.col(COUNTS).sum()).equals(verdicts.summary().select(pl.col(COUNTS).sum()))


def test_any_ancestor_will_do_and_nothing_else(verdicts: Verdicts) -> None:
    by_city = verdicts.summary(by="city")
    assert by_city.select("place", "lies", "verdicts").rows() == [("330800", "within", 8)]
    assert verdicts.summary(by="street")["verdicts"].to_list() == [1, 1, 6]
    with pytest.raises(UnknownPlaceError, match="no subject belongs to any `community`"):
        verdicts.summary(by="community")


def test_counts_of_several_policies_are_added_up(verdicts: Verdicts) -> None:
    found = verdicts.summary(by="county")
    assert together([found, found])["verdicts"].to_list() == [6, 4, 2, 4]


def test_the_command_says_what_lies_nowhere(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--by")
    assert call(capsys, *arguments, "county").out.split("\n\n")[-1] == (
        "county      \tname  \tverdicts\tcompliant\tnoncompliant\tunknown\n"
        "330802      \t柯城区\t       3\t        3\t           0\t      0\n"
        "330803      \t衢江区\t       2\t        1\t           0\t      1\n"
        "(not in any)\t      \t       1\t        0\t           0\t      1\n"
        "(not known) \t      \t       2\t        1\t           1\t      0\n"
        "total       \t      \t       8\t        5\t           1\t      2\n"
    )
    refused = call(capsys, *arguments, "countries")
    assert (refused.code, refused.out) == (exits.USAGE, "")
    assert "`county`" in refused.err
