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
        ("推进党的组织覆盖", "should"),
        ("推动建立台账", "should"),
        ("要积极参与", "must"),
        ("按照有关要求办理", None),
    ],
)
def test_the_first_verb_gives_the_force(text, modality):
    assert clues_of(text, 2024).modality == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("加快建设服务平台", "must"),
        ("加快成立综合党委", "must"),
        ("加快慈善组织优惠政策落地", "must"),
        ("加快推进慈善组织认定", "should"),
        ("加快推动平台建设", "should"),
    ],
)
def test_how_fast_says_nothing_of_how_strict(text, modality):
    assert clues_of(text, 2024).modality == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("社会组织力争达到20%", "should"),
        ("党组织鼓励创新", "should"),
        ("组织开展培训", "must"),
        ("应急救援类社会组织", None),
        ("发挥社会组织的积极作用", None),
        ("提高积极性，开展活动", "must"),
        ("支持型平台要覆盖街道", "must"),
    ],
)
def test_parts_of_other_words_are_no_verbs(text, modality):
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
