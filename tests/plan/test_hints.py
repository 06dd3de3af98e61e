"""What staff typically mistype in a policy, and the way out that they are told."""

import re
from pathlib import Path

import pytest

from policyengine.plan.ready import check_policy

EXAMPLE = (Path(__file__).parents[2] / "examples" / "inspections" / "policy.yaml").read_text("utf-8")


def told(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """Of the example with these changes: what stands at each place, the code, and the hint in both languages."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "policy.yaml"
    path.write_text(text, "utf-8")
    found = check_policy(path).findings
    lines = text.splitlines()
    return [
        (lines[one.place.line - 1][one.place.column - 1 :][: one.place.length], one.code, one.hint.zh, one.hint.en)
        for one in found
    ]


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("where: {登记或备案: registered}", "registration"),
        ("subject: 登记管理机关", "registration_authority"),
        ("ratio: 社会组织", "organizations"),
        ("satisfying: {检查: {some", "inspections"),
    ],
)
def test_a_label_in_place_of_a_code_is_answered_with_the_code(tmp_path: Path, label: str, meant: str) -> None:
    word = re.findall("[一-龥]+", label)[0]
    found = told(tmp_path, (label.replace(word, meant), label))
    told_zh, told_en = f"这是 `{meant}` 的名称，请写 `{meant}`。", f"This is the label of `{meant}`; write `{meant}`."
    assert [(one[0], *one[2:]) for one in found] == [(word, told_zh, told_en)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("30％", "30%"), ("３０%", "30%"), ("30 %", "30%"), ('"1,000"', "1000"), ("2 / 3", "2/3"), ("0。3", None)],
)
def test_a_number_in_another_form_is_answered_with_its_own(tmp_path: Path, written: str, meant: str | None) -> None:
    [found] = told(tmp_path, ("value: 30%", f"value: {written}"))
    assert found[:2] == (written, "bad-number")
    assert found[2].startswith(f"是否想写 `{meant}`？写作" if meant else "写作")
    assert found[3].startswith(f"Did you mean `{meant}`? Write" if meant else "Write")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2018/12/31", "2018-12-31"),
        ("2018.12.31", "2018-12-31"),
        ("2018年12月31日", "2018-12-31"),
        ("2018-9-5", "2018-09-05"),
        ("２０１８-12-31", "2018-12-31"),
        ("2018-02-30", None),
        ("2018年2月30日", None),
        ("年底", None),
    ],
)
def test_a_day_in_another_form_is_answered_with_its_own(tmp_path: Path, written: str, meant: str | None) -> None:
    [found] = told(tmp_path, ("until: 2018-12-31", f"until: {written}"))
    assert found[:2] == (written, "bad-date")
    assert found[2].startswith(f"是否想写 `{meant}`？写作" if meant else "写作")
    assert found[3].startswith(f"Did you mean `{meant}`? Write" if meant else "Write")


def test_a_day_as_a_target_is_known_for_one(tmp_path: Path) -> None:
    found = told(tmp_path, ("value: 30%", "value: 2018年12月31日"))
    assert [one[:2] for one in found] == [("2018年12月31日", "bad-date")]


def test_a_share_without_its_sign_is_answered_where_the_target_stands(tmp_path: Path) -> None:
    [found] = told(tmp_path, ("value: 30%", "value: 30"))
    assert found == (
        "$inspection_rate",
        "ratio-out-of-range",
        "是否应把第 9 行的值改为 `30%`？",
        "Should the value on line 9 be `30%`?",
    )


def test_a_target_without_its_sign_is_answered_with_it(tmp_path: Path) -> None:
    [found] = told(tmp_path, ("at_least: $inspection_rate", "at_least: inspection_rate"))
    assert found[:2] == ("inspection_rate", "not-a-number")
    assert found[2].startswith("是否想写 `$inspection_rate`？请写")
    assert found[3].startswith("Did you mean `$inspection_rate`? Write")


def test_a_rule_with_a_fault_says_nothing_of_its_readings(tmp_path: Path) -> None:
    found = told(tmp_path, ("{registration: registered}", "{registration: 登记}"))
    assert [one[1] for one in found] == ["label-for-code"]
