"""Codes that have a form of their own, and why a text is not one of them.

Schemes: `uscc` is the unified social credit code of GB 32100-2015; `division` the six digits of GB/T 2260 for
provinces, prefectures and counties; `division_street` and `division_community` lengthen them to nine and twelve digits,
as GB/T 10114 and the statistical offices do for streets and townships and for communities and villages.
"""

import re
from dataclasses import dataclass

from policyengine.reading.text import Text

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of code: the pattern that a whole code matches, and what to say where one does not.

    The pattern is understood alike by Python and by the columnar backend. `check_digit` says that the last character
    is computed from the others.
    """

    name: str
    pattern: str
    wrong_form: Text
    check_digit: bool = False


WRONG_CHECK_DIGIT = Text("校验码不对（GB 32100）", "the check digit is wrong (GB 32100)")

SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme(
            "uscc",
            f"[0-9ANY][0-9]{{7}}[{USCC_ALPHABET}]{{10}}",
            Text(
                "不是统一社会信用代码（GB 32100：18 位数字或大写字母，不用 I、O、S、V、Z）",
                "not a unified social credit code (GB 32100: 18 digits or capital letters without I, O, S, V, Z)",
            ),
            check_digit=True,
        ),
        Scheme(
            "division",
            f"{PROVINCE}[0-9]{{4}}",
            Text(
                "不是行政区划代码（GB/T 2260：6 位数字，前两位为省级代码）",
                "not a division code (GB/T 2260: 6 digits, the first two of a province)",
            ),
        ),
        Scheme(
            "division_street",
            f"{PROVINCE}[0-9]{{7}}",
            Text(
                "不是乡镇（街道）代码（GB/T 10114：9 位数字，前两位为省级代码）",
                "not a street or township code (GB/T 10114: 9 digits, the first two of a province)",
            ),
        ),
        Scheme(
            "division_community",
            f"{PROVINCE}[0-9]{{10}}",
            Text(
                "不是社区（村）代码（统计用区划代码：12 位数字，前两位为省级代码）",
                "not a community or village code (statistical code: 12 digits, the first two of a province)",
            ),
        ),
    )
}


def fault(scheme: str, code: str) -> Text | None:
    """Why a text is not a code of the scheme, or `None` where it is one."""
    known = SCHEMES[scheme]
    if not re.fullmatch(known.pattern, code):
        return known.wrong_form
    if known.check_digit and not _check_digit_fits(code):
        return WRONG_CHECK_DIGIT
    return None


def _check_digit_fits(code: str) -> bool:
    from stdnum.cn import uscc  # noqa: PLC0415 - needed by few commands, and `check` is to start fast

    return bool(uscc.calc_check_digit(code[:17]) == code[17])
