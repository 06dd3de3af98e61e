import pytest

from policyengine.sources.headings import Numbering, Outline, marker_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、总体目标", (Numbering.CHAPTER, "一")),
        ("十二、其他", (Numbering.CHAPTER, "十二")),
        ("(三)植树。各村都要植树。", (Numbering.PART, "(三)")),
        ("\uff08三\uff09植树", (Numbering.PART, "\uff08三\uff09")),
        ("01、植树", (Numbering.NUMBER, "01")),
        ("10、植树", (Numbering.NUMBER, "10")),
        ("1.植树。", (Numbering.POINT, "1")),
        ("13\uff0e植树。", (Numbering.POINT, "13")),
        ("(2)植树", (Numbering.ITEM, "(2)")),
        ("二是植树。", (Numbering.ENUMERATED, "二是")),
        ("1.5万棵树", None),
        ("2020年植树方案", None),
        ("2020、2021年", None),
        ("——植树。", None),
        ("一村一树", None),
        ("一是", (Numbering.ENUMERATED, "一是")),
        ("各村一是植树", None),
        ("", None),
    ],
)
def test_markers(line: str, expected: tuple[Numbering, str] | None):
    assert marker_of(line) == expected


def sections(*lines: str) -> list[str]:
    outline = Outline()
    return [outline.section(line) for line in lines]


def test_headings_nest_in_the_order_in_which_their_numberings_are_met():
    lines = ("题目", "一、甲", "正文", "二、乙", "(一)丙", "1.丁", "正文", "2.戊", "(二)己", "正文", "三、庚", "1.辛")
    assert sections(*lines) == [
        "前言",
        "一",
        "一",
        "二",
        "二、(一)",
        "二、(一)、1",
        "二、(一)、1",
        "二、(一)、2",
        "二、(二)",
        "二、(二)",
        "三",
        "三、1",
    ]


def test_the_outermost_numbering_may_be_any():
    assert sections("01、甲", "(一)乙", "02、丙", "(一)丁") == ["01", "01、(一)", "02", "02、(一)"]
    assert sections("一、甲", "一是乙。", "二是丙。", "二、丁", "正文") == ["一", "一、一是", "一、二是", "二", "二"]
