"""Templates: which columns they have, what they say, and that a filled one is read as it is."""

from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine as calamine
from openpyxl import load_workbook

from policyengine.authoring.template import make_template
from policyengine.authoring.template.make import WORKBOOK, TemplateExistsError
from policyengine.authoring.template.needed import sheets_needed
from policyengine.authoring.template.words import header_of
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import evaluate
from policyengine.plan.ready import check_policy, plan_of
from policyengine.reading.text import Lang
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary
from tests.facts.registry import VOCABULARY

EXAMPLE = Path(__file__).parents[2] / "examples" / "inspections" / "policy.yaml"
QUZHOU = Path(__file__).parents[2] / "policies" / "quzhou_2018.yaml"


def rows(path: Path, sheet: str) -> list[list[object]]:
    return calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_a_policys_template_has_what_its_plan_reads_and_no_more() -> None:
    plan, vocabulary = plan_of(check_policy(EXAMPLE))
    found = {
        sheet.entity.name: [column.name for column in sheet.columns] for sheet in sheets_needed(vocabulary, [plan])
    }
    assert found == {
        "city": ["id", "name"],
        "registration_authority": ["id", "name", "city"],
        "organization": ["id", "name", "registration", "registration_authority", "established_on", "dissolved_on"],
        "inspection": ["id", "name", "organization", "kind", "inspected_on"],
    }


def test_determinations_have_their_words_and_their_name() -> None:
    plan, vocabulary = plan_of(check_policy(QUZHOU))
    (organizations,) = (sheet for sheet in sheets_needed(vocabulary, [plan]) if sheet.entity.name == "organization")
    judged = {column.name: header_of(column) for column in organizations.columns if column.field is None}
    assert judged["trustworthy"] == "按社会组织信用评价体系认定的“守信” [trustworthy]"
    assert all(column.uses for column in organizations.columns if column.field is None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_vocabulary_can_be_asked_for(lang: Lang, tmp_path: Path) -> None:
    sheets = make_template(tmp_path, load_vocabulary([DEFAULT_VOCABULARY]), lang=lang)
    names = calamine.CalamineWorkbook.from_path(tmp_path / WORKBOOK).sheet_names
    assert names == ["说明", *(sheet.entity.label.zh for sheet in sheets), "选项"]
    listed = [row for row in rows(tmp_path / WORKBOOK, "说明") if str(row[2]).count(".") == 1]
    fields = sum(len(entity.fields) for entity in load_vocabulary([DEFAULT_VOCABULARY]).entities.values())
    assert len(listed) == sum(len(sheet.columns) for sheet in sheets) == fields - 2  # records need no id and no name


def test_what_the_sheet_of_explanations_says(tmp_path: Path) -> None:
    make_template(tmp_path, VOCABULARY)
    said = {row[2]: tuple(row[3:6]) for row in rows(tmp_path / WORKBOOK, "说明") if str(row[2]).startswith("organ")}
    assert said == {
        "organization.id": ("文字", "必填，不得重复", ""),
        "organization.name": ("文字", "空即不详", ""),
        "organization.uscc": ("代码（18 位统一社会信用代码）", "可无", ""),
        "organization.kind": ("从下拉列表中选：城市、农村(村)", "空即不详", ""),
        "organization.charity": ("是 或 否", "空即不详", ""),
        "organization.staff": ("整数，0 至 1000", "空即不详", ""),
        "organization.assets": ("数，最多 2 位小数，不小于 -1/2", "可无", ""),
        "organization.established_on": ("日期，不早于 1949-10-01", "可无", ""),
        "organization.dissolved_on": ("日期", "可无", ""),
        "organization.county": ("填“县”表的编号", "空即不详", ""),
        "organization.street": ("填“街道”表的编号", "可无", ""),
        "organization.authority": ("填“登记机关”表的编号", "可无", ""),
    }


def test_records_of_work_need_no_id(tmp_path: Path) -> None:
    make_template(tmp_path, VOCABULARY)
    said = {row[2]: row[4] for row in rows(tmp_path / WORKBOOK, "说明") if str(row[2]).startswith("work_record")}
    assert said == {
        "work_record.policy": "必填",
        "work_record.rule": "必填",
        "work_record.item": "可无",
        "work_record.subject_kind": "必填",
        "work_record.subject_id": "必填",
        "work_record.outcome": "空即不详",
        "work_record.done_on": "空即不详",
        "work_record.document": "可无",
        "work_record.decided_by": "可无",
    }
    book = load_workbook(tmp_path / WORKBOOK)
    book["工作台账"].append(["small", "records-kept", "台账", "市", "330800", "已完成", "2018年5月9日"])
    book.save(tmp_path / WORKBOOK)
    found = read_facts(tmp_path, VOCABULARY).table("work_record").frame
    assert found.select("policy", "subject_kind", "outcome", "done_on").collect().rows() == [
        ("small", "city", "done", date(2018, 5, 9))
    ]


def test_lists_and_bounds_are_in_the_sheets(tmp_path: Path) -> None:
    make_template(tmp_path, VOCABULARY)
    sheet = load_workbook(tmp_path / WORKBOOK)["社会组织"]
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    last = 1_048_576
    assert rules == {
        f"A2:A{last}": (None, None, None),
        f"B2:B{last}": (None, None, None),
        f"C2:C{last}": (None, None, None),
        f"D2:D{last}": ("list", "选项!$A$2:$A$4", None),
        f"E2:E{last}": ("list", '"是,否,不详"', None),
        f"F2:F{last}": ("whole", "0", "1000"),
        f"G2:G{last}": ("decimal", "-0.5", "999999999999999"),
        f"H2:H{last}": ("date", "18172", "401768"),
        f"I2:I{last}": ("date", "1", "401768"),
        f"J2:J{last}": ("list", "'县'!$A$3:$A$20000", None),
        f"K2:K{last}": ("list", "'街道'!$A$3:$A$20000", None),
        f"L2:L{last}": ("list", "'登记机关'!$A$3:$A$20000", None),
    }


def test_a_blank_template_says_nothing_of_anything(tmp_path: Path) -> None:
    make_template(tmp_path, VOCABULARY)
    for source in (tmp_path, tmp_path / WORKBOOK):
        facts = read_facts(source, VOCABULARY)
        assert {table.supplied for table in facts.tables.values()} == {False}
        assert {note.code for note in facts.notes} - {"unused-manifest"} == {"unused-sheet", "only-examples"}


def test_filled_in_workbooks_are_never_overwritten(tmp_path: Path) -> None:
    make_template(tmp_path, VOCABULARY)
    before = (tmp_path / WORKBOOK).read_bytes()
    with pytest.raises(TemplateExistsError) as caught:
        make_template(tmp_path, VOCABULARY)
    assert caught.value.render("zh").startswith(f"`{tmp_path / WORKBOOK}` 已存在\n")
    assert (tmp_path / WORKBOOK).read_bytes() == before


def test_what_a_careless_clerk_fills_in_is_read_and_evaluated(tmp_path: Path) -> None:
    plan, vocabulary = plan_of(check_policy(EXAMPLE))
    make_template(tmp_path, vocabulary, [plan])
    book = load_workbook(tmp_path / WORKBOOK)
    book["市"].append(["３３０８００", "衢州市"])
    authorities = book["登记管理机关"]
    authorities.delete_rows(2)
    authorities.append(["MZ01", "市民政局", 330800])
    authorities.append(["MZ02 ", "柯城区民政局\u200b", "330800"])
    authorities.append(["合计", 2])
    organizations = book["社会组织"]
    organizations.insert_rows(1)
    organizations["A1"] = "衢州市社会组织登记表"
    organizations.merge_cells("A1:F1")
    organizations.append(["S1", "残疾人互助协会", "登 记", "MZ01", "2015年3月1日", "无"])
    organizations.append(["S2", "书法学会", "登记", None, 42064, None])
    organizations.append(["S3", "青年商会", "登记", "ＭＺ０２", "2015.3.1", "2018/6/30"])
    organizations.append(["S4", "慈善总会", "备案", "MZ02", datetime(2016, 1, 1), "不详"])
    organizations.merge_cells("D4:D5")
    organizations.append(["填表人：张三"])
    inspections = book["检查"]
    header = [cell.value for cell in inspections[1]]
    kinds = vocabulary.entities["inspection"].fields["kind"].choices
    inspections.append(["J1", None, "S1", kinds["double_random"].zh, "2018年11月5日"])
    inspections.append(["J2", None, "S3", kinds["double_random"].zh, "不详"])
    book.save(tmp_path / WORKBOOK)
    assert header == ["编号", "名称", "被检查的社会组织", "检查类别", "检查日期"]

    facts = read_facts(tmp_path, vocabulary)
    found = facts.table("organization").frame.select("id", "registration_authority", "established_on").collect().rows()
    day = date(2015, 3, 1)
    assert found == [("S1", "MZ01", day), ("S2", "MZ01", day), ("S3", "MZ02", day), ("S4", "MZ02", date(2016, 1, 1))]
    verdicts = evaluate(load_policy(EXAMPLE), facts, as_of=date(2019, 1, 31))
    statuses = {name: str(verdicts.get("inspection-rate", name).status.value) for name in ("MZ01", "MZ02")}
    assert statuses == {"MZ01": "compliant", "MZ02": "not_applicable"}
