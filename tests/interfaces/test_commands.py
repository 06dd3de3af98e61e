"""`check`, `why`, `vocabulary`, `schema`, `demo` and help."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import policyengine as pe
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import locale_language
from policyengine.reading.text import Lang
from tests.interfaces.calling import QUZHOU, SMALL, call, write_small

BROKEN = SMALL.replace("$share}", "$shore}")


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path)


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_of_a_sound_policy(capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "check", QUZHOU)
    assert (called.code, called.out, called.err) == (
        exits.FINE,
        "files: 1, errors: 0, warnings: 0; quotes were not held against any text (`--sources`)\n",
        "",
    )


def test_check_reports_all_findings_of_all_files(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    small[0].write_text(BROKEN, "utf-8")
    called = call(capsys, "check", small[0], QUZHOU, lang="zh")
    assert called.code == exits.FINDINGS
    assert "没有指标值 `$shore`" in called.out
    assert "没有规则、指标或后果用到指标值 `share`" in called.out
    assert called.out.endswith("2 个文件：1 个错误，1 个警告；引文未与原文核对（`--sources`）\n")


def test_check_as_json_and_sarif(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    small[0].write_text(BROKEN, "utf-8")
    found = json.loads(call(capsys, "check", small[0], "--format", "json").out)
    assert [(one["code"], one["severity"]) for one in found] == [
        ("unused-target", "warning"),
        ("unknown-target", "error"),
    ]
    sarif = json.loads(call(capsys, "check", small[0], "--format", "sarif").out)
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == ["unused-target", "unknown-target"]


# --- why --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_is_the_explanation_of_the_library(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    policy, facts = pe.load_policy(small[0]), pe.read_facts(small[1])
    why = pe.explain(policy, facts, "urban-share", "330803", as_of=date(2018, 12, 31))
    arguments = ["why", small[0], "urban-share", "330803", "--facts", small[1], "--as-of", "2018-12-31"]
    assert call(capsys, *arguments, lang=lang).out == why.to_text(lang)
    assert json.loads(call(capsys, *arguments, "--format", "json", lang=lang).out) == json.loads(why.to_json(lang))


def test_how_facts_were_read_is_noted_once_though_all_are_read_for_an_unknown_subject(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with (small[1] / "county.csv").open("a", encoding="utf-8") as file:
        file.write("合计,2,,,\n")
    called = call(capsys, "why", small[0], "urban-share", "330809", "--facts", small[1], lang="zh")
    assert called.code == exits.USAGE
    assert called.err.startswith("county.csv：合计行未读取：第 4 行\n没有编号为 `330809` 的县")


def test_why_over_files_has_no_mapping_of_a_database(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("why", small[0], "urban-share", "330803", "--facts", small[1])
    for more in (("--mapping", small[1] / "facts.yaml"), ("--trusted",)):
        assert call(capsys, *words, *more).code == exits.USAGE


def test_why_knows_the_other_readings(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["why", small[0], "urban-share", "330802", "--facts", small[1], "--as-of", "2019-03-01"]
    called = call(capsys, *arguments, lang="zh")
    assert called.code == exits.FINE
    assert "全部为城市社区" in called.out


@pytest.mark.parametrize(
    ("lang", "asked", "words"),
    [
        ("zh", ("urban-shore", "330802"), "是否想写 `urban-share`"),
        ("en", ("urban-shore", "330802"), "Did you mean `urban-share`"),
        ("zh", ("urban-share", "330808"), "是否想写 `33080"),
        ("en", ("urban-share", "330808"), "Did you mean `33080"),
        ("zh", ("urban-share", "柯城区"), "`330802`"),
    ],
)
def test_an_unknown_rule_or_subject_is_answered_with_the_nearest(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang, asked: tuple[str, str], words: str
) -> None:
    called = call(capsys, "why", small[0], *asked, "--facts", small[1], lang=lang)
    assert (called.code, called.out) == (exits.USAGE, "")
    assert words in called.err


# --- vocabulary, schema, demo, help -----------------------------------------------------------------------------------


def test_vocabulary_lists_fields_with_labels_types_and_relations(capsys: pytest.CaptureFixture[str]) -> None:
    text = call(capsys, "vocabulary", lang="zh").out
    assert "county (counties) 县(市、区、旗)" in text
    assert "urban 城市社区, rural 农村社区, pastoral 牧区社区" in text
    found = json.loads(call(capsys, "vocabulary", "social_organizations", "--format", "json").out)
    community = found["entities"]["community"]
    assert community["belongs_to"] == {"street": "street", "county": "street.county", "city": "street.county.city"}
    assert community["fields"]["street"]["reference"] == "street"
    assert found["entities"]["street"]["children"]["communities"] == "community"
    assert found["entities"]["organization"]["fields"]["full_time_party_members"]["minimum"] == "0"


def test_an_unknown_vocabulary_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "vocabulary", "social_organisations")
    assert called.code == exits.REFUSED
    assert "Did you mean `social_organizations`?" in called.err


@pytest.mark.parametrize("kind", ["policy", "vocabulary", "facts", "waivers"])
def test_schemas_are_schemas(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    Draft202012Validator.check_schema(json.loads(call(capsys, "schema", kind).out))


def test_demo_makes_facts_that_a_policy_can_be_evaluated_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = call(
        capsys, "demo", tmp_path / "demo", "--organizations", "60", "--format", "csv", "--policy", QUZHOU, lang="zh"
    )
    assert made.code == exits.FINE
    assert "张表" in made.out
    evaluated = call(capsys, "evaluate", QUZHOU, "--facts", tmp_path / "demo", "--as-of", "2018-12-31")
    assert evaluated.code == exits.FINE
    assert "not supplied" not in evaluated.out


def test_demo_replaces_nothing_but_a_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("keep", "utf-8")
    called = call(capsys, "demo", tmp_path)
    assert called.code == exits.REFUSED
    assert (tmp_path / "letter.txt").read_text("utf-8") == "keep"


@pytest.mark.parametrize(("lang", "words", "others"), [("zh", "检查方案文件", "Check"), ("en", "Check", "检查")])
def test_help_is_in_one_language(capsys: pytest.CaptureFixture[str], lang: Lang, words: str, others: str) -> None:
    called = call(capsys, "--help", lang=lang)
    assert called.code == exits.FINE
    assert words in called.out
    assert others not in called.out


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": ""}, "en"),
    ],
)
def test_the_locale_is_that_of_messages(environment: dict[str, str], lang: Lang) -> None:
    assert locale_language(environment) == lang
