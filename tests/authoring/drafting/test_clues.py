"""What a sentence says in so many words."""

import pytest

from policyengine.authoring.drafting.clues import clues_of


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("要建立台账", "must"),
        ("鼓励建立台账", "should"),
        ("积极开展活动", "should"),
        ("开展活动，鼓励创新", "must"),
        ("不得收取费用", "must"),
        ("按照有关要求办理", None),
    ],
)
def test_the_first_verb_gives_the_force(text, modality):
    assert clues_of(text, 2024).modality == modality


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("各县（市、区）建立中心", "county"),
        ("每个街道建立中心", "street"),
        ("每个城市社区有3个社会组织", "community"),
        ("各级登记管理机关开展抽查", "registration_authority"),
        ("各社会组织报送年报", "organization"),
        ("全市召开会议", "city"),
    ],
)
def test_the_population_named_is_the_subject(text, subject):
    assert clues_of(text, 2024).subject == subject


def test_populations_and_frequencies():
    clues = clues_of("各县（市、区）要每季度至少检查1次，每个街道建立2个中心", 2024)
    assert clues.populations == ("各县（市、区）", "每个街道")
    assert clues.frequencies == ("每季度至少",)


def test_numbers_of_documents_meetings_and_dates_are_no_targets():
    clues = clues_of("依据民发〔2018〕51号和《2021年3项行动方案》，落实第三次会议部署，2025年6月底前完成", 2024)
    assert clues.amounts == ()
    assert [by.said for by in clues.deadlines] == ["2025年6月底前"]


def test_a_prohibition_is_told():
    assert (clues_of("严禁摊派", 2024).prohibition, clues_of("开展检查", 2024).prohibition) == (True, False)
