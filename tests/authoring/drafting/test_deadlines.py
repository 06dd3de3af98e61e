"""Deadlines as plans write them; those without a year are of the plan's."""

from datetime import date

import pytest

from policyengine.authoring.drafting.deadlines import deadlines


@pytest.mark.parametrize(
    ("text", "said", "due"),
    [
        ("年底前全部完成", "年底前", date(2024, 12, 31)),
        ("年内召开会议", "年内", date(2024, 12, 31)),
        ("到2025年底，覆盖率", "2025年底", date(2025, 12, 31)),
        ("6月底前完成", "6月底前", date(2024, 6, 30)),
        ("二月底前完成", "二月底前", date(2024, 2, 29)),
        ("2023年2月底前完成", "2023年2月底前", date(2023, 2, 28)),
        ("2025年3月1日前报送", "2025年3月1日前", date(2025, 3, 1)),
        ("3月1日之前报送", "3月1日之前", date(2024, 3, 1)),
        ("2月30日前报送", "2月30日前", None),
        ("2025年前建成", "2025年前", None),
        ("上半年完成", "上半年", date(2024, 6, 30)),
        ("成立后30日内备案", "30日内", None),
        ("三个月内整改", "三个月内", None),
    ],
)
def test_deadlines(text, said, due):
    assert [(one.said, one.due) for one in deadlines(text, 2024)] == [(said, due)]


@pytest.mark.parametrize("text", ["2024年5月召开", "每年年度检查", "每月通报"])
def test_dates_that_are_no_deadlines(text):
    assert list(deadlines(text, 2024)) == []
