"""The workbook in another office program: it opens, and prints with its headers on every page."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.interfaces.calling import ROOT, call

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
EXAMPLE = ROOT / "examples" / "inspections"

pytestmark = pytest.mark.skipif(
    SOFFICE is None or PDFTOTEXT is None, reason="no LibreOffice or poppler here; .ci/run installs them"
)


def test_the_workbook_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "report.xlsx"
    facts = ("--facts", EXAMPLE / "facts", "--as-of", "2019-01-31")
    call(capsys, "evaluate", EXAMPLE / "policy.yaml", *facts, "--out", book, lang="zh")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    converting = [SOFFICE or "", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, book]
    subprocess.run(converting, check=True, capture_output=True, timeout=300)
    printed = subprocess.run(
        [PDFTOTEXT or "", "-layout", tmp_path / "report.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = printed.split("\f")
    assert [next(word for word in page.split() if word) for page in pages[:3]] == [
        "社会组织抽查工作要点(示例)",
        "地方",
        "有助于确定的结论",
    ]
    for told in ("市民政局", "还差 1 个社会组织", "检查日期", "J4", "一：“抽查率不低于30%”"):
        assert told in printed.replace("\n", "")
