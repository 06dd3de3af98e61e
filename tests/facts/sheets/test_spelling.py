"""Every spelling of a cell that is understood, and how; what is refused stands in `tests/broken/facts`."""

import pytest

from policyengine.facts.sheets.spelling import Kind, Spelling, spelled
from tests.facts.registry import ORGANIZATION

MARKERS = frozenset(("不详", "未知", "待查"))

ACCEPTED = {
    "established_on": {
        Kind.DATE: {
            "2021年3月5日": "2021-03-05",
            "2021年03月05号": "2021-03-05",
            " 2021 年 3 月 5 日 ": "2021-03-05",
            "２０２１年３月５日": "2021-03-05",
            "2021.3.5": "2021-03-05",
            "2021．3．5": "2021-03-05",
            "2021/3/5": "2021-03-05",
            "2021／3／5": "2021-03-05",
            "2021-3-5": "2021-03-05",
            "2021/03/05 10:30": "2021-03-05",
            "2021/3/5 9:05:00": "2021-03-05",
            "20210305": "2021-03-05",
            "2021\u200b-03-05\ufeff": "2021-03-05",
            "2020/2/29": "2020-02-29",
        },
        Kind.SERIAL: {
            "43229": "2018-05-09",
            "43229.5": "2018-05-09",
            "４３２２９": "2018-05-09",
            "10000": "1927-05-18",
        },
        Kind.NONE: {"无": "", " 无\u200b": "", "\u3000无\u3000": ""},
        Kind.UNKNOWN: {"不详\u200b": "不详", "\u3000未知\u200b": "不详", "待查\ufeff": "不详"},
        Kind.CHARACTERS: {"\u200b": "", "\ufeff \u3000": ""},
    },
    "staff": {
        Kind.NUMBER: {
            "1,234": "1234",
            "1，234": "1234",
            "12,345,678": "12345678",
            "−5": "-5",
            "–5": "-5",
            "1,234.00": "1234.00",
        },
        Kind.CHARACTERS: {"１２": "12", "\u200b12": "12", "－５": "-5", "１２．０": "12.0"},
    },
    "assets": {
        Kind.NUMBER: {
            "5%": "0.05",
            "５％": "0.05",
            "5 %": "0.05",
            "0.5%": "0.005",
            "100%": "1",
            "12.50%": "0.125",
            "-5%": "-0.05",
            "+150%": "+1.5",
            "1,234.5": "1234.5",
            "1，234．5": "1234.5",
            "0.10%": "0.001",
            "0%": "0",
        },
        Kind.CHARACTERS: {"１．５": "1.5"},
        Kind.NONE: {"无": ""},
    },
    "charity": {
        Kind.TICK: dict.fromkeys(["√", "✓", "✔", "☑", "✅", "Y", "y", "Ｙ"], "true")
        | dict.fromkeys(["×", "✕", "✖", "✗", "✘", "☒", "❌", "N", "n"], "false"),
        Kind.CHARACTERS: {"是\u200b": "true", "ｎｏ": "false", "１": "true", "ＦＡＬＳＥ": "false"},
    },
    "kind": {
        Kind.CHOICE: {
            "城 市": "urban",
            "城市\u200b": "urban",
            "农村 （村）": "rural",
            "URBAN": "urban",
            "Town": "urban",
            "ｒｕｒａｌ": "rural",
        },
        Kind.UNKNOWN: {"不详\u200b": "不详"},
    },
    "uscc": {
        Kind.CODE: {
            "91110000600037341l": "91110000600037341L",
            "9111 0000 6000 37341L": "91110000600037341L",
            "９１１１００００６０００３７３４１Ｌ": "91110000600037341L",
            "\u200b91110000600037341L": "91110000600037341L",
        },
        Kind.NONE: {"无": ""},
    },
    "county": {Kind.CHARACTERS: {"ｋ１": "k1", "k\u200b1": "k1", "ｋ１\u3000": "k1", "k\xa01": "k 1"}},
    "id": {Kind.CHARACTERS: {"Ｏ１": "O1", "\ufeffo1": "o1"}},
    "name": {Kind.CHARACTERS: {"\u200b甲会\u200d": "甲会", "甲（乙）\ufeff": "甲（乙）"}},
}
CASES = [
    (name, written, Spelling(text, kind))
    for name, kinds in ACCEPTED.items()
    for kind, cells in kinds.items()
    for written, text in cells.items()
]
MEANINGLESS = {
    "established_on": [
        "2021-02-30",
        "2021年13月1日",
        "昨天",
        "长期",
        "432290",
        "10:30",
        "2021/3-5",
        "2021.3.5.1",
    ],
    "staff": ["三", "3人", "1e3", "100%", "3.5.1", "--3", "约3", "3万", "１２人"],
    "assets": ["1.5元", "¥3", "5‰", "(5)", "1.5万"],
    "charity": ["大概", "2", "是的"],
    "kind": ["城", "乡村"],
}


@pytest.mark.parametrize(("name", "written", "expected"), CASES)
def test_accepted_spellings(name: str, written: str, expected: Spelling) -> None:
    assert spelled(ORGANIZATION.fields[name], written, MARKERS) == expected


@pytest.mark.parametrize(("name", "written"), [(name, cell) for name, cells in MEANINGLESS.items() for cell in cells])
def test_what_has_no_meaning_is_left_to_be_refused(name: str, written: str) -> None:
    assert spelled(ORGANIZATION.fields[name], written, MARKERS) is None


def test_a_choice_may_be_called_as_a_marker_or_as_none() -> None:
    label = type(ORGANIZATION.label)
    choices = {"none": label(zh="无", en="none"), "a": label(zh="甲、乙", en="a"), "b": label(zh="“丙”", en="b")}
    field = ORGANIZATION.fields["kind"].model_copy(update={"choices": choices, "optional": True})
    found = {
        text: spelled(field, text, MARKERS) for text in ["无\u200b", "甲，乙", "甲,乙", '"丙"', "「丙」", "丙", "丁"]
    }
    assert found == {
        "无\u200b": Spelling("none", Kind.CHOICE),
        "甲，乙": Spelling("a", Kind.CHOICE),
        "甲,乙": Spelling("a", Kind.CHOICE),
        '"丙"': Spelling("b", Kind.CHOICE),
        "「丙」": Spelling("b", Kind.CHOICE),
        "丙": Spelling("b", Kind.CHOICE),
        "丁": None,
    }


def test_choices_that_are_spelled_alike_are_not_guessed() -> None:
    label = type(ORGANIZATION.label)
    choices = {"a": label(zh="甲 乙", en="a"), "b": label(zh="甲乙", en="b")}
    field = ORGANIZATION.fields["kind"].model_copy(update={"choices": choices})
    assert spelled(field, "甲\u3000\u3000乙", MARKERS) is None
