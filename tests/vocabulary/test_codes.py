"""Codes against their schemes, one by one and over columns, and against python-stdnum."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from policyengine.facts.code_columns import wrong_check_digit, wrong_form
from policyengine.vocabulary.codes import SCHEMES, USCC_ALPHABET, WRONG_CHECK_DIGIT, fault

VALID = "91110000600037341L"
LONG_DIVISIONS = {"division": "330800", "division_street": "330802001", "division_community": "330802001003"}


@pytest.mark.parametrize(("scheme", "code"), [("uscc", VALID), *LONG_DIVISIONS.items(), ("uscc", "N2330102MF00000003")])
def test_codes_of_the_right_form_and_digit(scheme: str, code: str) -> None:
    assert fault(scheme, code) is None


@pytest.mark.parametrize(
    "code", ["", "9111", VALID.lower(), VALID + "1", f"{VALID}\n", "9111000060003734IL", "٩" + VALID[1:]]
)
def test_texts_without_the_form_of_a_credit_code(code: str) -> None:
    assert fault("uscc", code) == SCHEMES["uscc"].wrong_form


@pytest.mark.parametrize("code", ["990000", "33080", "3308000", "700000", "160000", "83 000"])
def test_texts_without_the_form_of_a_division_code(code: str) -> None:
    assert fault("division", code) == SCHEMES["division"].wrong_form


def test_a_changed_digit_is_seen() -> None:
    assert fault("uscc", "91110000600037342L") == WRONG_CHECK_DIGIT
    assert "GB 32100" in WRONG_CHECK_DIGIT.zh


def in_column(scheme: str, codes: list[str | None]) -> list[tuple[bool | None, bool | None]]:
    column = pl.col("code")
    frame = pl.DataFrame({"code": codes}, schema={"code": pl.String})
    return frame.select(form=wrong_form(scheme, column), digit=wrong_check_digit(scheme, column)).rows()


def test_columns_tell_form_from_check_digit() -> None:
    found = in_column("uscc", [VALID, "91110000600037342L", "abc", None, "é" * 9])
    assert found == [(False, False), (False, True), (True, None), (None, None), (True, None)]


def test_an_empty_column() -> None:
    assert in_column("uscc", []) == []
    assert in_column("uscc", [None]) == [(None, None)]


def test_schemes_without_a_check_digit() -> None:
    assert in_column("division", ["330800", "990000"]) == [(False, None), (True, None)]


digits, alphabet = st.sampled_from("0123456789"), st.sampled_from(USCC_ALPHABET)
bodies = st.tuples(*[digits] * 8, *[alphabet] * 9).map("".join)


@given(st.lists(bodies, min_size=1, max_size=30), alphabet)
def test_columns_agree_with_stdnum(texts: list[str], last: str) -> None:
    codes = [text + uscc.calc_check_digit(text) for text in texts] + [text + last for text in texts]
    expected = [(False, not uscc.is_valid(code)) for code in codes]
    assert in_column("uscc", codes) == expected
    assert [fault("uscc", code) is None for code in codes] == [uscc.is_valid(code) for code in codes]


@given(st.lists(st.text(alphabet=USCC_ALPHABET + "IOSVZ é", max_size=20), max_size=20))
def test_columns_agree_with_single_codes(texts: list[str]) -> None:
    for scheme in SCHEMES:
        wrong = [bool(form) or bool(digit) for form, digit in in_column(scheme, list(texts))]
        assert wrong == [fault(scheme, text) is not None for text in texts]
