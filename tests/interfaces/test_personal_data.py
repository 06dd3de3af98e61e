"""What is personal leaves no command: planted in every personal field, it stands in nothing that any of them writes."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.explain.words import REASONS
from policyengine.interfaces.cli import exits
from policyengine.plan.ready import vocabulary_of
from policyengine.reading.text import Lang
from tests.interfaces.calling import Called, call

VOCABULARY = """
vocabulary: town
entities:
  office:
    label: {zh: 办公室, en: office}
    plural: offices
    fields: {head: {reference: person, label: {zh: 负责人, en: head}}}
  person:
    label: {zh: 人员, en: person}
    plural: persons
    belongs_to: {office: office}
    lifetime: {from: joined_on}
    fields:
      id: {personal: true, label: {zh: 编号, en: id}}
      office: {reference: office, personal: true}
      joined_on: {date: {}, optional: true, personal: true}
      renewed_on: {date: {}, optional: true, personal: true}
      dues: {integer: {min: 0}, personal: true}
      limit: {integer: {min: 0}, personal: true}
      party: {enum: {full: 正式甲乙, probationary: 预备甲乙}, personal: true}
"""
POLICY = """
policy: town_2018
title: 小镇方案
jurisdiction: national
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: ./town.yaml
targets: {most: {value: 3}}
definitions:
  steady: {subject: person, judged: 工作稳定}
rules:
  dues-paid:
    {title: 缴费, modality: must, subject: person, measure: {field: dues}, require: {at_most: $most},
     readings: {more: {note: 更多, require: {at_most: 5}}},
     cite: {section: 一, quote: 缴费}}
  within-limit:
    {title: 不超限, modality: must, subject: person, measure: {field: dues}, require: {at_most: {field: limit}},
     cite: {section: 一, quote: 不超限}}
  renewed:
    title: 按期
    modality: must
    subject: person
    require: {renewed_on: {present: true}, party: full, steady: true}
    due: {after: {field: joined_on}, days: 30}
    cite: {section: 一, quote: 按期}
  on-record:
    {title: 有记录, modality: must, subject: person, evidence: {items: [谈话]}, cite: {section: 一, quote: 有记录}}
  total-dues:
    {title: 总额, modality: must, subject: office, measure: {sum: persons, of: dues}, require: {at_most: $most},
     cite: {section: 一, quote: 总额}}
  average-dues:
    {title: 人均, modality: must, subject: office, measure: {average: {field: dues}, per: persons},
     require: {at_most: $most}, cite: {section: 一, quote: 人均}}
  all-full:
    {title: 均为正式, modality: must, subject: office, require: {persons: {every: {party: full, steady: true}}},
     cite: {section: 一, quote: 均为}}
  head-is-full:
    {title: 负责人, modality: must, subject: office, require: {head.party: full, head.dues: {at_most: 3}},
     cite: {section: 一, quote: 负责人}}
indicators:
  strength:
    title: 力量
    subject: person
    index: {dues: {measure: {field: dues}, weight: 1}}
    cite: {section: 一, quote: 力量}
consequences:
  reminded:
    {title: 提醒, subject: person, when: {verdicts: {dues-paid: noncompliant}}, then: 提醒,
     cite: {section: 一, quote: 提醒}}
"""
IDS = ("330802193705091234", "330802193705095678")
PERSONS = f"""\
id,name,office,joined_on,renewed_on,dues,limit,party,steady
{IDS[0]},欧阳密一,B1,1937-05-09,1937-06-21,7654321,7654320,full,否
{IDS[1]},欧阳密二,B1,1937-05-09,,7654322,7654320,probationary,
"""
PLANTED = (*IDS, "欧阳密", "1937", "76543", "2183", "15308643")
"""Ids, names, the dates and those that follow from them, the numbers and their halves, sums and differences."""
CHANCE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=(?:[0-9]*[a-f]){3})[0-9a-f]{12,}|(?<=:[0-9]{2})\.[0-9]+"
)
"""UUIDs, digests, and the fraction of a second, in which any digits may stand."""

AS_OF = ("--as-of", "2019-01-31")


def planted_in(text: str) -> list[str]:
    """What of them a text tells."""
    told = CHANCE.sub("", text)
    return [secret for secret in PLANTED if secret in told]


@pytest.fixture
def town(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "town.yaml").write_text(VOCABULARY, "utf-8")
    policy, facts = tmp_path / "policy.yaml", tmp_path / "facts"
    policy.write_text(POLICY, "utf-8")
    facts.mkdir()
    (facts / "person.csv").write_text(PERSONS, "utf-8")
    (facts / "office.csv").write_text(f"id,name,head\nB1,一科,{IDS[0]}\n", "utf-8")
    (facts / "work_record.csv").write_text(
        "id,policy,rule,item,subject_kind,subject_id,outcome,done_on,decided_by\n"
        f"r1,town_2018,on-record,谈话,person,{IDS[0]},done,2018-05-05,欧阳密三\n",
        "utf-8",
    )
    (tmp_path / "waivers.yaml").write_text(
        f"waivers:\n  - {{policy: town_2018, rule: renewed, subject: '{IDS[0]}', from: 2018-01-01, until: 2019-12-31,"
        " owner: 办公室, reason: 特批}\n",
        "utf-8",
    )
    return policy, facts


def told_by(called: Called, folder: Path, inputs: Iterable[Path]) -> str:
    """All that a call has said and written."""
    known = set(inputs)
    return called.out + called.err + "".join(_text(path) for path in folder.rglob("*") if path not in known)


def _text(path: Path) -> str:
    if path.is_dir():
        return ""
    match path.suffix:
        case ".parquet":
            return str(pl.read_parquet(path).to_dicts())
        case ".xlsx":
            with zipfile.ZipFile(path) as book:
                return "".join(book.read(name).decode("utf-8") for name in book.namelist())
        case _:
            return path.read_text("utf-8")


OUTPUTS = (
    "--out v.xlsx --out v.html --out v.sarif --out v.xml",
    "--out v.json",
    "--out v.csv",
    "--out v.parquet",
    "--consequences c.json",
    "--consequences c.csv",
)
OUTPUTS += ("--consequences c.xlsx", "--consequences c.parquet", "--readings", "--explain-plan", "--fail-on unknown")
RULES = {
    "person": ("dues-paid", "within-limit", "renewed", "on-record"),
    "office": ("total-dues", "average-dues", "all-full", "head-is-full"),
}


def calls(lang: Lang) -> Iterator[tuple[str, ...]]:
    """Every command that reads facts, with each of its outputs; in one language alone those that are in none."""
    yield from (("evaluate", "POLICY", *option.split()) for option in (OUTPUTS if lang == "zh" else OUTPUTS[:1]))
    if lang == "zh":
        yield ("evaluate", "POLICY", "--backend", "walker", "--out", "v.json")
        yield ("evaluate", "POLICY", "--backend", "duckdb", "--out", "v.csv")
    for output in ("text", "json", "html"):
        for kind, rules in RULES.items():
            for rule in rules:
                subject = "B1" if kind == "office" else IDS[1]
                yield ("why", "POLICY", rule, subject, "--format", output)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_personal_is_told_by_any_command(
    town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    inputs = set(tmp_path.rglob("*"))
    for words in calls(lang):
        arguments = [str(town[0]) if word == "POLICY" else word for word in words]
        arguments = [str(tmp_path / word) if "." in word and "/" not in word else word for word in arguments]
        facts = ("--facts", str(town[1]), *AS_OF, "--waivers", str(tmp_path / "waivers.yaml"))
        called = call(capsys, *arguments, *facts, lang=lang)
        assert called.code in (exits.FINE, exits.FINDINGS), called.err
        told = told_by(called, tmp_path, inputs)
        assert planted_in(told) == [], (words, told)
        for path in set(tmp_path.rglob("*")) - inputs:
            path.unlink()


def test_nothing_personal_is_told_of_runs_on_record(
    town: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ledger = tmp_path_factory.mktemp("ledger") / "ledger"
    later = tmp_path / "later.yaml"
    later.write_text(POLICY.replace("value: 3", "value: 4"), "utf-8")
    (town[1] / "facts.yaml").write_text("facts: {}\nsnapshot_on: 2018-12-31\n", "utf-8")
    inputs = set(tmp_path.rglob("*"))
    facts = ("--facts", town[1], *AS_OF)
    on_record = ("--ledger", ledger)
    for words in (
        ("diff", town[0], later, *facts),
        ("due", town[0], "--facts", town[1], "--as-of", "2018-06-01", "--within", "400"),
        ("ledger", "init", ledger),
        ("evaluate", town[0], *facts, "--record", ledger, "--recorded-by", "office"),
        ("evaluate", later, *facts, "--record", ledger, "--recorded-by", "office"),
        ("verdicts", "--run", "1", *on_record),
        ("why", "--run", "1", "dues-paid", "person-0001", *on_record),
        ("replay", "1", *on_record),
        ("changes", "1", "2", *on_record),
        ("dossier", "--run", "1", "dues-paid", "person-0001", *on_record, "--out", tmp_path / "d.html"),
    ):
        called = call(capsys, *words, lang="zh")
        assert called.code in (exits.FINE, exits.FINDINGS), called.err
        told = told_by(called, tmp_path, inputs)
        assert planted_in(told) == [], (words, told)


def test_unmask_shows_it(town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "v.json"
    call(capsys, "evaluate", town[0], "--facts", town[1], *AS_OF, "--out", out, "--unmask")
    assert all(secret in out.read_text("utf-8") for secret in (*IDS, "7654321", "1937-06-08"))
    why = call(capsys, "why", town[0], "dues-paid", IDS[0], "--facts", town[1], *AS_OF, "--unmask").out
    assert all(secret in why for secret in (IDS[0], "欧阳密一", "7654321"))


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("person.csv", PERSONS + f"{IDS[0]},欧阳密四,B1,,,1,1,full,\n"),
        ("person.csv", PERSONS.replace("7654321", "7654321元")),
        ("person.csv", PERSONS.replace("否", "7654321否")),
        ("person.csv", PERSONS.replace("B1", "7654321")),
        ("person.csv", PERSONS + f"{IDS[0]},欧阳密四,B1\n"),
        ("office.csv", "id,head\nB1,330802193705099999\n"),
    ],
    ids=["id", "number", "determination", "reference", "line", "reference to a person"],
)
def test_refusals_do_not_tell_it(
    town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, rows: str
) -> None:
    (town[1] / file).write_text(rows, "utf-8")
    inputs = set(tmp_path.rglob("*"))
    arguments = ("evaluate", town[0], "--facts", town[1], "--refusals", tmp_path / "refused.csv")
    called = call(capsys, *arguments)
    assert called.code == exits.REFUSED
    told = told_by(called, tmp_path, inputs)
    assert planted_in(told) == []
    assert "(personal, not shown)" in told
    unmasked = call(capsys, *arguments, "--unmask")
    assert "(personal, not shown)" not in told_by(unmasked, tmp_path, inputs)


def test_what_cannot_be_found_does_not_tell_it(town: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    for rule, subject in (("dues-paid", "33080219370509123"), ("dues-paid", "欧阳密一"), ("total-dues", IDS[0])):
        called = call(capsys, "why", town[0], rule, subject, "--facts", town[1])
        assert called.code == exits.USAGE
        said = called.err.replace(subject, "")
        assert planted_in(said) == []


def test_pseudonyms_are_the_same_in_all_outputs_and_can_be_asked_for(
    town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "v.csv"
    call(capsys, "evaluate", town[0], "--facts", town[1], *AS_OF, "--out", out)
    people = pl.read_csv(out).filter(pl.col("rule") == "dues-paid")
    assert people["subject"].sort().to_list() == ["person-0001", "person-0002"]
    assert people["reasons"].to_list() == ["personal_not_shown"] * 2
    why = call(capsys, "why", town[0], "dues-paid", "person-0002", "--facts", town[1], *AS_OF, lang="zh")
    assert "对象        人员 person-0002（person.csv 第 " in why.out
    assert REASONS["personal_not_shown"].zh not in why.out
    assert "测算值：（个人信息，不显示）" in why.out


def test_not_even_that_a_personal_field_is_empty_is_told_as_its_value(
    town: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "why", town[0], "renewed", IDS[1], "--facts", town[1], *AS_OF, lang="zh")
    assert "renewed_on：（个人信息，不显示）" in called.out


def test_an_explanation_is_masked_in_the_library_too(town: tuple[Path, Path]) -> None:
    policy = pe.load_policy(town[0])
    facts = pe.read_facts(town[1], vocabulary_of(policy))
    why = pe.explain(policy, facts, "dues-paid", IDS[0], as_of=date(2019, 1, 31))
    assert IDS[0] not in why.to_text("zh") + why.to_json("en") + repr(why.facts)
    assert IDS[0] in why.to_text("zh", unmask=True)
    assert IDS[0] in why.to_json("zh", unmask=True)


@pytest.mark.parametrize("ending", ["ics", "csv", "json"])
def test_what_comes_up_does_not_tell_it(
    town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    inputs = set(tmp_path.rglob("*"))
    out = tmp_path / f"due.{ending}"
    called = call(capsys, "due", town[0], "--facts", town[1], "--as-of", "2018-12-01", "--out", out)
    told = told_by(called, tmp_path, inputs)
    assert "person-0001" in told
    assert planted_in(told) == []
