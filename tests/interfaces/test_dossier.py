"""`dossier` as users call it: the same case file as a page, as a Word document and as PDF, in both languages."""

import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from policyengine.audit.dossier import as_pdf, fonts
from policyengine.audit.ledger import Ledger
from policyengine.reading.text import Lang
from tests.interfaces.calling import call
from tests.interfaces.ledger import DAYS, EXAMPLE, ledger_of
from tests.interfaces.test_personal_data import planted_in, town

__all__ = ["town"]

FORMATS = ("html", "docx", "pdf")
ABOUT = ("inspection-rate", "MZ01", "--run", "2")
DECIDED = ("--office", "市民政局", "--basis", "复决〔2019〕3号", "--on", "2019-03-01", "--sets-aside")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder, _ = ledger_of(tmp_path_factory.mktemp("ledger"), EXAMPLE / "policy.yaml", EXAMPLE / "facts", DAYS)
    return folder


def words_of(path: Path) -> str:
    """All that a document says, without white space, which layouts set as they like.

    Of a font with other than TrueType outlines, pypdf reads each character after a NUL.
    """
    match path.suffix:
        case ".pdf":
            text = "".join(page.extract_text() for page in PdfReader(path).pages)
        case ".docx":
            document = Document(str(path))
            paragraphs = [*document.paragraphs]
            paragraphs += [one for table in document.tables for cell in table._cells for one in cell.paragraphs]
            text = "".join(paragraph.text for paragraph in paragraphs)
        case _:
            text = re.sub(r"<(style|svg).*?</\1>|<[^>]*>", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"[\s\0]", "", text)


SAID: dict[Lang, tuple[str, ...]] = {
    "zh": (
        "合规结论卷宗",
        "“双随机”抽查率不低于30%",
        "登记管理机关市民政局MZ01·社会组织抽查工作要点(示例)",
        "未达标。这是应当做到的事项，要求没有满足。",
        "一：“抽查率不低于30%”",
        "还差1个社会组织",
        "S1残疾人互助协会社会组织.csv第2行",
        "另一种理解备案的社会组织也计入：未达标",
        "复核决定第3号2019-03-01市民政局：不采信该结论。依据：复决〔2019〕3号",
        "运行评价日结论测算值目标",
        "12018-09-30未到期03/10",
        "22019-01-31未达标03/10",
        "记录人：审计科说明：季度核查",
        "本卷宗未签名",
    ),
    "en": (
        "Compliancecasefile",
        "registrationauthority市民政局MZ01",
        "Noncompliant.Therequirementisbindingandisnotmet.",
        "Rulingsnumber3,2019-03-01,市民政局:setstheverdictaside.Ground:复决〔2019〕3号",
        "RunAsofVerdictValueTarget",
        "12018-09-30pending03/10",
        "22019-01-31noncompliant03/10",
        "Itisnotsigned",
    ),
}


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("form", FORMATS)
def test_the_case_file_says_all_in_every_format(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, lang: Lang
) -> None:
    if not (Path(ledger) / "decided").exists():
        call(capsys, "determine", *ABOUT, *DECIDED, "--ledger", ledger)
        (Path(ledger) / "decided").touch()
    file = tmp_path / f"case.{form}"
    done = call(capsys, "dossier", *ABOUT, "--ledger", ledger, "--out", file, lang=lang)
    assert (done.code, done.out) == (0, "")
    words = words_of(file)
    assert [part for part in SAID[lang] if part not in words] == []


def test_the_page_loads_nothing_from_elsewhere(ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.html"
    call(capsys, "dossier", *ABOUT, "--ledger", ledger, "--out", file)
    page = file.read_text("utf-8")
    assert re.findall(r"https?:|src=|href=|url\(|<script", page) == []
    assert page.count("<circle") == 3  # two runs, and the legend


@pytest.mark.parametrize(
    ("form", "rule"),
    [("html", "dues-paid"), ("html", "renewed"), ("docx", "total-dues"), ("html", "head-is-full"), ("pdf", "renewed")],
)
def test_what_is_personal_is_masked(
    town: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, rule: str
) -> None:
    folder, _ = ledger_of(tmp_path / "ledger", *town, [date(2018, 6, 1), date(2019, 1, 31)])
    subject = "person-0001" if rule in ("dues-paid", "renewed") else "B1"
    file = tmp_path / f"case.{form}"
    about = (rule, subject, "--run", "2", "--ledger", folder, "--out", file)
    assert call(capsys, "dossier", *about).code == 0
    words = words_of(file)
    assert planted_in(words) == []
    ruled = ("--office", "市民政局", "--basis", "复决〔2019〕3号", "--on", "2019-03-01", "--sets-aside")
    assert call(capsys, "determine", *about[:-2], *ruled).code == 0
    entry = next(Ledger.open(f"{folder}/ledger.sqlite").entries("ruling"))
    assert planted_in(entry.body.decode()) == []
    assert "复决〔2019〕3号" in call(capsys, "why", *about[:-2]).out
    for masked in ((), ("--unmask",)):
        assert "复决〔2019〕3号" in call(capsys, "verdicts", *about[2:-2], "--rule", rule, *masked).out
    refused = call(capsys, "certificate", *about)
    assert (refused.code, planted_in(refused.err)) == (2, [])
    assert "the certificate would have to tell personal data" in refused.err
    assert call(capsys, "certificate", *about, "--unmask").code == 0
    verified = call(capsys, "verify", file)
    assert (verified.code, "复决〔2019〕3号" in verified.out) == (0, True)


def test_what_cannot_be_written(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    about = ("dossier", *ABOUT, "--ledger", ledger, "--out")
    odd = call(capsys, *about, tmp_path / "case.doc")
    assert (odd.code, "names may end in: .html, .docx, .pdf" in odd.err) == (2, True)
    lost = call(capsys, *about, tmp_path / "no" / "case.html")
    assert (lost.code, "cannot write" in lost.err) == (3, True)
    (tmp_path / "font.ttf").write_text("no font")
    given = call(capsys, *about, tmp_path / "case.pdf", "--font", tmp_path / "font.ttf")
    assert (given.code, "is no font with Chinese characters" in given.err) == (3, True)
    monkeypatch.setattr(fonts, "KNOWN", ())
    none = call(capsys, *about, tmp_path / "case.pdf")
    assert (none.code, "there is no font with Chinese characters for the PDF" in none.err) == (3, True)
    assert list(tmp_path.glob("case*")) == []


def test_lines_break_before_no_closing_punctuation() -> None:
    assert as_pdf.UNBROKEN.findall("应当（公开）：a-1/b 2。") == ["应", "当", "（公", "开）：", "a-1/b ", "2。"]
