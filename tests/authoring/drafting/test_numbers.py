"""Numbers as plans write them."""

import pytest

from policyengine.authoring.drafting.numbers import amounts, integer_of


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("二", 2), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三千", 3000),
     ("一万二千", 12_000), ("二〇", 20), ("百", 100), ("15", 15), ("015", 15)],
)  # fmt: skip
def test_numerals(numeral, value):
    assert integer_of(numeral) == value


@pytest.mark.parametrize(
    ("text", "value", "unit", "said"),
    [
        ("抽查率不低于5%", "5%", None, "不低于5%"),
        ("比例超过12.5％", "12.5%", None, "超过12.5％"),
        ("达到百分之百", "100%", None, "达到百分之百"),
        ("三分之二的街道", "2/3", None, "三分之二"),
        ("2/3以上的街道", "2/3", None, "2/3以上"),
        ("新建十二家以上机构", "12", "家", "十二家以上"),
        ("拨付3.5万元", "3.5", "万元", "3.5万元"),
        ("培训１０次", "10", "次", "１０次"),
        ("建立一批示范点", None, None, "一批"),
        ("定期通报", None, None, "定期"),
    ],
)
def test_amounts(text, value, unit, said):
    assert [(one.value, one.unit, one.said) for one in amounts(text)] == [(value, unit, said)]


@pytest.mark.parametrize("text", ["增强“四个意识”", "一次性告知", "服务千家万户", "两新组织", "推进一体化"])
def test_what_counts_nothing(text):
    assert list(amounts(text)) == []
