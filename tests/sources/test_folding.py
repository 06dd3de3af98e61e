import pytest

from policyengine.sources.folding import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\uff0c乙\uff1b丙\uff1a丁\uff08戊\uff09", "甲,乙;丙:丁(戊)"),
        ("“甲” \uff02乙\uff02 ‘丙’", '"甲""乙"\'丙\''),
        ("甲 \u3000\t\n乙", "甲乙"),
        ("甲\u200b乙", "甲乙"),
        ("\uff11\uff10\uff10\uff05", "100%"),
        ("甲\uff64乙\uff61", "甲、乙。"),
        ("〈法〉…", "<法>..."),
        ("一ー—①㈠", "一ー—①㈠"),
        ("\uf900丽\u2f00", "\uf900丽\u2f00"),
    ],
)
def test_width_and_white_space_are_folded_and_characters_kept(text: str, expected: str):
    assert fold(text).text == expected


def test_every_folded_character_knows_where_it_comes_from():
    assert fold(" 甲… 乙").origins == (1, 2, 2, 2, 4)
